using System.Collections.Frozen;
using System.Collections.Immutable;
using UpdateService.Builder.Refreshing;
using UpdateService.Graph.Building;
using UpdateService.GraphData;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Sources;

/// <summary>Reads all sources of a service, in order, into what the builder takes.</summary>
/// <remarks>It remembers what it read, so that unchanged inputs come out as the same objects; it is not thread-safe.</remarks>
public sealed class InputCollector
{
    private readonly IGraphDataSource graphData;
    private readonly ImmutableArray<IReleaseSource> releases;
    private readonly bool lenient;
    private readonly GraphDataReader reader = new();
    private readonly GraphDataCatalogues ownCatalogues;
    private ImmutableArray<ReleaseReading> lastParts = [];
    private ImmutableArray<Release> lastReleases = [];

    /// <summary>A collector for these sources.</summary>
    /// <param name="graphData">Channels, blocks and risks.</param>
    /// <param name="releases">In order: the first that has a release wins. Empty: the catalogues inside the graph-data.</param>
    /// <param name="lenient">Whether something safe may stand in for what cannot be understood.</param>
    public InputCollector(IGraphDataSource graphData, ImmutableArray<IReleaseSource> releases, bool lenient)
    {
        this.graphData = graphData;
        this.releases = releases;
        this.lenient = lenient;
        ownCatalogues = new GraphDataCatalogues(lenient);
    }

    /// <summary>The sources that are repositories of a registry.</summary>
    public IEnumerable<RegistryReleases> Repositories => releases.OfType<RegistryReleases>();

    /// <summary>The paths whose changes are worth a refresh.</summary>
    public ImmutableArray<string> WatchedPaths =>
        [.. releases.Select(source => source.WatchedPath).Prepend(graphData.WatchedPath).OfType<string>()];

    /// <summary>Where graph-data and releases come from, for people.</summary>
    public string Description =>
        releases.IsEmpty ? graphData.Description : $"{graphData.Description}, releases from {string.Join(" and ", releases.Select(source => source.Description))}";

    /// <summary>Reads everything, for a first build.</summary>
    public Task<CollectedInputs> CollectAsync(CancellationToken cancellationToken) => CollectAsync([], static _ => null, SourceChanges.Unknown, cancellationToken);

    /// <summary>Reads everything, for a build that may follow another.</summary>
    /// <param name="servedChannels">The channels that are served now.</param>
    /// <param name="servedPayload">The payload that is served for a release, or null.</param>
    /// <param name="changes">Since the last reading.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<CollectedInputs> CollectAsync(
        IReadOnlyCollection<string> servedChannels,
        Func<ReleaseKey, string?> servedPayload,
        SourceChanges changes,
        CancellationToken cancellationToken)
    {
        var readings = Task.WhenAll(releases.Select(source => Task.Run(() => ReadAsync(source, changes, cancellationToken), cancellationToken)));
        try
        {
            var files = await Task.Run(() => ReadGraphDataAsync(changes, cancellationToken), cancellationToken);
            var ownReleases = releases.IsEmpty ? Task.Run(() => ownCatalogues.Read(files), cancellationToken) : null;
            var set = RefreshTraces.Do("understand graph-data", () => reader.Read(files, lenient, servedChannels.ToHashSet(StringComparer.Ordinal)));
            ImmutableArray<ReleaseReading> parts = ownReleases is null ? [.. await readings] : [await ownReleases];
            return Combine(set, Rank(parts), parts, servedPayload, lenient, [graphData.Description, .. releases.Select(source => source.Description)]);
        }
        finally
        {
            // Also where something was thrown: the next collecting must not read a source that this one still reads.
            await ((Task)readings).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads files that hold all there is, catalogues among them.</summary>
    internal static CollectedInputs CollectOwn(GraphDataFiles files, bool lenient) =>
        CollectAgain(files, new GraphDataCatalogues(lenient).Read(files), static _ => null, lenient, [files.Origin]);

    /// <summary>Reads files beside releases that were read before.</summary>
    internal static CollectedInputs CollectAgain(
        GraphDataFiles files, ReleaseReading releases, Func<ReleaseKey, string?> servedPayload, bool lenient, ImmutableArray<string> sources)
    {
        var set = new GraphDataReader().Read(files, lenient, FrozenSet<string>.Empty);
        return Combine(set, releases.Releases, [releases], servedPayload, lenient, sources);
    }

    private static CollectedInputs Combine(
        GraphDataSet set,
        ImmutableArray<Release> ranked,
        ImmutableArray<ReleaseReading> parts,
        Func<ReleaseKey, string?> servedPayload,
        bool lenient,
        ImmutableArray<string> sources)
        => new(
            new GraphInputs
            {
                Releases = ranked,
                Channels = set.Channels,
                BlockedEdges = set.BlockedEdges,
                RawMetadata = set.RawMetadata,
                ServedPayload = servedPayload,
                Lenient = lenient,
            },
            set,
            [.. set.Problems.Concat(parts.SelectMany(part => part.Problems)).Order()],
            sources,
            parts);

    private static async Task<ReleaseReading> ReadAsync(IReleaseSource source, SourceChanges changes, CancellationToken cancellationToken)
    {
        using var span = RefreshTraces.Begin("read releases");
        _ = span?.SetTag("update_service.source", source.Description);
        return await source.ReadAsync(changes, cancellationToken);
    }

    private async Task<GraphDataFiles> ReadGraphDataAsync(SourceChanges changes, CancellationToken cancellationToken)
    {
        using var span = RefreshTraces.Begin("read graph-data");
        _ = span?.SetTag("update_service.source", graphData.Description);
        return await graphData.ReadAsync(changes, cancellationToken);
    }

    private ImmutableArray<Release> Rank(ImmutableArray<ReleaseReading> parts)
    {
        if (parts.AsSpan().SequenceEqual(lastParts.AsSpan()) && !lastParts.IsEmpty)
        {
            return lastReleases;
        }

        lastParts = parts;
        return lastReleases = parts.Length == 1
            ? parts[0].Releases
            : [.. parts.SelectMany((part, rank) => part.Releases.Select(release => release with { SourceRank = rank }))];
    }
}
