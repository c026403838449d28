using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Indexes;

namespace UpdateService.Planning.Explanations;

/// <summary>Explains a pair that the graph has an edge for.</summary>
internal sealed class EdgeExplainer(Planner planner, ArchitectureIndex index)
{
    /// <summary>The reasons for the pair.</summary>
    /// <param name="source">The release that is updated.</param>
    /// <param name="target">The release it is updated to.</param>
    /// <param name="edge">The edge between them.</param>
    /// <param name="channel">The channel or group that was asked for; null for none.</param>
    /// <param name="accept">Names of risks that the cluster accepts.</param>
    /// <param name="through">Says which stops a path between the two has; empty if there is no path.</param>
    public ImmutableArray<Reason> Explain(int source, int target, int edge, string? channel, ImmutableArray<string> accept, Func<string> through)
    {
        var (from, to) = (index.Version(source), index.Version(target));
        var asked = index.Channels.Scope(channel);
        ImmutableArray<string> serving = [.. index.Channels.Serving(source, target, asked).Order(planner.Rules.Preference)];
        if (!index.IsLegal(edge))
        {
            var stops = through();
            return [CrossesMinors(from, to, serving, $"Clusters may be offered this update, but no plan uses it. {(stops.Length > 0 ? stops : "Go through a release of each minor version between.")}")];
        }

        if (serving.IsEmpty)
        {
            return new ChannelExplainer(planner, index).Explain(source, target, channel);
        }

        var offer = Offer(from, to, edge, channel, serving, accept);
        return channel is null && new ChannelExplainer(planner, index).OutsideFirstTier(target) is { } outside ? [offer, outside] : [offer];
    }

    public static Reason CrossesMinors(ReleaseVersion from, ReleaseVersion to, ImmutableArray<string> serving, string next) => new(
        ReasonKind.CrossesMinors,
        $"{from} to {to} would skip a whole minor, which one update must not.",
        new Evidence { Version = to.Text, Channels = serving },
        next);

    private Reason Offer(ReleaseVersion from, ReleaseVersion to, int edge, string? channel, ImmutableArray<string> serving, ImmutableArray<string> accept)
    {
        ImmutableArray<string> risks = [.. index.RisksOn(edge).Select(risk => risk.Name)];
        ImmutableArray<string> open = [.. risks.Except(accept, StringComparer.Ordinal)];
        var evidence = new Evidence { Channel = channel, Channels = serving, Risks = risks, UnacceptedRisks = open };
        if (risks.IsEmpty)
        {
            return new Reason(ReasonKind.Recommended, $"{to} is a recommended update of {from} in {serving[0]}.", evidence, $"Be in {serving[0]} and update to {to}.");
        }

        return open.IsEmpty
            ? new Reason(ReasonKind.Recommended, $"{to} is an update of {from} in {serving[0]}; all of its risks are accepted: {string.Join(", ", risks)}.", evidence, $"Be in {serving[0]} and update to {to}.")
            : new Reason(
                ReasonKind.Conditional,
                $"{to} is an update of {from} in {serving[0]} for clusters that these risks do not concern: {string.Join(", ", open)}.",
                evidence,
                $"Read what the risks say; where they do not concern the cluster, accept them: {string.Join(',', open)}");
    }
}
