using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.GraphData;
using UpdateService.Server.Hosting;
using UpdateService.Server.Metrics;

namespace UpdateService.Server.Revisions;

/// <summary>
/// Keeps the served revision up to date. It refreshes at the start, whenever a watched file changes, and regularly. Inputs that cannot
/// be served are read again after 1 s, 2 s and so on up to a minute, for as long as needed. The bytes of what is built here are made
/// small, and it is published if there are followers.
/// </summary>
internal sealed class RefreshService(
    IRevisionOrigin origin,
    AnswerImprover improver,
    ServiceMetrics metrics,
    StartScreen startScreen,
    RevisionStore store,
    ServiceOptions options,
    ConnectionLimit connections,
    TimeProvider time,
    RefreshLog log,
    PublishService? publishing = null) : BackgroundService
{
    private const long MemoryWorthReturning = 64 << 20;

    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(2);
    private static readonly Task Never = new TaskCompletionSource().Task;

    private Task<RefreshResult?>? whole;
    private bool filesChanged;
    private long allocatedAtReturn;
    private IReadOnlyList<string> unwatched = [];

    /// <summary>The served revision was kept, and a newer one that was kept cannot be read: followers may have the newer one.</summary>
    private volatile bool mayBeOld;

    /// <summary>Refreshes immediately.</summary>
    /// <returns>The result; null if it failed inside the service, which is logged.</returns>
    public Task<RefreshResult?> RefreshNowAsync(CancellationToken cancellationToken) => RunAsync(async token => await origin.RefreshAsync(token), cancellationToken);

    /// <summary>Publishes the build that the loss guard held back.</summary>
    /// <returns>Null if no such build waits, or publishing failed.</returns>
    public Task<RefreshResult?> PublishHeldBackAsync(string candidate, CancellationToken cancellationToken) =>
        RunAsync(token => origin.PublishHeldBackAsync(candidate, token), cancellationToken);

    /// <summary>
    /// Serves what was kept before the service listens on any address, so that no client finds a service without answers. A follower that kept
    /// nothing waits a short time for what its builder published: a balancer that only checks the port sends it no client before.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        startScreen.Warn();
        foreach (var problem in origin.Resume())
        {
            log.LogUnrestored(problem);
            mayBeOld = true;
        }

        if (store.Current is { } revision)
        {
            log.LogRestored(revision.Number, revision.Record.ContentHash[..12], revision.Record.BuiltAt, revision.Counts.Releases);
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
        try
        {
            await RefreshForeverAsync(stoppingToken);
        }
        finally
        {
            // A revision that is already served is still kept before the process ends.
            await ((Task?)whole ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RefreshForeverAsync(CancellationToken stoppingToken)
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
                Fail(exception); // Whatever the system does not give just now, what is served stays, and the sources are asked again.
                await Task.Delay(pause, time, stoppingToken);
            }

            pause = isHealthy ? ShortestPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    /// <summary>Reads the sources, then follows changes until the next full reading is due.</summary>
    /// <returns>Whether they could be read and are served. If so, the next full reading follows without a pause.</returns>
    private async Task<bool> RefreshAndWatchAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        // A new watch for each full reading, begun before it, because a folder that was replaced is another folder.
        using var watch = new SourceWatch(origin.WatchedPaths, time, QuietTime);
        foreach (var failure in watch.Failures.Except(unwatched, StringComparer.Ordinal))
        {
            log.LogUnwatched(failure, options.Refresh);
        }

        unwatched = watch.Failures;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var told = new ToldChanges(watch, ending.Token);
        try
        {
            if (!await ReadAllAsync(told, stoppingToken))
            {
                return true; // The files have to be watched anew while other sources are still being read.
            }

            var (result, wholeRead) = (await whole!, time.GetTimestamp());
            whole = null;
            if (result is not { IsHealthy: true })
            {
                filesChanged = await told.WaitAsync(pause > options.Refresh ? options.Refresh : pause, time) is not null;
                return false;
            }

            return await FollowAsync(told, wholeRead, stoppingToken);
        }
        finally
        {
            await ending.CancelAsync();
            await told.EndAsync();
        }
    }

    /// <summary>
    /// Reads all sources. If one of them is slow, changes of files are served in the meantime, including those since the files were last
    /// watched: a block that is written into a file must not wait for a registry.
    /// </summary>
    /// <returns>Whether all sources were read; false if the watch can no longer report changes of the files.</returns>
    private async Task<bool> ReadAllAsync(ToldChanges told, CancellationToken stoppingToken)
    {
        var isFirst = whole is null;
        whole ??= RefreshNowAsync(stoppingToken);
        if (!origin.HasRemoteSources)
        {
            _ = await whole;
            return true;
        }

        var isOwed = filesChanged || !isFirst;
        filesChanged = false;
        var slow = Task.Delay(isOwed ? TimeSpan.Zero : LongestSilence, time, stoppingToken);
        while (!whole.IsCompleted)
        {
            var first = await Task.WhenAny(whole, told.Next, slow);
            if (first == whole || store.Newest is null)
            {
                _ = await whole; // Before the first revision nothing can be served without all sources; what is told by then is followed after it.
                continue;
            }

            var changes = first == slow ? SourceChanges.Unknown : await told.TakeAsync() ?? SourceChanges.Unknown;
            _ = await RunAsync(async token => await origin.RefreshWatchedAsync(changes, token), stoppingToken, isWhole: false);
            if (first != slow && !changes.AreKnown)
            {
                filesChanged = true;
                return false;
            }

            slow = first == slow ? Never : slow;
        }

        return true;
    }

    /// <summary>Follows changes with one watch. A full reading follows when it is due, if the watch cannot report changes, and after a problem.</summary>
    private async Task<bool> FollowAsync(ToldChanges told, long wholeRead, CancellationToken stoppingToken)
    {
        var isHealthy = true;
        while (isHealthy && Remaining(wholeRead) is { Ticks: > 0 } left && await told.WaitAsync(left, time) is { } changes)
        {
            if (!changes.AreKnown)
            {
                filesChanged = true;
                break;
            }

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
            // It listens now, but is not ready before the first revision.
        }
    }

    private async Task<RefreshResult?> RunAsync(Func<CancellationToken, Task<RefreshResult?>> refreshing, CancellationToken cancellationToken, bool isWhole = true)
    {
        try
        {
            if (await refreshing(cancellationToken) is not { } result)
            {
                return null;
            }

            if (!isWhole && result.Outcome == RefreshOutcome.Unchanged)
            {
                return result; // Nothing was asked but files, and they say nothing new.
            }

            metrics.Refreshed(result);
            Report(result);
            mayBeOld &= !(isWhole && result.IsHealthy);
            if (!mayBeOld)
            {
                publishing?.Wake();
            }

            return result;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(exception);
            return null;
        }
    }

    /// <summary>Reports any exception, even if memory is missing: a refresh that failed must be visible to operators.</summary>
    private void Fail(Exception exception)
    {
        metrics.RefreshFailed(exception);
        log.LogUnexpected(exception);
    }

    private void Report(RefreshResult result)
    {
        log.Tell(result);
        if (result.Published is { } revision)
        {
            ReturnMemory();
            Improve();
            startScreen.Show(revision);
            if (store.Pinned is { } pinned)
            {
                log.LogPinned(pinned.Number);
            }
        }
    }

    /// <summary>Only a follower's builder makes the bytes small, once for all followers.</summary>
    private void Improve()
    {
        if (options.Follow is null)
        {
            improver.Wake();
        }
    }

    /// <summary>
    /// A build leaves tens of megabytes of garbage, and the next one may be hours away, so the memory is returned to the system at once and
    /// the process stays small. Under load, all clients would wait for that, and the memory is soon needed again. A small change leaves too
    /// little to search all of the memory for.
    /// </summary>
    private void ReturnMemory()
    {
        if (!connections.WasCrowded && GC.GetTotalAllocatedBytes() - allocatedAtReturn >= MemoryWorthReturning)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            allocatedAtReturn = GC.GetTotalAllocatedBytes();
        }
    }
}
