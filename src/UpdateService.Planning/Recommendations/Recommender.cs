using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Recommendations;

/// <summary>
/// Advises one cluster: the newest update of its channel that has no risk left, in the newest minor that it may go to.
/// </summary>
internal sealed class Recommender(Planner planner, RecommendationQuestion question, SearchBudget budget)
{
    public RecommendationAnswer Advise()
    {
        var explainer = new Explainer(planner, question.Architecture, budget);
        var answer = new RecommendationAnswer { Question = question, Channel = question.Channel, UnknownRisks = planner.UnknownRisks(question.Accept) };
        if (planner.Find(question.Architecture) is not { } index)
        {
            return answer with { Reasons = [explainer.ArchitectureMissing()] };
        }

        if (!index.TryFind(question.Version, out var node))
        {
            return answer with { Reasons = explainer.Unknown(question.Version, null, [], question.Channel) };
        }

        var current = index.Graph.Nodes[node];
        ImmutableArray<string> channels = [.. current.Channels.Order(planner.Rules.Preference)];
        var channel = question.Channel ?? Preferred(current, channels);
        answer = answer with
        {
            Current = current,
            Channel = channel,
            Onward = OnwardTable.Of(index, planner.Rules).From(node),
            OtherChannels = [.. channels.Where(other => other != channel)],
            MultiArchitecture = Multi(channel),
        };
        if (channel is null || !index.Channels.Has(node, index.Channels.Set([channel])))
        {
            return answer with { Reasons = channel is null ? [InNoChannel(current)] : new ChannelExplainer(planner, index).NotIn(node, node, channel)[..1] };
        }

        return WithUpdates(answer, index, node, channel, explainer);
    }

    private RecommendationAnswer WithUpdates(RecommendationAnswer answer, ArchitectureIndex index, int node, string channel, Explainer explainer)
    {
        var updates = new UpdateList(index, question.Accept).Out(node, index.Channels.Set([channel]));
        var takesPreReleases = planner.Rules.OffersPreReleases(channel) || question.Version.IsPreRelease;
        var free = updates.Where(update => update is { IsLegal: true, UnacceptedRisks: 0 }).ToList();
        var recommended = free.Find(update => takesPreReleases || !update.Release.Version.IsPreRelease) ?? free.FirstOrDefault();
        return answer with
        {
            Recommended = recommended,
            Onward = recommended is not null && index.TryFind(recommended.Release.Version, out var next) ? OnwardTable.Of(index, planner.Rules).From(next) : answer.Onward,
            Updates = [.. updates.Where(update => update.Risks.IsEmpty)],
            ConditionalUpdates = [.. updates.Where(update => !update.Risks.IsEmpty)],
            Reasons = recommended is not null ? [Why(channel, recommended)] : WhyNone(index, node, channel, updates, explainer),
        };
    }

    private Reason Why(string channel, Update update)
    {
        var accepted = update.Risks.IsEmpty ? "" : $", with accepted risks ({string.Join(", ", update.Risks.Select(risk => risk.Risk.Name))})";
        return new Reason(
            ReasonKind.Recommended,
            $"{update.Release.Version} is the newest release of {Reasons.Name(channel)} that {question.Version} may be updated to{(update.Risks.IsEmpty ? " without a risk" : accepted)}.",
            new Evidence { Version = update.Release.Version.Text, Channel = channel, Risks = [.. update.Risks.Select(risk => risk.Risk.Name)] },
            channel == question.Channel && planner.Rules.IsGroup(channel) ? $"Change to {ChannelOf(update, channel)} and update to {update.Release.Version}." : $"Update to {update.Release.Version}.");
    }

    /// <summary>The preferred channel of a group that serves the update.</summary>
    private string ChannelOf(Update update, string group)
    {
        var index = planner.Find(question.Architecture)!;
        _ = index.TryFind(question.Version, out var source);
        _ = index.TryFind(update.Release.Version, out var target);
        return index.Channels.Serving(source, target, index.Channels.Set([group])).Order(planner.Rules.Preference).First();
    }

