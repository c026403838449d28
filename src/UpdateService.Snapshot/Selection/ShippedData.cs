using System.Collections.Immutable;
using UpdateService.Snapshot.Inputs;
using UpdateService.Snapshot.Risks;

namespace UpdateService.Snapshot.Selection;

/// <summary>All facts of the data set that ships, sorted.</summary>
internal sealed record ShippedData
{
    /// <summary>Of which day the published inputs are.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>The oldest minor version whose channels are shipped.</summary>
    public required MinorVersion FromMinor { get; init; }

    /// <summary>By name.</summary>
    public required ImmutableArray<ShippedChannel> Channels { get; init; }

    /// <summary>By precedence, then architecture.</summary>
    public required ImmutableArray<ShippedRelease> Releases { get; init; }

    /// <summary>By target, name and sources.</summary>
    public required ImmutableArray<ShippedBlock> Blocks { get; init; }

    /// <summary>Metadata of shipped releases outside the catalogue, in published order.</summary>
    public required ImmutableArray<RawMetadata> RawMetadata { get; init; }

    /// <summary>What the report must say.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Selects from readable inputs.</summary>
    /// <param name="graphData">Channels, blocks and risks.</param>
    /// <param name="releases">The catalogue.</param>
    /// <param name="texts">Our own words and rules for risks.</param>
    /// <param name="from">The oldest minor version.</param>
    /// <param name="date">Of which day the inputs are.</param>
    public static ShippedData Select(
        PublishedGraphData graphData,
        ImmutableArray<PublishedRelease> releases,
        RiskTexts texts,
        MinorVersion from,
        DateOnly date)
    {
        var notes = new SortedSet<string>(StringComparer.Ordinal);
        var channels = ChannelSelection.Select(graphData, from, notes);
        var versions = new ChannelVersions(channels);
        var shipped = ReleaseSelection.Select(releases, versions, notes);
        return new ShippedData
        {
            Date = date,
            FromMinor = from,
            Channels = channels,
            Releases = shipped,
            Blocks = BlockSelection.Select(graphData, versions, texts, notes),
            RawMetadata = [.. graphData.Set.RawMetadata.Where(entry => shipped.Any(release => IsMeant(entry, release.Release)))],
            Notes = [.. notes],
        };
    }

    private static bool IsMeant(RawMetadata entry, Release release) =>
        entry.Version.Version == release.Version && entry.Version.Covers(release.Architecture);
}
