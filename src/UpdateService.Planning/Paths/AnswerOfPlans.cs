using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Indexes;

namespace UpdateService.Planning.Paths;

/// <summary>Puts together the answer to a question that has a plan.</summary>
internal sealed class AnswerOfPlans(Planner planner, PathQuestion question, SearchBudget budget, Explainer explainer)
{
    private readonly HashSet<Route> told = [];
    private readonly HashSet<string> accepted = new(question.Accept, StringComparer.Ordinal);

    public PathAnswer Compose(PathAnswer answer, TierSearch tiers, int source, TierResult result)
    {
        var (unaccepted, hops) = result.Best;
        var best = result.Routes.Newest(unaccepted, hops);
        var plans = ImmutableArray.CreateBuilder<Plan>();
        plans.Add(Plan(result, best, PlanKind.Best));
        _ = told.Add(best);
        var ties = result.Routes.CountTies(unaccepted, hops);
        plans.AddRange(Alternatives(tiers, source, result).Take(question.Alternatives));
        var reasons = ReasonsOf(tiers, source, result, unaccepted);
        return answer with
        {
            Plans = plans.ToImmutable(),
            Ties = ties,
            IsComplete = budget.IsEnough, // For all that was searched, for ties and reasons too.
            Reasons = reasons,
            Onward = OnwardTable.Of(result.Passage.Index, planner.Rules).From(result.Search.Target),
            Streams = result.Tier.Streams,
            IsWider = result.Tier.Number > tiers.Tiers[0].Number,
        };
    }

    private IEnumerable<Plan> Alternatives(TierSearch tiers, int source, TierResult result)
    {
        foreach (var (unaccepted, hops) in result.Routes.Front.Skip(1))
        {
            var route = result.Routes.Newest(unaccepted, hops);
            if (told.Add(route))
            {
                yield return Plan(result, route, PlanKind.Trade);
            }
        }

        foreach (var tier in tiers.Tiers.Where(tier => tier.Number > result.Tier.Number))
        {
            var newer = question.To.Version is null ? tiers.FindNewer(source, tier, result.Search.Target) : null;
            foreach (var wider in new[] { tiers.FindBetter(source, tier, result.Search.Target, result.Best), newer }.OfType<TierResult>())
            {
                var route = wider.Routes.Newest(wider.Best.Unaccepted, wider.Best.Hops);
                if (told.Add(route))
                {
                    yield return Plan(wider, route, PlanKind.WiderChannels);
                }
            }
        }

        if (result.Best.Unaccepted > 0 && question.To.Version is null && tiers.FindWithoutRisks(source, result.Tier) is { Best.Hops: > 0 } safe)
        {
            var route = safe.Routes.Newest(0, safe.Best.Hops);
            if (told.Add(route))
            {
                yield return Plan(safe, route, PlanKind.WithoutRisks);
            }
        }

        foreach (var route in result.Routes.InOrder(result.Best.Unaccepted))
        {
            if (told.Add(route))
            {
                yield return Plan(result, route, PlanKind.Next);
            }
        }
    }

    private Plan Plan(TierResult result, Route route, PlanKind kind)
    {
        var index = result.Passage.Index;
        var current = question.CurrentChannel;
        var onward = OnwardTable.Of(index, planner.Rules);
        var channels = ChannelChoice.Choose(result.Passage, route, current, planner.Rules.Preference, question.Channel is null);
        var hops = ImmutableArray.CreateBuilder<Hop>(route.Hops);
        for (var hop = 0; hop < route.Hops; hop++)
        {
            var stays = channels[hop] == (hop == 0 ? current : channels[hop - 1]);
            hops.Add(new Hop(
                index.Graph.Nodes[route.Nodes[hop]],
                index.Graph.Nodes[route.Nodes[hop + 1]],
                channels[hop],
                stays ? null : planner.Rules.ChannelCommand + channels[hop],
                [.. index.RisksOn(route.Edges[hop]).Select(risk => new HopRisk(risk, accepted.Contains(risk.Name)))])
            {
                Onward = onward.From(route.Nodes[hop + 1]),
            });
        }

        return new Plan(hops.MoveToImmutable(), kind);
    }

    private ImmutableArray<Reason> ReasonsOf(TierSearch tiers, int source, TierResult result, int unaccepted)
    {
        var reasons = ImmutableArray.CreateBuilder<Reason>();
        var index = result.Passage.Index;
        var target = index.Version(result.Search.Target);
        if (result.Search.Target == source)
        {
            return [question.To.Version is not null ? Reasons.AlreadyThere(target) : explainer.UpToDate(source, question.To.Minor, question.Channel, result.Tier)];
        }

        if (unaccepted > 0)
        {
            reasons.Add(Reasons.OnlyConditional(question.From, target, question.Channel, result.Routes.MinimalSets));
        }

        if (question.Channel is null && result.Tier.Number > tiers.Tiers[0].Number && explainer.OutsideFirstTier(result.Search.Target) is { } promotion)
        {
            reasons.Add(promotion);
        }

        if (question.To.Version is null && tiers.NewestCandidate(source) is { } newest && newest > result.Search.Target)
        {
            reasons.AddRange(new NoPlanExplainer(index, planner.Rules, question, budget, explainer).Explain(source, newest, PathTarget.Of(index.Version(newest))));
        }

        return reasons.ToImmutable();
    }
}
