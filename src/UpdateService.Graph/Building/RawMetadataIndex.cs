using System.Collections.Immutable;

namespace UpdateService.Graph.Building;

/// <summary>Finds the raw metadata of a release.</summary>
internal sealed class RawMetadataIndex(ImmutableArray<RawMetadata> entries)
{
    private readonly ILookup<string, RawMetadata> byVersion = entries.ToLookup(entry => entry.Version.Version.Text, StringComparer.Ordinal);

    public IReadOnlyList<RawMetadata> Find(Release release) => byVersion.Contains(release.Version.Text)
        ? [.. byVersion[release.Version.Text].Where(entry => entry.Version.Covers(release.Architecture))]
        : [];
}
