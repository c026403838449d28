using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Sources;
using UpdateService.Server.Hosting;
using UpdateService.Server.Metrics;

namespace UpdateService.Server.Revisions;

/// <summary>
/// Keeps the served revision up to date: at once at the start, whenever a watched file changes, and regularly. Inputs that
/// cannot be served are asked again after 1 s, 2 s and so on up to a minute, for as long as it takes.
/// </summary>
internal sealed partial class RefreshService(
    Refresher refresher,
    InputCollector collector,
    AnswerImprover improver,
    ServiceMetrics metrics,
    StartScreen startScreen,
    ServiceOptions options,
    TimeProvider time,
    ILogger<RefreshService> logger) : BackgroundService
{
    private const int MostReasons = 20;

    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = ShortestPause;
        IReadOnlyList<string> failures = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            // A new watch for each reading, begun before it: a folder that was replaced is another folder.
            using var watch = new SourceWatch(collector.WatchedPaths, time, QuietTime);
            foreach (var failure in watch.Failures.Except(failures, StringComparer.Ordinal))
            {
                LogUnwatched(failure, options.Refresh);
            }

            failures = watch.Failures;
            var isHealthy = await RefreshAsync(stoppingToken);
            pause = isHealthy ? ShortestPause : pause;
            _ = await watch.WaitAsync(isHealthy || pause > options.Refresh ? options.Refresh : pause, stoppingToken);
            pause = isHealthy ? pause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    private async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var result = await refresher.RefreshAsync(cancellationToken);
            metrics.Refreshed(result);
            Report(result);
            return result.IsHealthy;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnexpected(exception);
            return false;
        }
    }

    private void Report(RefreshResult result)
    {
        var milliseconds = (long)result.Duration.TotalMilliseconds;
        switch (result.Outcome)
        {
            case RefreshOutcome.Published:
                var (counts, number) = (result.Served!.Counts, result.Served.Number);
                LogPublished(number, result.Served.Answers.ContentHash[..12], counts.Releases, counts.Channels, counts.Edges, counts.ConditionalEdges, counts.Problems, counts.Quarantined, milliseconds);
                ReturnMemory();
                improver.Wake();
                if (number == 1)
                {
                    startScreen.Show(result.Served);
                }

                break;
            case RefreshOutcome.Unchanged when result.IsHealthy:
                LogUnchanged(result.Served!.Number, milliseconds);
                break;
            case RefreshOutcome.Unchanged:
                LogStillRefused(result.Reasons.Count(), ServedText(result), result.Reasons.FirstOrDefault());
                break;
            default:
                LogRefused(result.Reasons.Count(), ServedText(result), milliseconds);
                foreach (var reason in result.Reasons.Take(MostReasons))
                {
                    LogReason(reason.Place, reason.Rule, reason.Message);
                }

                break;
        }
    }

    /// <summary>
    /// A build leaves a hundred megabytes behind, and the next one may be hours away: they go back to the system at once, so
    /// that the process stays small beside others.
    /// </summary>
    private static void ReturnMemory() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private static string ServedText(RefreshResult result) =>
        result.Served is { } served ? $"revision {served.Number} stays" : "there is no revision yet, clients get 503";

    [LoggerMessage(Level = LogLevel.Information, Message = "Revision {Revision} ({Hash}) is served: {Releases} releases in {Channels} channels, {Edges} edges, {ConditionalEdges} conditional, {Problems} problems, {Quarantined} quarantined, built in {Milliseconds} ms.")]
    private partial void LogPublished(int revision, string hash, int releases, int channels, int edges, int conditionalEdges, int problems, int quarantined, long milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "The inputs are unchanged; revision {Revision} stays ({Milliseconds} ms).")]
    private partial void LogUnchanged(int revision, long milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inputs are refused for {Count} reasons and {Served} ({Milliseconds} ms).")]
    private partial void LogRefused(int count, string served, long milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inputs are unchanged and still refused for {Count} reasons; {Served}. The first reason: {Reason}")]
    private partial void LogStillRefused(int count, string served, Problem? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Place}: {Rule}: {Message}")]
    private partial void LogReason(Place place, ProblemRule rule, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes are not watched and are seen every {Refresh} only: {Failure}.")]
    private partial void LogUnwatched(string failure, TimeSpan refresh);

    [LoggerMessage(Level = LogLevel.Error, Message = "A refresh failed inside the service; what is served stays.")]
    private partial void LogUnexpected(Exception exception);
}
