using System.Collections.Immutable;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Planning.Writing;
using UpdateService.Registry;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Revisions;

/// <summary>Logs how each refresh ended. Problems are logged once, not with each refresh that has them.</summary>
internal sealed partial class RefreshLog(RevisionLibrary library, RevisionStore store, IRevisionOrigin origin, ServiceOptions options, ILogger<RefreshService> logger)
{
    private readonly Lock gate = new();
    private string? lastFailure;
    private ImmutableArray<Problem> told = [];
    private ImmutableArray<string> toldOfGuard = [];

    /// <summary>Logs how a refresh ended.</summary>
    public void Tell(RefreshResult result)
    {
        // A seen change and an administrator's refresh may end at once, and one must not log again what the other has logged.
        lock (gate)
        {
            TellInTurn(result);
        }
    }

    private void TellInTurn(RefreshResult result)
    {
        foreach (var trouble in origin.GuardTroubles.Except(toldOfGuard, StringComparer.Ordinal))
        {
            LogGuard(trouble);
        }

        toldOfGuard = [.. origin.GuardTroubles];
        if (library.Failure is { } failure && failure != lastFailure)
        {
            LogUnkept(failure);
        }

        lastFailure = library.Failure;
        TellTroubles(result);
        var milliseconds = (long)result.Duration.TotalMilliseconds;
        switch (result.Outcome)
        {
            case RefreshOutcome.Published:
                LogPublished(result.Published!, milliseconds);
                break;
            case RefreshOutcome.Unchanged when result.IsHealthy && options.Follow is not null:
                break; // Every few seconds.
            case RefreshOutcome.Unchanged when result.IsHealthy:
                LogUnchanged(store.Newest!.Number, milliseconds); // Another may be pinned and served.
                break;
            case RefreshOutcome.Unchanged:
                LogStillRefused(Amount.Of(result.Reasons.Count(), "reason"), ServedText(result), result.Reasons.FirstOrDefault());
                break;
            case RefreshOutcome.HeldBack when origin.HeldBack is { } heldBack:
                LogHeldBack(heldBack.Candidate, ServedText(result), milliseconds);
                LogReasons(result.Reasons.Concat(result.Errors));
                break;
            default:
                LogRefused(Amount.Of(result.Reasons.Count(), "reason"), ServedText(result), milliseconds);
                LogReasons(result.Reasons);
                break;
        }
    }

    private void LogReasons(IEnumerable<Problem> reasons)
    {
        foreach (var reason in ProblemExcerpt.Of(reasons))
        {
            LogReason(reason.Place, reason.Rule, reason.Message);
        }
    }

    /// <summary>
    /// Logs the problems of this refresh that the one before did not have, except those for which it was refused. A warning may be about a file
    /// that its author meant differently; a tag that was never a release concerns nobody.
    /// </summary>
    private void TellTroubles(RefreshResult result)
    {
        ImmutableArray<Problem> troubles =
        [
            .. result.Problems.Where(problem => problem.Severity == ProblemSeverity.Error
                || (problem.Severity == ProblemSeverity.Warning && problem.Rule != ProblemRule.UnreadableRelease)),
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
            LogLostChannels(revision.Record);
        }
    }

    /// <summary>A missing file is not an error and may be intended, but the clusters of its channel do not report it.</summary>
    private void LogLostChannels(RevisionRecord record)
    {
        if (library.Records.LastOrDefault(earlier => earlier.Number < record.Number) is { } before
            && before.Channels.Except(record.Channels, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } lost)
        {
            LogLostChannels(record.Number, before.Number, lost.Count == 1 ? "channel" : "channels", string.Join(", ", lost));
        }
    }

    private static string ServedText(RefreshResult result) =>
        result.Published is { } published ? $"what it closes is closed in revision {published.Number}"
        : result.Served is { } served ? $"revision {served.Number} stays" : "there is no revision yet, clients get 503";

    [LoggerMessage(Level = LogLevel.Information, Message = "Revision {Revision} ({Hash}) is published: {Releases} releases in {Channels} channels, {Edges} edges, {ConditionalEdges} conditional, {Problems} problems, {Quarantined} quarantined, built in {Milliseconds} ms.")]
    private partial void LogPublished(int revision, string hash, int releases, int channels, int edges, int conditionalEdges, int problems, int quarantined, long milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Revision {Revision} has no more what revision {Before} had, the {Noun} {Channels}: clusters there get an empty graph, and no update. If that is not meant, put back what defined it.")]
    private partial void LogLostChannels(int revision, int before, string noun, string channels);

    [LoggerMessage(Level = LogLevel.Information, Message = "Revision {Revision} ({Hash}) of {Place} is served: {Releases} releases in {Channels} channels, {Edges} edges, {ConditionalEdges} conditional, read in {Milliseconds} ms.")]
    private partial void LogFollowed(int revision, string hash, ImageReference place, int releases, int channels, int edges, int conditionalEdges, long milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "The inputs are those of revision {Revision}, which stays ({Milliseconds} ms).")]
    private partial void LogUnchanged(int revision, long milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inputs are refused for {Reasons} and {Served} ({Milliseconds} ms).")]
    private partial void LogRefused(string reasons, string served, long milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A build is held back as candidate {Candidate}, and {Served} ({Milliseconds} ms).")]
    private partial void LogHeldBack(string candidate, string served, long milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The inputs are unchanged and still refused for {Reasons}; {Served}. The first reason: {Reason}")]
    private partial void LogStillRefused(string reasons, string served, Problem? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Place}: {Rule}: {Message}")]
    private partial void LogReason(Place place, ProblemRule rule, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Place}: {Rule}: {Message}")]
    private partial void LogProblem(Place place, ProblemRule rule, string message);

    [LoggerMessage(Level = LogLevel.Information, Message = "All sources can be read again.")]
    private partial void LogReadAgain();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes are not watched and are seen every {Refresh} only: {Failure}.")]
    public partial void LogUnwatched(string failure, TimeSpan refresh);

    [LoggerMessage(Level = LogLevel.Information, Message = "Revision {Revision} ({Hash}), kept since {BuiltAt:u}, is served: {Releases} releases. The sources are asked now.")]
    public partial void LogRestored(int revision, string hash, DateTimeOffset builtAt, int releases);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    public partial void LogUnrestored(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Revision {Revision} stays pinned and served.")]
    public partial void LogPinned(int revision);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Trouble}")]
    private partial void LogGuard(string trouble);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Failure} What is served is served all the same; keeping is tried again with each refresh.")]
    private partial void LogUnkept(string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A refresh failed inside the service; what is served stays.")]
    public partial void LogUnexpected(Exception exception);
}
