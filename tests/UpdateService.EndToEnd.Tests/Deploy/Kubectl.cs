using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>A test of overlays as <c>kubectl apply -k</c> sends them; skipped, visibly, without a kubectl that knows components.</summary>
public sealed class RenderedTheoryAttribute : TheoryAttribute
{
    public RenderedTheoryAttribute() => Skip = Kubectl.KnowsComponents ? null : "There is no kubectl of 1.24 or newer here, and Debian's is older.";
}

/// <summary>Kustomize, as it is in kubectl. No package of Debian, NuGet or npm has a version that knows components.</summary>
internal static partial class Kubectl
{
    private static readonly Lazy<bool> Found = new(() => Run("version", "--client") is { } text && KustomizeVersion().Match(text) is { Success: true } match && int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture) >= 4);
    private static readonly ConcurrentDictionary<string, Overlay> Rendered = new(StringComparer.Ordinal);

    /// <summary>Whether overlays can be rendered here.</summary>
    public static bool KnowsComponents => Found.Value;

    /// <summary>An overlay by the name of its folder.</summary>
    public static Overlay Render(string overlay) => Rendered.GetOrAdd(overlay, static name =>
        new Overlay(YamlText.Documents(Run("kustomize", Path.Combine(Manifests.Folder, "overlays", name)) ?? throw new InvalidOperationException($"kubectl cannot render {name}."))));

    private static string? Run(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"Kustomize Version: v(?<major>\d+)\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KustomizeVersion();
}
