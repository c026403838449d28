using System.Collections.Immutable;
using UpdateService.Graph.Cincinnati;

namespace UpdateService.Graph.Building;

/// <summary>
/// Puts the graph of one architecture together, build after build: its releases and edges as they are, the rules and channels of each build.
/// What did not change since the last build is the same object, the graph too where nothing did. Not thread-safe.
/// </summary>
internal sealed class ArchitectureAssembly(Topology topology)
{
    private EdgeRules? rules;
    private EdgeTable? edges;
    private ChannelTable? channels;
    private ArchitectureGraph? graph;
    private ImmutableArray<Problem> overLimit = [];

    /// <summary>What it is made of.</summary>
    public Topology Topology => topology;

    /// <summary>Steps 5 to 9.</summary>
    public ArchitectureGraph Assemble(GraphInputs inputs, RiskTable risks, ProblemList problems)
    {
        rules = EdgeRules.Of(topology, inputs.BlockedEdges, risks, rules);
        var (edgesBefore, channelsBefore) = (edges, channels);
        edges = EdgeTable.Of(topology, rules, edges);
        channels = ChannelTable.Of(topology, inputs.Channels, channels);
        if (graph is null || edges != edgesBefore || channels != channelsBefore)
        {
            graph = Join(edges, channels);
            overLimit = [.. OverLimit(graph)];
        }

        problems.AddRange(rules.Problems);
        problems.AddRange(overLimit);
        return graph;
    }

    private ArchitectureGraph Join(EdgeTable edgeTable, ChannelTable channelTable) => new()
    {
        Architecture = topology.Architecture,
        Nodes = channelTable.Nodes,
        Offsets = edgeTable.Offsets,
        Sources = edgeTable.Sources,
        RiskSetOf = edgeTable.RiskSetOf,
        RiskSets = edgeTable.RiskSets,
        ChannelNodes = channelTable.ChannelNodes,
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
}
