using System.Diagnostics.CodeAnalysis;
using UpdateService.Graph.Versions;

namespace UpdateService.Cli.Doctoring.Registries;

/// <summary>A tag that looks like that of a release: a version, with an architecture behind it or without.</summary>
/// <param name="Text">The tag.</param>
/// <param name="Version">The version that it looks like.</param>
internal sealed record ReleaseTag(string Text, ReleaseVersion Version)
{
    private static readonly string[] Architectures = ["-x86_64", "-amd64", "-aarch64", "-arm64", "-ppc64le", "-s390x", "-multi"];

    /// <summary>Reads a tag.</summary>
    public static bool TryParse(string tag, [NotNullWhen(true)] out ReleaseTag? release)
    {
        var ending = Array.Find(Architectures, name => tag.EndsWith(name, StringComparison.Ordinal)) ?? "";
        release = ReleaseVersion.TryParse(tag[..^ending.Length], out var version, out _) ? new ReleaseTag(tag, version) : null;
        return release is not null;
    }
}
