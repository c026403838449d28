using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Guarding;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.GraphData;

namespace UpdateService.Builder.Refreshing;

/// <summary>
/// Turns sources into the served revision: collect, build, guard, make the answers, publish, keep. The next revision is made
/// beside the served one and replaces it in one step. If anything goes wrong, the served revision stays.
/// </summary>
/// <param name="collector">The sources.</param>
/// <param name="store">Where a revision is published.</param>
/// <param name="library">Where it is kept.</param>
/// <param name="guard">What a revision may lose.</param>
/// <param name="time">The clock.</param>
public sealed class Refresher(InputCollector collector, RevisionStore store, RevisionLibrary library, LossGuard guard, TimeProvider time)
    : IRevisionOrigin, IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly GraphBuilder builder = new();
    private readonly AnswerFactory answers = new();
    private readonly ArchivePacker packer = new();
    private readonly BuildReview review = new(guard, library, time);
    private CollectedInputs? lastInputs;
    private RefreshResult? lastResult;
    private volatile HeldBackRevision? heldBack;

    /// <inheritdoc/>
    public string Description => collector.Description;

    /// <inheritdoc/>
    public ImmutableArray<string> WatchedPaths => collector.WatchedPaths;

    /// <inheritdoc/>
    public bool HasRemoteSources => collector.HasRemoteSources && !collector.WatchedPaths.IsEmpty;

    /// <inheritdoc/>
    public IEnumerable<RegistryReleases> Repositories => collector.Repositories;

    /// <inheritdoc/>
    public HeldBackRevision? HeldBack => heldBack;

    /// <inheritdoc/>
    public IEnumerable<string> GuardTroubles => review.Troubles;

    /// <inheritdoc/>
    public IReadOnlyList<string> Resume()
    {
        var (newest, pinned, problems) = library.Open();
        review.Begin(newest, problems);
        if (newest is not null)
        {
            answers.BeginWith(newest.Answers);
            store.Publish(newest);
        }

        if (pinned is not null)
        {
            store.Pin(pinned);
        }

        return problems;
    }

    /// <inheritdoc/>
    public Task<RefreshResult> RefreshAsync(CancellationToken cancellationToken) => RefreshAsync(SourceChanges.Unknown, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Slow sources are read before the lock is taken, so that publishing a changed file does not wait for them.</remarks>
    public async Task<RefreshResult> RefreshAsync(SourceChanges changes, CancellationToken cancellationToken)
    {
        if (!changes.AreKnown)
        {
            await collector.ReadRemoteAsync(cancellationToken);
        }

        return await RefreshWatchedAsync(changes, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RefreshResult> RefreshWatchedAsync(SourceChanges changes, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (library.Recover() is { } renumbered)
            {
                store.Publish(renumbered);
            }

            return lastResult = await RefreshInTurnAsync(changes, cancellationToken);
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<RefreshResult?> PublishHeldBackAsync(string candidate, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return heldBack is { } waiting && review.IsNamed(waiting.Candidate, candidate)
                ? lastResult = Publish(store.Newest, waiting.Material, time.GetTimestamp(), isApproved: true)
                : null;
        }
        finally
        {
            _ = turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<RefreshResult> RefreshInTurnAsync(SourceChanges changes, CancellationToken cancellationToken)
    {
        using var span = RefreshTraces.Begin(RefreshTraces.Refresh);
        var started = time.GetTimestamp();
        var newest = store.Newest;
        var inputs = await collector.CollectAsync(newest, changes, cancellationToken);
        if (lastResult is not null && inputs.IsSameAs(lastInputs))
        {
            return lastResult with { IgnoredFiles = inputs.GraphData.Leftovers, Outcome = RefreshOutcome.Unchanged, Published = null, Served = store.Current, Duration = time.GetElapsedTime(started) };
        }

        var result = Follow(newest, inputs, started) with { IgnoredFiles = inputs.GraphData.Leftovers };
        _ = span?.SetTag("update_service.outcome", result.Outcome.ToString()).SetTag("update_service.revision", result.Published?.Number);
        lastInputs = inputs; // Not before: what failed on the way is tried again.
        return result;
    }

    private RefreshResult Follow(Revision? newest, CollectedInputs inputs, long started)
    {
        heldBack = null;
        if (inputs.IsRejected)
        {
            return Refused(RefreshOutcome.Rejected, inputs.Problems);
        }

        var build = RefreshTraces.Do("build the graph", () => builder.Build(inputs.Inputs));
        if (build.IsRejected)
        {
            return Refused(RefreshOutcome.Rejected, inputs.Problems.Concat(build.Problems));
        }

        var material = RevisionMaterial.Of(inputs, build);
        return RefreshTraces.Do("ask the loss guard", () => review.Judge(newest, material)) is { } verdict
            ? HoldBack(newest, material, verdict, started)
            : Publish(newest, material, started);

        RefreshResult Refused(RefreshOutcome outcome, IEnumerable<Problem> problems) =>
            new(outcome, store.Current, [.. problems.Order()], time.GetElapsedTime(started), IsHealthy: false);
    }

    /// <summary>Holds a build back, and serves what it closes in the meantime.</summary>
    private RefreshResult HoldBack(Revision? newest, RevisionMaterial material, GuardVerdict verdict, long started)
    {
        var (inputs, build) = material;
        var interim = review.InterimOf(newest, material, verdict);
        var published = interim is null ? null : Publish(newest, interim, started, isInterim: true).Published;
        if (published is not null
            && verdict.IsLoss
            && !inputs.Problems.Any(problem => problem.Rule == ProblemRule.LenientReplacement)
            && review.Judge(published, material) is null)
        {
            return Publish(published, material, started); // What seemed to be lost to an error is what was blocked.
        }

        var held = (published, verdict.IsLoss) switch
        {
            (null, _) => "",
            ({ } revision, true) => $" What the build closes is closed in revision {revision.Number}, which is served; nothing else of it is.",
            ({ } revision, false) => $" The rest of the build is served as revision {revision.Number}, in which these updates are as they were.",
        };
        var reason = verdict.Reason with { Message = verdict.Reason.Message + held };
        var waiting = new HeldBackRevision(material, reason, verdict.Groups, time.GetUtcNow());
        review.HeldBack(waiting.Candidate);
        heldBack = waiting;
        ImmutableArray<Problem> problems = [.. inputs.Problems.Concat(build.Problems).Append(reason).Order()];
        return new RefreshResult(RefreshOutcome.HeldBack, store.Current, problems, time.GetElapsedTime(started), IsHealthy: false) { Published = published };
    }

    private RefreshResult Publish(Revision? newest, RevisionMaterial material, long started, bool isApproved = false, bool isInterim = false)
    {
        heldBack = null;
        var answerSet = RefreshTraces.Do("make the answers", () => answers.Make(material.Build.Graph));
        var record = RevisionRecord.Of(material, answerSet, time.GetUtcNow(), time.GetElapsedTime(started));
        if (newest is not null && newest.Record.IsSameBuildAs(record))
        {
            // The same revision with its graph loaded: it was kept by an earlier process, or read with other problems.
            var same = newest.With(material, packer);
            if (newest.Damage is not null)
            {
                library.Keep(same);
            }

            store.Publish(same);
            return new RefreshResult(RefreshOutcome.Unchanged, store.Current, record.Problems, time.GetElapsedTime(started), IsHealthy: true);
        }

        if (newest is not null && (isInterim || material.Inputs.HasStandIn) && newest.Record.ContentHash == record.ContentHash)
        {
            // Made of the revision before and equal to it, so there is nothing to publish.
            return new RefreshResult(RefreshOutcome.Unchanged, store.Current, record.Problems, time.GetElapsedTime(started), IsHealthy: true);
        }

        var revision = new Revision(record with { Number = library.Reserve() }, answerSet, material, packer);
        store.Publish(revision);
        using (RefreshTraces.Begin("keep the revision"))
        {
            library.Keep(revision);
        }

        review.Published(newest, material, isApproved, isInterim);
        return new RefreshResult(RefreshOutcome.Published, store.Current, revision.Problems, TimeSpan.FromSeconds(record.BuildSeconds), IsHealthy: true) { Published = revision };
    }
}
