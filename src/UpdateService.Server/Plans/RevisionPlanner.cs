using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Planning.Questions;
using UpdateService.Server.Hosting;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Plans;

/// <summary>
/// Asks the planner of whichever revision is meant: has the revision read where it was only kept, sees that its graph is whole,
/// and computes off the threads that serve clusters, in turn.
/// </summary>
internal sealed class RevisionPlanner(RevisionFinder finder, EarlierRevisions earlier, Planners planners, PlannerTurns turns)
{
    /// <summary>Answers a question about one revision, or says why it has none.</summary>
    /// <param name="chosen">From <see cref="RevisionFinder.Choose"/>.</param>
    /// <param name="kind">What is asked; anything that one graph answers.</param>
    /// <param name="parameters">The values.</param>
    /// <param name="cancellationToken">Ends the waiting and the search.</param>
    public Task<(Reply? Reply, PlannerProblem? Problem)> AskAsync(ChosenRevision chosen, QuestionKind kind, QuestionParameters parameters, CancellationToken cancellationToken) =>
        TakeAsync<Reply>([chosen], revisions => (Ask(revisions[0], kind, parameters, cancellationToken), null), cancellationToken);

    /// <summary>The planner's reply, at once. Only for work that has its turn.</summary>
    /// <param name="revision">One whose graph is whole.</param>
    /// <param name="kind">What is asked; anything that one graph answers.</param>
    /// <param name="parameters">The values.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Reply Ask(Revision revision, QuestionKind kind, QuestionParameters parameters, CancellationToken cancellationToken)
    {
        using var span = Traces.BeginPlan(kind, revision.Number);
        return planners.Of(revision).Ask(kind, parameters, cancellationToken);
    }

    /// <summary>Does work on the graphs of revisions when it is its turn.</summary>
    /// <param name="chosen">From <see cref="RevisionFinder.ChooseAll"/>.</param>
    /// <param name="work">What to do with the revisions, in the same order; the graph of each is whole.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What the work gave; or nothing, and why it was not done.</returns>
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
