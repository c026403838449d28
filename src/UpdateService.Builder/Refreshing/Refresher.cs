using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Refreshing;

/// <summary>
/// The way from sources to the revision that is served: collect, build, guard, make the answers, publish. The next revision
/// is made beside the served one and takes its place in one step; whatever goes wrong leaves the served one where it is.
/// </summary>
/// <param name="collector">The sources.</param>
/// <param name="store">Where a revision is published.</param>
/// <param name="guard">What a revision may lose.</param>
/// <param name="time">The clock.</param>
public sealed class Refresher(InputCollector collector, RevisionStore store, LossGuard guard, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly GraphBuilder builder = new();
    private readonly AnswerFactory answers = new();
    private CollectedInputs? lastInputs;
    private RefreshResult? lastResult;

    /// <summary>Asks all sources and publishes what is new. Refreshes follow one another; each waits for its turn.</summary>
    public async Task<RefreshResult> RefreshAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return lastResult = await RefreshInTurnAsync(cancellationToken);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<RefreshResult> RefreshInTurnAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var served = store.Current;
        Func<ReleaseKey, string?> servedPayload = served is null ? static _ => null : served.PayloadOf;
        var inputs = await collector.CollectAsync(served?.Graph ?? UpdateGraph.Empty, servedPayload, cancellationToken);
        if (lastResult is not null && inputs.IsSameAs(lastInputs))
        {
            return lastResult with { Outcome = RefreshOutcome.Unchanged, Served = served, Duration = time.GetElapsedTime(started) };
        }

        var result = Follow(served, inputs, started);
        lastInputs = inputs; // Not before: what failed on the way is tried again.
        return result;
    }

    private RefreshResult Follow(Revision? served, CollectedInputs inputs, long started)
    {
        if (inputs.IsRejected)
        {
            return Refused(RefreshOutcome.Rejected, inputs.Problems);
        }

        var build = builder.Build(inputs.Inputs);
        if (build.IsRejected)
        {
            return Refused(RefreshOutcome.Rejected, inputs.Problems.Concat(build.Problems));
        }

        if (served is not null && guard.Refuse(served, inputs, build) is { } loss)
        {
            return Refused(RefreshOutcome.HeldBack, inputs.Problems.Concat(build.Problems).Append(loss));
        }

        var answerSet = answers.Make(build.Graph);
        var revision = new Revision((served?.Number ?? 0) + 1, time.GetUtcNow(), time.GetElapsedTime(started), inputs, build, answerSet);
        store.Publish(revision);
        return new RefreshResult(RefreshOutcome.Published, revision, revision.Problems, revision.BuildDuration, IsHealthy: true);

        RefreshResult Refused(RefreshOutcome outcome, IEnumerable<Problem> problems) =>
            new(outcome, served, [.. problems.Order()], time.GetElapsedTime(started), IsHealthy: false);
    }
}