    private ImmutableArray<Reason> WhyNone(ArchitectureIndex index, int node, string channel, ImmutableArray<Update> updates, Explainer explainer)
    {
        var open = updates.Where(update => update.IsLegal).ToList();
        if (open.Count > 0)
        {
            var least = open.MinBy(update => update.UnacceptedRisks)!; // The newest of them, since newer ones come first.
            ImmutableArray<string> risks = [.. least.Risks.Where(risk => !risk.IsAccepted).Select(risk => risk.Risk.Name)];
            return
            [
                new Reason(
                    ReasonKind.OnlyConditional,
                    $"Every update of {question.Version}{Reasons.In(channel)} carries risks; {least.Release.Version} has the fewest: {string.Join(", ", risks)}.",
                    new Evidence { Version = least.Release.Version.Text, Channel = channel, UnacceptedRisks = risks, RiskSets = [risks] },
                    $"Read what the risks say; where they do not concern the cluster, accept them: {string.Join(',', risks)}"),
            ];
        }

        if (updates.FirstOrDefault(update => update.CrossesMinors) is { } crossing)
        {
            return [EdgeExplainer.CrossesMinors(question.Version, crossing.Release.Version, [channel], "Change to a channel of the next minor.")];
        }

        var tier = ChannelTier.Of(index, channel, planner.Rules)[0];
        var newest = NewestRelease.Candidates(index, tier, null, question.Version.IsPreRelease ? node : null)[0];
        return newest <= node
            ? [explainer.UpToDate(node, null, channel, tier)]
            : explainer.ExplainNoPlan(question.Version, index.Version(newest), channel, question.Accept);
    }

    private static Reason InNoChannel(GraphNode current) => new(
        ReasonKind.NotInChannel,
        $"{current.Version} is in no channel at all.",
        new Evidence { Version = current.Version.Text },
        "Add the release to a channel, or ask about one that is in a channel.");

    /// <summary>The preferred channel among those named after the release's own minor, or else of all.</summary>
    private static string? Preferred(GraphNode current, ImmutableArray<string> channels) =>
        channels.FirstOrDefault(channel => channel.EndsWith($"-{current.Minor()}", StringComparison.Ordinal)) ?? channels.FirstOrDefault();

    /// <summary>A cluster of one architecture moves to several by taking its own version there, whatever the edges say.</summary>
    private GraphNode? Multi(string? channel) =>
        question.Architecture != Architecture.Multi
        && planner.Find(Architecture.Multi) is { } multi
        && multi.TryFind(question.Version, out var node)
        && (channel is null || multi.Channels.Has(node, multi.Channels.Set([channel])))
            ? multi.Graph.Nodes[node]
            : null;
}

/// <summary>Lists the updates of a release.</summary>
internal sealed class UpdateList(ArchitectureIndex index, IEnumerable<string> accept)
{
    private readonly HashSet<string> accepted = new(accept, StringComparer.Ordinal);

    /// <summary>What the release may be updated to in one of the channels, newest first.</summary>
    public ImmutableArray<Update> Out(int node, ulong[] channels)
    {
        var updates = ImmutableArray.CreateBuilder<Update>();
        foreach (var (target, edge) in index.EdgesFrom(node))
        {
            if (index.Channels.Serves(node, target, channels))
            {
                updates.Add(Update(target, edge, leadsBack: target < node));
            }
        }

        updates.Reverse();
        return updates.ToImmutable();
    }

    /// <summary>What may be updated to the release in one of the channels, newest first.</summary>
    public ImmutableArray<Update> In(int node, ulong[] channels)
    {
        var updates = ImmutableArray.CreateBuilder<Update>();
        for (var edge = index.Graph.Offsets[node + 1] - 1; edge >= index.Graph.Offsets[node]; edge--)
        {
            var source = index.Graph.Sources[edge];
            if (index.Channels.Serves(source, node, channels))
            {
                updates.Add(Update(source, edge, leadsBack: node < source));
            }
        }

        return updates.ToImmutable();
    }

    private Update Update(int other, int edge, bool leadsBack) => new(
        index.Graph.Nodes[other],
        [.. index.RisksOn(edge).Select(risk => new HopRisk(risk, accepted.Contains(risk.Name)))],
        !leadsBack && !index.IsLegal(edge),
        leadsBack);
}
