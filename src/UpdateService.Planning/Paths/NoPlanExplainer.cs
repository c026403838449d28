using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Indexes;

namespace UpdateService.Planning.Paths;

/// <summary>Explains why a query has no plan to a release, given what it avoids and where it stops.</summary>
internal sealed class NoPlanExplainer(ArchitectureIndex index, ProductRules rules, PathQuestion question, SearchBudget budget, Explainer explainer)
{
    /// <summary>The reasons of the first part of the way that has no plan.</summary>
    /// <param name="source">Where the plan would begin.</param>
    /// <param name="target">Where it would end.</param>
    /// <param name="meant">What the question would have to ask for to be led there.</param>
    public ImmutableArray<Reason> Explain(int source, int target, PathTarget meant)
    {
        if (meant != question.To && new TierSearch(index, rules, question with { To = meant }, budget).Find(source) is { } wider)
        {
            return [Wider(wider)];
        }

        if (question.Avoid.Length > 0 && new TierSearch(index, rules, question with { To = meant, Avoid = [] }, budget).Find(source) is { } avoided)
        {
            return [Reasons.OnlyAvoided(question.From, index.Version(avoided.Search.Target), avoided.Routes.MinimalSets, question.Avoid, question.Channel)];
        }

        var from = question.From;
        foreach (var stop in question.Via.Order(ReleaseVersion.SortOrder).Append(index.Version(target)))
        {
            _ = index.TryFind(from, out var start);
            var leg = question with { From = from, To = PathTarget.Of(stop), Via = [] };
            if (new TierSearch(index, rules, leg, budget).Find(start) is null)
            {
                return explainer.ExplainNoPlan(from, stop, question.Channel, question.Accept);
            }

            from = stop;
        }

        return explainer.ExplainNoPlan(question.From, index.Version(target), question.Channel, question.Accept);
    }

    /// <summary>That there is a plan after all, in channels that were not needed for the release that was planned for.</summary>
    private Reason Wider(TierResult result)
    {
        var target = index.Version(result.Search.Target);
        var route = result.Routes.Newest(result.Best.Unaccepted, result.Best.Hops);
        var channels = ChannelChoice.Choose(result.Passage, route, question.CurrentChannel, rules.Preference, keepsCurrent: false);
        var needed = channels.Where(channel => rules.TierOf(channel) == channels.Max(rules.TierOf)).Distinct(StringComparer.Ordinal);
        return new Reason(
            ReasonKind.NotInChannel,
            $"The way from {question.From} to {target} needs {string.Join(" and ", needed)}.",
            new Evidence { Version = target.Text, Channels = [.. channels.Distinct(StringComparer.Ordinal)] },
            $"Ask for {target} to see it.");
    }
}
