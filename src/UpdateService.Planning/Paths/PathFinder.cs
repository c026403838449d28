using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Questions;

namespace UpdateService.Planning.Paths;

/// <summary>Answers one question for plans.</summary>
internal sealed class PathFinder(Planner planner, PathQuestion question, SearchBudget budget)
{
    private readonly Explainer explainer = new(planner, question.Architecture, budget);

    public PathAnswer Find()
    {
        var answer = new PathAnswer { Question = question, UnknownRisks = planner.UnknownRisks(question.Accept) };
        if (planner.Find(question.Architecture) is not { } index)
        {
            return answer with { Reasons = [explainer.ArchitectureMissing()] };
        }

        if (Refuse(index) is { } refusal)
        {
            return refusal.Kind == RefusalKind.Rollback
                ? answer with { Refusal = refusal, Reasons = [Reasons.Rollback(question.From, question.To.ToString())] }
                : answer with { Refusal = refusal };
        }

        var unknown = explainer.Unknown(question.From, question.To.Version, question.Via, question.Channel);
        if (!unknown.IsEmpty)
        {
            return answer with { Reasons = unknown };
        }

        _ = index.TryFind(question.From, out var source);
        var tiers = new TierSearch(index, planner.Rules, question, budget);
        return tiers.Find(source) is { } result
            ? new AnswerOfPlans(planner, question, budget, explainer).Compose(answer, tiers, source, result)
            : answer with { Reasons = WhyNone(index, tiers, source), IsComplete = budget.IsEnough };
    }

    private Refusal? Refuse(ArchitectureIndex index)
    {
        foreach (var name in question.Avoid)
        {
            if (planner.RiskNames.BinarySearch(name, StringComparer.Ordinal) < 0
                && !(ReleaseVersion.TryParse(name, out var version, out _) && index.TryFind(version, out _)))
            {
                return new Refusal(
                    RefusalKind.UnknownName,
                    "avoid",
                    $"Nothing is named '{Excerpt.Of(name)}': 'avoid' takes the names of risks, and versions.",
                    [.. NearNames.Near(name, planner.RiskNames)]);
            }
        }

        if (IsBack())
        {
            return new Refusal(RefusalKind.Rollback, "to", Reasons.Rollback(question.From, question.To.ToString()).Message, []);
        }

        var outside = question.Via.FirstOrDefault(stop => stop < question.From || (question.To.Version is { } to && stop > to));
        return outside is null
            ? null
            : new Refusal(RefusalKind.InvalidValue, "via", $"No plan can stop at {outside}: it does not lie between {question.From} and {question.To}.", []);
    }

    private bool IsBack() =>
        (question.To.Version is { } version && version < question.From)
        || (question.To.Minor is { } minor && minor.CompareTo(MinorName.Of(question.From)) < 0);

    /// <summary>The reasons of the first part of the way that has no plan.</summary>
    private ImmutableArray<Reason> WhyNone(ArchitectureIndex index, TierSearch tiers, int source)
    {
        if ((question.To.Version is { } version ? index.TryFind(version, out var node) ? node : null : tiers.NewestCandidate(source)) is not { } target)
        {
            return explainer.NoSuchTarget(source, question.To, question.Channel);
        }

        return new NoPlanExplainer(index, planner.Rules, question, budget, explainer).Explain(source, target, question.To);
    }
}
