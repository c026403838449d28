using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.GraphData;

namespace UpdateService.Builder.Refreshing;

/// <summary>
/// The way from sources to the revision that is served: collect, build, guard, make the answers, publish, keep. The next
/// revision is made beside the served one and takes its place in one step; whatever goes wrong leaves the served one where
/// it is.
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
    private CollectedInputs? lastInputs;
    private RefreshResult? lastResult;
    private volatile HeldBackRevision? heldBack;

    /// <inheritdoc/>
    public string Description => collector.Description;

    /// <inheritdoc/>
    public ImmutableArray<string> WatchedPaths => collector.WatchedPaths;

    /// <inheritdoc/>
    public IEnumerable<RegistryReleases> Repositories => collector.Repositories;

    /// <inheritdoc/>
    public HeldBackRevision? HeldBack => heldBack;

    /// <inheritdoc/>
    public IReadOnlyList<string> Resume()
    {
        var (newest, pinned, problems) = library.Open();
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
    public async Task<RefreshResult> RefreshAsync(SourceChanges changes, CancellationToken cancellationToken)
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
            return heldBack is { } waiting && waiting.Candidate == candidate
                ? lastResult = Publish(store.Newest, waiting.Material, time.GetTimestamp())
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
        Func<ReleaseKey, string?> servedPayload = newest is null ? static _ => null : newest.PayloadOf;
        var inputs = await collector.CollectAsync(newest?.Record.Channels ?? [], servedPayload, changes, cancellationToken);
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
        if (RefreshTraces.Do("ask the loss guard", () => guard.Refuse(newest, material)) is { } loss)
        {
            var blocked = newest is null ? null : PublishAddedBlocks(newest, inputs, started);
            if (blocked is not null && !inputs.Problems.Any(problem => problem.Rule == ProblemRule.LenientReplacement) && guard.Refuse(blocked, material) is null)
            {
                return Publish(blocked, material, started); // What seemed to be lost to an error is what was blocked.
            }

            loss = blocked is null ? loss : loss with { Message = $"{loss.Message} Its added blocks and risks are served over it, as revision {blocked.Number}." };
            heldBack = new HeldBackRevision(material, loss, time.GetUtcNow());
            return Refused(RefreshOutcome.HeldBack, inputs.Problems.Concat(build.Problems).Append(loss)) with { Published = blocked };
        }

        return Publish(newest, material, started);

        RefreshResult Refused(RefreshOutcome outcome, IEnumerable<Problem> problems) =>
            new(outcome, store.Current, [.. problems.Order()], time.GetElapsedTime(started), IsHealthy: false);
    }

    /// <summary>Serves what inputs that are held back add to blocks and risks, over the revision that stays.</summary>
    /// <returns>The revision that is served now; null where nothing is added, or where it cannot be built.</returns>
    private Revision? PublishAddedBlocks(Revision newest, CollectedInputs inputs, long started)
    {
        using var span = RefreshTraces.Begin("serve added blocks");
        if (AddedBlocks.Over(newest, inputs) is not { IsRejected: false } blocked || !guard.MayFollow(newest, blocked))
        {
            return null;
        }

        var build = builder.Build(blocked.Inputs);
        return build.IsRejected ? null : Publish(newest, RevisionMaterial.Of(blocked, build), started).Published;
    }

    private RefreshResult Publish(Revision? newest, RevisionMaterial material, long started)
    {
        heldBack = null;
        var answerSet = RefreshTraces.Do("make the answers", () => answers.Make(material.Build.Graph));
        var record = RevisionRecord.Of(material, answerSet, time.GetUtcNow(), time.GetElapsedTime(started));
        if (newest is not null && newest.Record.IsSameBuildAs(record))
        {
            // The same again, with its graph at hand: kept from before this process began, or read with other trouble.
            store.Publish(newest.With(material, packer));
            return new RefreshResult(RefreshOutcome.Unchanged, store.Current, record.Problems, time.GetElapsedTime(started), IsHealthy: true);
        }

        var revision = new Revision(record with { Number = library.Reserve() }, answerSet, material, packer);
        store.Publish(revision);
        using (RefreshTraces.Begin("keep the revision"))
        {
            library.Keep(revision);
        }

        return new RefreshResult(RefreshOutcome.Published, store.Current, revision.Problems, TimeSpan.FromSeconds(record.BuildSeconds), IsHealthy: true) { Published = revision };
    }
}
