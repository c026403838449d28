using System.Collections.Frozen;
using System.Collections.Immutable;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Graph.Building;
using UpdateService.GraphData;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Sources;

/// <summary>Reads all sources of a service, in order, into what the builder takes.</summary>
/// <remarks>It remembers what it read, so that unchanged inputs come out as the same objects; it is not thread-safe.</remarks>
public sealed class InputCollector
{
    private static readonly TimeSpan FilePatience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan RemotePatience = TimeSpan.FromMinutes(5); // Longer than all tries of one request, whose own message says more.

    private readonly IGraphDataSource graphData;
    private readonly ImmutableArray<IReleaseSource> releases;
    private readonly SourceReading<GraphDataFiles> graphDataReading;
    private readonly ImmutableArray<SourceReading<ReleaseReading>> releaseReadings;
    private readonly Dictionary<ReleaseReading, ReleaseReading> late = new(ReferenceEqualityComparer.Instance);
    private readonly bool lenient;
    private readonly RevisionLimits limits;
    private readonly GraphDataReader reader;
    private readonly GraphDataCatalogues ownCatalogues;
    private ImmutableArray<ReleaseReading> lastParts = [];
    private ImmutableArray<Release> lastReleases = [];

    /// <summary>A collector for these sources.</summary>
    /// <param name="graphData">Channels, blocks and risks.</param>
    /// <param name="releases">In order: the first that has a release wins. Empty: the catalogues inside the graph-data.</param>
    /// <param name="lenient">Whether something safe may stand in for what cannot be understood.</param>
    /// <param name="time">Measures how long sources take; null: the system's clock.</param>
    /// <param name="limits">How much a revision may be made of; null for the defaults.</param>
    public InputCollector(
        IGraphDataSource graphData, ImmutableArray<IReleaseSource> releases, bool lenient, TimeProvider? time = null, RevisionLimits? limits = null)
    {
        this.limits = limits ?? new RevisionLimits();
        reader = new GraphDataReader(this.limits);
        var clock = time ?? TimeProvider.System;
        graphDataReading = new SourceReading<GraphDataFiles>(ReadGraphDataAsync, PatienceFor(graphData.WatchedPath), clock);
        releaseReadings = [.. releases.Select(source => new SourceReading<ReleaseReading>(
            (changes, token) => ReadAsync(source, changes, token), PatienceFor(source.WatchedPath), clock))];
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

    /// <summary>Whether a source cannot be watched, and may take long to answer.</summary>
    public bool HasRemoteSources => graphData.WatchedPath is null || releases.Any(source => source.WatchedPath is null);

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
            return Combine(set, Rank(parts), parts, servedPayload, lenient, limits, [graphData.Description, .. releases.Select(source => source.Description)]);
        }
        finally
        {
            // Also where something was thrown: the next collecting must not read a source that this one still reads.
            await ((Task)readings).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Reads the sources that cannot be watched, such as registries. They are read at the same time, and each only up to its time limit. Call
    /// <see cref="CollectAsync(Revision, SourceChanges, CancellationToken)"/> next. It is safe to call while that runs.
    /// </summary>
    public Task ReadRemoteAsync(CancellationToken cancellationToken) => Task.WhenAll(
        releases.Zip(releaseReadings)
            .Where(source => source.First.WatchedPath is null)
            .Select(Task (source) => source.Second.ReadAsync(SourceChanges.Unknown, cancellationToken))
            .Append(graphData.WatchedPath is null ? graphDataReading.ReadAsync(SourceChanges.Unknown, cancellationToken) : Task.CompletedTask));

    /// <summary>Reads the files, and takes of all other sources what they gave last, for a build that may follow another.</summary>
    /// <param name="newest">The newest revision, whose inputs are used for sources that were not read yet; null if there is none.</param>
    /// <param name="changes">In the watched paths, since the last reading.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<CollectedInputs> CollectAsync(Revision? newest, SourceChanges changes, CancellationToken cancellationToken)
    {
        var readings = Task.WhenAll(releases.Zip(releaseReadings)
            .Where(source => source.First.WatchedPath is not null)
            .Select(Task (source) => source.Second.ReadAsync(changes, cancellationToken)));
        try
        {
            if (graphData.WatchedPath is not null)
            {
                _ = await graphDataReading.ReadAsync(changes, cancellationToken);
            }

            var files = FilesNow(newest);
            var ownReleases = releases.IsEmpty ? Task.Run(() => ownCatalogues.Read(files), cancellationToken) : null;
            var set = RefreshTraces.Do("understand graph-data", () => reader.Read(files, lenient, (newest?.Record.Channels ?? []).ToHashSet(StringComparer.Ordinal)));
            await readings;
            ImmutableArray<ReleaseReading> parts = ownReleases is null
                ? [.. Enumerable.Range(0, releases.Length).Select(source => ReleasesNow(source, newest))]
                : [await ownReleases];
            Func<ReleaseKey, string?> servedPayload = newest is null ? static _ => null : newest.PayloadOf;
            return Combine(set, Rank(parts), parts, servedPayload, lenient, limits, [graphData.Description, .. releases.Select(source => source.Description)]);
        }
        finally
        {
            await readings.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads files that hold all there is, catalogues among them.</summary>
    internal static CollectedInputs CollectOwn(GraphDataFiles files, bool lenient) =>
        CollectAgain(new GraphDataReader(RevisionLimits.None), files, new GraphDataCatalogues(lenient).Read(files), static _ => null, lenient, [files.Origin]);

    /// <summary>Reads files beside releases that were read before.</summary>
    internal static CollectedInputs CollectAgain(
        GraphDataReader reader, GraphDataFiles files, ReleaseReading releases, Func<ReleaseKey, string?> servedPayload, bool lenient, ImmutableArray<string> sources)
    {
        var set = reader.Read(files, lenient, FrozenSet<string>.Empty);
        return Combine(set, releases.Releases, [releases], servedPayload, lenient, RevisionLimits.None, sources);
    }

    private static CollectedInputs Combine(
        GraphDataSet set,
        ImmutableArray<Release> ranked,
        ImmutableArray<ReleaseReading> parts,
        Func<ReleaseKey, string?> servedPayload,
        bool lenient,
        RevisionLimits limits,
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
                Limits = limits,
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

    private static TimeSpan PatienceFor(string? watchedPath) => watchedPath is null ? RemotePatience : FilePatience;

    private GraphDataFiles FilesNow(Revision? newest)
    {
        var files = graphDataReading.Last ?? (newest is { Damage: null } ? newest.Inputs.GraphData.FilesInUse with { Problems = [] } : null);
        var severity = files is null ? ProblemSeverity.Rejecting : ProblemSeverity.Error;
        var unanswered = Unanswered(graphData.Description, graphDataReading.Patience, severity);
        return files is null ? GraphDataFiles.Unreadable(graphData.Description, unanswered)
            : graphDataReading.IsLate ? files with { Problems = files.Problems.Add(unanswered) }
            : files;
    }

    private ReleaseReading ReleasesNow(int source, Revision? newest)
    {
        var (reading, place) = (releaseReadings[source], releases[source].Description);
        if (reading.Last is { } last)
        {
            return reading.IsLate ? LateReading(last, place, reading.Patience) : last;
        }

        ImmutableArray<Problem> unanswered = reading.IsLate ? [Unanswered(place, reading.Patience, ProblemSeverity.Error)] : [];
        var digest = newest?.Record.Inputs.FirstOrDefault(input => input.Source == place)?.Digest ?? "";
        return newest is { Damage: null }
            ? new ReleaseReading(newest.Inputs.Inputs.Releases, unanswered) { KnownDigest = digest }
            : new ReleaseReading([], [Unanswered(place, reading.Patience, ProblemSeverity.Rejecting)]) { IsComplete = false };
    }

    /// <summary>The same object while nothing changes, so that what was built on it can be kept.</summary>
    private ReleaseReading LateReading(ReleaseReading last, string place, TimeSpan patience)
    {
        if (!late.TryGetValue(last, out var reading))
        {
            late.Clear();
            late[last] = reading = last with { Problems = last.Problems.Add(Unanswered(place, patience, ProblemSeverity.Error)) };
        }

        return reading;
    }

    private static Problem Unanswered(string place, TimeSpan patience, ProblemSeverity severity) => new(
        ProblemRule.UnreadableSource,
        severity,
        new Place(place, 0),
        $"The source has not been read to its end within {patience.TotalSeconds:0} s. {(severity == ProblemSeverity.Rejecting ? "It is waited for." : "What it gave before stays until it is.")}");
}
