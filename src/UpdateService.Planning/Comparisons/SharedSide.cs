using System.Collections.Immutable;
using UpdateService.Graph.Cincinnati;
using UpdateService.Graph.Risks;

namespace UpdateService.Planning.Comparisons;

/// <summary>One of two graphs, in the numbers that both share.</summary>
internal sealed class SharedSide(ArchitectureGraph? graph, int[] numberOf, int[] riskSetNumberOf)
{
    /// <summary>The channel's content for clients; nothing if there is no such channel.</summary>
    public ChannelContent Read(string channel)
    {
        if (graph is null || !graph.ChannelNodes.TryGetValue(channel, out var nodes))
        {
            return ChannelContent.Empty;
        }

        var edges = new List<NumberedEdge>();
        var setsSeen = new SortedSet<int>();
        new ChannelGraph(graph, nodes).Visit((source, target, riskSet) =>
        {
            var risks = ArchitectureGraph.Unconditional;
            if (riskSet != ArchitectureGraph.Unconditional)
            {
                _ = setsSeen.Add(riskSet);
                risks = riskSetNumberOf[riskSet];
            }

            edges.Add(new NumberedEdge(((long)numberOf[nodes[target]] << 32) | (uint)numberOf[nodes[source]], risks));
        });
        return new ChannelContent([.. nodes.Select(node => numberOf[node])], edges, RisksOf(graph, setsSeen));
    }

    private static SortedDictionary<string, HashSet<Risk>> RisksOf(ArchitectureGraph graph, IEnumerable<int> sets)
    {
        var risks = new SortedDictionary<string, HashSet<Risk>>(StringComparer.Ordinal);
        foreach (var risk in sets.SelectMany(set => graph.RiskSets[set]))
        {
            _ = (risks.TryGetValue(risk.Name, out var definitions) ? definitions : risks[risk.Name] = []).Add(risk);
        }

        return risks;
    }
}

/// <summary>A channel in shared numbers.</summary>
/// <param name="Nodes">Its releases.</param>
/// <param name="Edges">By target, then source.</param>
/// <param name="Risks">By name, with every definition that is on an edge.</param>
internal sealed record ChannelContent(ImmutableArray<int> Nodes, List<NumberedEdge> Edges, SortedDictionary<string, HashSet<Risk>> Risks)
{
    public static ChannelContent Empty { get; } = new([], [], []);
}

/// <summary>An edge as numbers.</summary>
/// <param name="Key">The target's number above the source's.</param>
/// <param name="Risks">The number of its set of risks, or <see cref="ArchitectureGraph.Unconditional"/>.</param>
internal readonly record struct NumberedEdge(long Key, int Risks);
