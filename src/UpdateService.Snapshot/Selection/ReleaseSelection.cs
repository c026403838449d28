using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Snapshot.Inputs;

namespace UpdateService.Snapshot.Selection;

/// <summary>Picks the releases that shipped channels list, and of each only facts: no description, no invented digest.</summary>
internal static class ReleaseSelection
{
    private const string DirectivePrefix = "io.openshift.upgrades.graph.";

    /// <summary>Selects.</summary>
    /// <param name="published">All releases.</param>
    /// <param name="versions">What the shipped channels list.</param>
    /// <param name="notes">Receives a line for each release that is in the catalogue more than once.</param>
    public static ImmutableArray<ShippedRelease> Select(
        IEnumerable<PublishedRelease> published,
        ChannelVersions versions,
        ICollection<string> notes)
    {
        var selected = published
            .Where(release => versions.Hold(release.Release))
            .GroupBy(release => release.Release.ToString(), StringComparer.Ordinal);
        return [.. selected
            .Select(group => ShippedOf(ChooseOne([.. group], notes)))
            .OrderBy(release => release.Release.Version, ReleaseVersion.SortOrder)
            .ThenBy(release => release.Release.Architecture)];
    }

    /// <summary>A known digest comes before an invented one, then the ordinally smallest payload, as the service itself chooses.</summary>
    private static PublishedRelease ChooseOne(List<PublishedRelease> same, ICollection<string> notes)
    {
        if (same.Count > 1)
        {
            notes.Add($"{same[0].Release} stands in the catalogue {same.Count} times; one payload is shipped.");
        }

        return same
            .OrderBy(release => release.HasInventedDigest)
            .ThenBy(release => release.Release.Payload, StringComparer.Ordinal)
            .First();
    }

    private static ShippedRelease ShippedOf(PublishedRelease published)
    {
        var release = published.Release;
        return new ShippedRelease(
            release with
            {
                Payload = published.HasInventedDigest ? PayloadTag.Of(release) : release.Payload,
                Previous = SortedOnce(release.Previous),
                Next = SortedOnce(release.Next),
                Metadata = [.. release.Metadata.Where(entry => IsFact(entry.Key))],
            },
            published.IsPreviousAssumed);
    }

    private static ImmutableArray<ReleaseVersion> SortedOnce(ImmutableArray<ReleaseVersion> versions) =>
        [.. versions.Distinct().Order(ReleaseVersion.SortOrder)];

    /// <summary>The address, the architecture, and what steers the graph; descriptions are other people's sentences.</summary>
    private static bool IsFact(string key) =>
        key is MetadataKeys.Url or MetadataKeys.PayloadArchitecture
        || (key.StartsWith(DirectivePrefix, StringComparison.Ordinal) && key is not (MetadataKeys.Channels or MetadataKeys.ManifestRef));
}
