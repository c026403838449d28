using System.Collections.Immutable;
using UpdateService.Graph.Cincinnati;

namespace UpdateService.Graph.Building;

/// <summary>
/// Builds the graph of one architecture, build after build, from its releases and edges and the rules and channels of each build.
/// What did not change since the last build is the same object, even the graph if nothing changed. Not thread-safe.
/// </summary>
internal sealed class ArchitectureAssembly(Topology topology)
{
    private Parts? last;

    /// <summary>Its releases and edges.</summary>
    public Topology Topology => topology;

    /// <summary>All updates that the releases declare, as the last <see cref="Assemble"/> left them.</summary>
    public DeclaredPairs Pairs => last!.Pairs;

    /// <summary>Steps 5 to 9.</summary>
    public ArchitectureGraph Assemble(GraphInputs inputs, RiskTable risks, ProblemList problems)
    {
        var rules = EdgeRules.Of(topology, inputs.BlockedEdges, risks, last?.Rules);
        var edges = EdgeTable.Of(topology, rules, last?.Edges);
        var channels = ChannelTable.Of(topology, inputs.Channels, last?.Channels);
        if (last is null || edges != last.Edges || channels != last.Channels)
        {
            // Set together: if something fails before, the next build must not use parts of this one.
            var graph = Join(edges, channels);
            var pairs = last is not null && ReferenceEquals(rules, last.Rules) ? last.Pairs : DeclaredPairs.Of(topology, rules);
            last = new Parts(rules, edges, channels, graph, pairs, [.. OverLimit(graph)]);
        }

        problems.AddRange(rules.Problems);
        problems.AddRange(last.OverLimit);
        return last.Graph;
    }

    private ArchitectureGraph Join(EdgeTable edges, ChannelTable channels) => new()
    {
        Architecture = topology.Architecture,
        Nodes = channels.Nodes,
        Offsets = edges.Offsets,
        Sources = edges.Sources,
        RiskSetOf = edges.RiskSetOf,
        RiskSets = edges.RiskSets,
        ChannelNodes = channels.ChannelNodes,
    };

    private static IEnumerable<Problem> OverLimit(ArchitectureGraph graph)
    {
        foreach (var (channel, members) in graph.ChannelNodes.Where(pair => pair.Value.Length > ClientLimits.ConditionalTargets))
        {
            foreach (var (node, leftOut) in new ChannelGraph(graph, members).OverLimit)
            {
                var release = graph.Nodes[node].Release;
                yield return new Problem(
                    ProblemRule.ClientLimit,
                    ProblemSeverity.Error,
                    release.Place,
                    $"In the channel {channel} {release} has more than {ClientLimits.ConditionalTargets} conditional updates; the {leftOut} oldest are left out.");
            }
        }
    }

    /// <summary>A graph and what it was made from.</summary>
    private sealed record Parts(EdgeRules Rules, EdgeTable Edges, ChannelTable Channels, ArchitectureGraph Graph, DeclaredPairs Pairs, ImmutableArray<Problem> OverLimit);
}
