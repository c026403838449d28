using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Registry;
using UpdateService.Server.Hosting;
using UpdateService.Server.Metrics;

namespace UpdateService.Server.Revisions;

/// <summary>
/// Keeps the served revision up to date: at once at the start, whenever a watched file changes, and regularly. Inputs that
/// cannot be served are asked again after 1 s, 2 s and so on up to a minute, for as long as it takes. What is built here has its
/// bytes made small, and is published where followers wait for it.
/// </summary>
internal sealed partial class RefreshService(
    IRevisionOrigin origin,
    AnswerImprover improver,
    ServiceMetrics metrics,
    StartScreen startScreen,
    RevisionStore store,
    RevisionLibrary library,
    ServiceOptions options,
    ConnectionLimit connections,
    TimeProvider time,
    ILogger<RefreshService> logger,
    PublishService? publishing = null) : BackgroundService
{
    private const long MemoryWorthReturning = 64 << 20;

    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private long allocatedAtReturn;
    private string? lastFailure;
    private IReadOnlyList<string> unwatched = [];
    private ImmutableArray<Problem> told = [];

    /// <summary>Refreshes out of turn.</summary>
    /// <returns>What came of it; null where it failed inside the service, which the log tells.</returns>
    public Task<RefreshResult?> RefreshNowAsync(CancellationToken cancellationToken) => RunAsync(async token => await origin.RefreshAsync(token), cancellationToken);

    /// <summary>Publishes the build that the loss guard held back.</summary>
    /// <returns>Null where no such build waits, or publishing failed.</returns>
    public Task<RefreshResult?> PublishHeldBackAsync(string candidate, CancellationToken cancellationToken) =>
        RunAsync(token => origin.PublishHeldBackAsync(candidate, token), cancellationToken);

    /// <summary>
    /// Serves what was kept before any address is listened on, so that no client finds a service without answers; a follower that kept
    /// nothing reads what its builder published, if that comes soon: a balancer that only sees whether it listens sends it no client before.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in origin.Resume())
        {
            LogUnrestored(problem);
        }

        if (store.Current is { } revision)
        {
            LogRestored(revision.Number, revision.Record.ContentHash[..12], revision.Record.BuiltAt, revision.Counts.Releases);
            startScreen.Show(revision);
            Improve();
        }
        else if (options.Follow is not null)
        {
            await ReadSoonAsync(cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            var isHealthy = false;
            try
            {
                isHealthy = await RefreshAndWatchAsync(pause, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnexpected(exception); // Whatever the system does not give just now, what is served stays, and the sources are asked again.
                await Task.Delay(pause, time, stoppingToken);
            }

            pause = isHealthy ? ShortestPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    /// <summary>Reads the sources, then follows changes until they are to be read anew.</summary>
    /// <returns>Whether they could be read, and are served: then they are read anew without a pause.</returns>
    private async Task<bool> RefreshAndWatchAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        // A new watch for each reading of everything, begun before it: a folder that was replaced is another folder.
        using var watch = new SourceWatch(origin.WatchedPaths, time, QuietTime);
        foreach (var failure in watch.Failures.Except(unwatched, StringComparer.Ordinal))
        {
            LogUnwatched(failure, options.Refresh);
        }

        unwatched = watch.Failures;
        var isHealthy = await RefreshNowAsync(stoppingToken) is { IsHealthy: true };
        var wholeRead = time.GetTimestamp();
        if (!isHealthy)
        {
            _ = await watch.WaitAsync(pause > options.Refresh ? options.Refresh : pause, stoppingToken);
            return false;
        }

        // The same watch knows what changed since the last reading. All is read anew when that is due, when it cannot tell, and after trouble.
        while (isHealthy && Remaining(wholeRead) is { Ticks: > 0 } left && await watch.WaitAsync(left, stoppingToken) is { AreKnown: true } changes)
        {
            isHealthy = await RunAsync(async token => await origin.RefreshAsync(changes, token), stoppingToken) is { IsHealthy: true };
        }

        return true;
    }

    private TimeSpan Remaining(long since) => options.Refresh - time.GetElapsedTime(since);

    private async Task ReadSoonAsync(CancellationToken cancellationToken)
    {
        using var soon = new CancellationTokenSource(LongestStart, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, cancellationToken);
        try
        {
            _ = await RefreshNowAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It listens now, and is not ready until the first revision comes.
        }
    }

    private async Task<RefreshResult?> RunAsync(Func<CancellationToken, Task<RefreshResult?>> refreshing, CancellationToken cancellationToken)
    {
        try
        {
            if (await refreshing(cancellationToken) is not { } result)
            {
                return null;
            }

            metrics.Refreshed(result);
            Report(result);
            publishing?.Wake();
            return result;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnexpected(exception);
            return null;
        }
    }

    private void Report(RefreshResult result)
    {
        if (library.Failure is { } failure && failure != lastFailure)
        {
            LogUnkept(failure);
        }

        lastFailure = library.Failure;
        Tell(result);
        var milliseconds = (long)result.Duration.TotalMilliseconds;
        switch (result.Outcome)
        {
            case RefreshOutcome.Published:
                var revision = result.Published!;
                LogPublished(revision, milliseconds);
                ReturnMemory();
                Improve();
                startScreen.Show(revision);
                if (store.Pinned is { } pinned)
                {
                    LogPinned(pinned.Number);
                }

                break;
            case RefreshOutcome.Unchanged when result.IsHealthy && options.Follow is not null:
                break; // Every few seconds.
            case RefreshOutcome.Unchanged when result.IsHealthy:
                LogUnchanged(result.Served!.Number, milliseconds);
                break;
            case RefreshOutcome.Unchanged:
                LogStillRefused(result.Reasons.Count(), ServedText(result), result.Reasons.FirstOrDefault());
                break;
            default:
                LogRefused(result.Reasons.Count(), ServedText(result), milliseconds);
                foreach (var reason in ProblemExcerpt.Of(result.Reasons.Concat(result.Outcome == RefreshOutcome.HeldBack ? result.Errors : [])))
                {
                    LogReason(reason.Place, reason.Rule, reason.Message);
                }

                break;
        }
    }

    /// <summary>Tells what went wrong in this refresh and not in the one before, apart from what it was refused for.</summary>
    private void Tell(RefreshResult result)
    {
        ImmutableArray<Problem> troubles =
        [
            .. result.Problems.Where(problem => problem.Severity == ProblemSeverity.Error
                || (problem.Severity == ProblemSeverity.Warning && problem.Rule is ProblemRule.UnreadableSource or ProblemRule.UnwritableFile)),
        ];
        foreach (var problem in ProblemExcerpt.Of(troubles.Except(told)))
        {
            LogProblem(problem.Place, problem.Rule, problem.Message);
        }

        if (result.IsCurrent && told.Any(problem => problem.Rule == ProblemRule.UnreadableSource))
        {
            LogReadAgain();
        }

        told = troubles;
    }

    private void LogPublished(Revision revision, long milliseconds)
    {
        var (hash, counts) = (revision.Record.ContentHash[..12], revision.Counts);
        if (options.Follow is { } place)
        {
            LogFollowed(revision.Number, hash, place, counts.Releases, counts.Channels, counts.Edges, counts.ConditionalEdges, milliseconds);
        }
        else
        {
            LogPublished(revision.Number, hash, counts.Releases, counts.Channels, counts.Edges, counts.ConditionalEdges, counts.Problems, counts.Quarantined, milliseconds);
        }
    }

    /// <summary>A follower's builder makes the bytes small, once for all.</summary>
    private void Improve()
    {
        if (options.Follow is null)
        {
            improver.Wake();
        }
    }

    /// <summary>
    /// A build leaves tens of megabytes behind, and the next one may be hours away: they go back to the system at once, so that the
    /// process stays small beside others. Under load all clients would wait for that, and the memory is soon needed again; and a small
    /// change leaves too little to look through all of the memory for.
    /// </summary>
    private void ReturnMemory()
    {
        if (!connections.WasCrowded && GC.GetTotalAllocatedBytes() - allocatedAtReturn >= MemoryWorthReturning)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            allocatedAtReturn = GC.GetTotalAllocatedBytes();
        }
    }

    private static string ServedText(RefreshResult result) =>
        result.Served is { } served ? $"revision {served.Number} stays" : "there is no revision yet, clients get 503";

    [LoggerMessage(Level = LogLevel.Information, Message = "Revision {Revision} ({Hash}) is published: {Releases} releases in {Channels} channels, {Edges} edges, {ConditionalEdges} conditional, {Problems} problems, {Quarantined} quarantined, built in {Milliseconds} ms.")]
    private partial void LogPublished(int revision, string hash, int releases, int channels, int edges, int conditionalEdges, int problems, int quarantined, long milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Revision {Revision} ({Hash}) of {Place} is served: {Releases} releases in {Channels} channels, {Edges} edges, {ConditionalEdges} conditional, read in {Milliseconds} ms.")]
    private partial void LogFollowed(int revision, string hash, ImageReference place, int releases, int channels, int edges, int conditionalEdges, long milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "The inputs are those of revision {Revision}, which stays ({Milliseconds} ms).")]
    private partial void LogUnchanged(int revision, long milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inputs are refused for {Count} reasons and {Served} ({Milliseconds} ms).")]
    private partial void LogRefused(int count, string served, long milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inputs are unchanged and still refused for {Count} reasons; {Served}. The first reason: {Reason}")]
    private partial void LogStillRefused(int count, string served, Problem? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Place}: {Rule}: {Message}")]
    private partial void LogReason(Place place, ProblemRule rule, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Place}: {Rule}: {Message}")]
    private partial void LogProblem(Place place, ProblemRule rule, string message);

    [LoggerMessage(Level = LogLevel.Information, Message = "All sources can be read again.")]
    private partial void LogReadAgain();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes are not watched and are seen every {Refresh} only: {Failure}.")]
    private partial void LogUnwatched(string failure, TimeSpan refresh);

    [LoggerMessage(Level = LogLevel.Information, Message = "Revision {Revision} ({Hash}), kept since {BuiltAt:u}, is served: {Releases} releases. The sources are asked now.")]
    private partial void LogRestored(int revision, string hash, DateTimeOffset builtAt, int releases);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogUnrestored(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Revision {Revision} stays pinned and served.")]
    private partial void LogPinned(int revision);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Failure} What is served is served all the same; keeping is tried again with each refresh.")]
    private partial void LogUnkept(string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A refresh failed inside the service; what is served stays.")]
    private partial void LogUnexpected(Exception exception);
}
