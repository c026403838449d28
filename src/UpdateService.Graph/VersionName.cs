using System.Diagnostics.CodeAnalysis;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph;

/// <summary>
/// A version as graph-data names it: for every architecture, or for one (<c>4.2.14+amd64</c>, and the old form
/// <c>4.2.11-s390x</c>, which is also a version as written).
/// </summary>
/// <param name="Version">Without build metadata.</param>
/// <param name="Architecture">The one architecture; null for all.</param>
/// <seealso href="https://github.com/openshift/cincinnati-graph-data/blob/master/README.md#release-names"/>
public sealed record VersionName(ReleaseVersion Version, Architecture? Architecture)
{
    private const string OldSpelling = "s390x";

    /// <summary>Reads a name.</summary>
    /// <param name="text">A version, with or without an architecture as its build metadata.</param>
    /// <param name="name">The name if the result is true.</param>
    /// <param name="reason">The reason if the result is false.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out VersionName? name,
        [NotNullWhen(false)] out string? reason)
    {
        name = null;
        if (!ReleaseVersion.TryParse(text, out var version, out reason))
        {
            return false;
        }

        Architecture? architecture = null;
        var suffix = version.HasOnlyPreRelease(OldSpelling) && version.Build.Length == 0 ? OldSpelling : version.Build;
        if (suffix.Length > 0 && !Architecture.TryParse(suffix, out architecture))
        {
            reason = $"'{Excerpt.Of(text)}' ends in '+{Excerpt.Of(suffix)}', which is no architecture (0-9, a-z)";
            return false;
        }

        name = new VersionName(version.WithoutBuild, architecture);
        return true;
    }

    /// <summary>Whether the name includes releases of the architecture.</summary>
    public bool Covers(Architecture architecture) => Architecture is null || Architecture == architecture;

    /// <inheritdoc/>
    public override string ToString() => Architecture is null ? Version.Text : $"{Version}+{Architecture}";
}
