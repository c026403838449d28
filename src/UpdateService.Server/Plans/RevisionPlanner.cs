using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Planning.Questions;
using UpdateService.Server.Hosting;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Plans;

/// <summary>
/// Queries the planner of a revision. It loads the revision if it is only kept, checks that its graph is complete, and computes in
/// the queue, not on the threads that serve clusters.
/// </summary>
internal sealed class RevisionPlanner(RevisionFinder finder, EarlierRevisions earlier, Planners planners, PlannerTurns turns)
{
    /// <summary>Answers a query about one revision, or reports why there is no answer.</summary>
    /// <param name="chosen">From <see cref="RevisionFinder.Choose"/>.</param>
    /// <param name="kind">The kind of query; any that one graph answers.</param>
    /// <param name="parameters">The values.</param>
    /// <param name="cancellationToken">Cancels the wait and the search.</param>
    public Task<(Reply? Reply, PlannerProblem? Problem)> AskAsync(ChosenRevision chosen, QuestionKind kind, QuestionParameters parameters, CancellationToken cancellationToken) =>
        TakeAsync<Reply>([chosen], revisions => (Ask(revisions[0], kind, parameters, cancellationToken), null), cancellationToken);

    /// <summary>Returns the planner's reply at once. Call it only from work that the queue runs.</summary>
    /// <param name="revision">A revision with a complete graph.</param>
    /// <param name="kind">The kind of query; any that one graph answers.</param>
    /// <param name="parameters">The values.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public Reply Ask(Revision revision, QuestionKind kind, QuestionParameters parameters, CancellationToken cancellationToken)
    {
        using var span = Traces.BeginPlan(kind, revision.Number);
        return planners.Of(revision).Ask(kind, parameters, cancellationToken);
    }

    /// <summary>Runs work on the graphs of revisions in the queue.</summary>
    /// <param name="chosen">From <see cref="RevisionFinder.ChooseAll"/>.</param>
    /// <param name="work">The work on the revisions, in the same order; the graph of each is complete.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The result of the work; or none, and why it was not done.</returns>
    public async Task<(T? Result, PlannerProblem? Problem)> TakeAsync<T>(
        ImmutableArray<ChosenRevision> chosen,
        Func<ImmutableArray<Revision>, (T? Result, PlannerProblem? Problem)> work,
        CancellationToken cancellationToken)
        where T : class
    {
        var live = ImmutableArray.CreateRange(chosen, finder.Live);
        ImmutableArray<RevisionRecord> records = [.. chosen.Where((_, place) => live[place] is null).Select(each => each.Record).Distinct()];
        return records.IsEmpty
            ? await TakeAsync(live!, work, cancellationToken)
            : await earlier.AskAsync(records, found => TakeAsync(Together(chosen, live, found), work, cancellationToken), cancellationToken);
    }

    private static ImmutableArray<Revision> Together(ImmutableArray<ChosenRevision> chosen, ImmutableArray<Revision?> live, ImmutableArray<Revision> found) =>
        [.. chosen.Select((each, place) => live[place] ?? found.First(revision => revision.Record.IsSameAs(each.Record)))];

    private Task<(T? Result, PlannerProblem? Problem)> TakeAsync<T>(
        ImmutableArray<Revision> revisions,
        Func<ImmutableArray<Revision>, (T? Result, PlannerProblem? Problem)> work,
        CancellationToken cancellationToken)
        where T : class
        => turns.TakeAsync(
            () => revisions.FirstOrDefault(revision => revision.Damage is not null) is { } damaged ? (null, PlannerProblem.Damaged(damaged.Number)) : work(revisions),
            static () => (null, PlannerProblem.Crowded),
            cancellationToken);
}
