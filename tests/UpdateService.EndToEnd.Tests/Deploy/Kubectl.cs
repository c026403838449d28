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

    /// <summary>An overlay by the name of its folder, or <see cref="Overlay.WithEverything"/>.</summary>
    public static Overlay Render(string overlay) => Rendered.GetOrAdd(overlay, static name =>
        name == Overlay.WithEverything ? RenderEverything() : RenderFolder(Path.Combine(Manifests.Folder, "overlays", name)));

    /// <summary>The overlay in a folder.</summary>
    public static Overlay RenderFolder(string folder) => new(YamlText.Documents(Run("kustomize", folder) ?? throw new InvalidOperationException($"kubectl cannot render {folder}.")));

    private static Overlay RenderEverything()
    {
        using var place = new TemporaryFolder();
        var deploy = Path.GetRelativePath(place.Path, Manifests.Folder);
        var components = Manifests.Kustomizations.Where(folder => folder.StartsWith("components/", StringComparison.Ordinal) && folder != "components/monitoring"); // The overlay has that one.
        File.WriteAllLines(place.In("kustomization.yaml"), ["namespace: update-service", "resources:", $"- {deploy}/overlays/kubernetes", "components:", .. components.Select(folder => $"- {deploy}/{folder}")]);
        return RenderFolder(place.Path);
    }

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

    [GeneratedRegex(@"Kustomize Version: v(?<major>\d+)\.", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex KustomizeVersion();
}
