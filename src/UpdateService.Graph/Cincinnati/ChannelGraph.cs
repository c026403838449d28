using System.Collections.Immutable;

namespace UpdateService.Graph.Cincinnati;

/// <summary>
/// One channel of one architecture: the part of the graph that a request asks for. Edges without both ends are left out. If a source
/// has more conditional targets than a cluster can store, only the newest are included.
/// </summary>
public sealed class ChannelGraph
{
    private const int NotInChannel = -1;

    private readonly int first;
    private readonly int[] numberOf;
    private readonly HashSet<(int Source, int Target)> overLimit = [];

    /// <summary>Creates the channel from the graph.</summary>
    /// <param name="graph">The graph of the architecture.</param>
    /// <param name="nodes">The channel's nodes, ascending.</param>
    public ChannelGraph(ArchitectureGraph graph, ImmutableArray<int> nodes)
    {
        Graph = graph;
        Nodes = nodes;

        // A channel's nodes are close together. An array over all nodes, for each channel, would grow with the square of the data.
        first = nodes.IsEmpty ? 0 : nodes[0];
        numberOf = new int[nodes.IsEmpty ? 0 : nodes[^1] - first + 1];
        Array.Fill(numberOf, NotInChannel);
        for (var number = 0; number < nodes.Length; number++)
        {
            numberOf[nodes[number] - first] = number;
        }

        if (nodes.Length > ClientLimits.ConditionalTargets)
        {
            LimitConditionalTargets();
        }
    }

    /// <summary>The graph that this is a part of.</summary>
    public ArchitectureGraph Graph { get; }

    /// <summary>Indices into the graph's nodes, ascending: by precedence.</summary>
    public ImmutableArray<int> Nodes { get; }

    /// <summary>The nodes with too many conditional targets, ascending, and how many of the oldest are left out of each.</summary>
    public IEnumerable<(int Node, int LeftOut)> OverLimit =>
        overLimit.GroupBy(pair => pair.Source).OrderBy(group => group.Key).Select(group => (Nodes[group.Key], group.Count()));

    /// <summary>Visits the edges by target, then source. The visitor gets the numbers of both within the channel.</summary>
    /// <param name="visit">Called with source, target and the number of the set of risks.</param>
    public void Visit(Action<int, int, int> visit)
    {
        var offsets = Graph.Offsets.AsSpan();
        var sources = Graph.Sources.AsSpan();
        var riskSets = Graph.RiskSetOf.AsSpan();
        for (var target = 0; target < Nodes.Length; target++)
        {
            var node = Nodes[target];
            for (var edge = offsets[node]; edge < offsets[node + 1]; edge++)
            {
                var source = NumberOf(sources[edge]);
                if (source != NotInChannel && (overLimit.Count == 0 || !overLimit.Contains((source, target))))
                {
                    visit(source, target, riskSets[edge]);
                }
            }
        }
    }

    private int NumberOf(int node) => (uint)(node - first) < (uint)numberOf.Length ? numberOf[node - first] : NotInChannel;

    private void LimitConditionalTargets()
    {
        var targets = new Dictionary<int, List<int>>();
        Visit((source, target, riskSet) =>
        {
            if (riskSet != ArchitectureGraph.Unconditional)
            {
                (targets.TryGetValue(source, out var list) ? list : targets[source] = []).Add(target);
            }
        });
        foreach (var (source, list) in targets)
        {
            // Targets come in ascending precedence, so the oldest are first.
            foreach (var target in list.SkipLast(ClientLimits.ConditionalTargets))
            {
                _ = overLimit.Add((source, target));
            }
        }
    }
}
