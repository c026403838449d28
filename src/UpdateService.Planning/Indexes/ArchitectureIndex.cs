using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Indexes;

/// <summary>
/// What questions need beside the graph of an architecture: outgoing edges, versions by name, risks as bits, channels as
/// bits, legal hops. Made once for each graph, when first asked for, and shared by all revisions that share the graph.
/// </summary>
internal sealed class ArchitectureIndex
{
    private static readonly ConditionalWeakTable<ArchitectureGraph, ArchitectureIndex> Known = [];

    private readonly Dictionary<string, int> nodeOf;
    private readonly ulong[][] riskBits;
    private readonly int[] outOffsets;
    private readonly OutgoingEdge[] outgoing;
    private readonly bool[] isLegal;

    private ArchitectureIndex(ArchitectureGraph graph)
    {
        Graph = graph;
        Hops = new HopRule(graph);
        Channels = new ChannelMembership(graph);
        nodeOf = new Dictionary<string, int>(graph.Nodes.Length, StringComparer.Ordinal);
        for (var node = 0; node < graph.Nodes.Length; node++)
        {
            nodeOf.Add(graph.Nodes[node].Version.Text, node);
        }

        RiskNames = [.. graph.RiskSets.SelectMany(set => set).Select(risk => risk.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        RiskNumbers = RiskNames.Select((name, number) => KeyValuePair.Create(name, number)).ToDictionary(StringComparer.Ordinal);
        RiskWords = Bits.Words(Math.Max(1, RiskNames.Length));
        riskBits = [.. graph.RiskSets.Select(set => RiskSet(set.Select(risk => risk.Name)))];
        isLegal = new bool[graph.Sources.Length];
        (outOffsets, outgoing) = Outgoing();
    }

    /// <summary>The graph.</summary>
    public ArchitectureGraph Graph { get; }

    /// <summary>Which hops plans may use.</summary>
    public HopRule Hops { get; }

    /// <summary>Who is in which channel.</summary>
    public ChannelMembership Channels { get; }

    /// <summary>The names of all risks on edges, in ordinal order.</summary>
    public ImmutableArray<string> RiskNames { get; }

    /// <summary>The place of each name in <see cref="RiskNames"/>.</summary>
    public IReadOnlyDictionary<string, int> RiskNumbers { get; }

    /// <summary>The width of a set of risks.</summary>
    public int RiskWords { get; }

    /// <summary>The index of a graph.</summary>
    public static ArchitectureIndex Of(ArchitectureGraph graph) => Known.GetValue(graph, static graph => new ArchitectureIndex(graph));

    /// <summary>The node of a version.</summary>
    public bool TryFind(ReleaseVersion version, out int node) => nodeOf.TryGetValue(version.WithoutBuild.Text, out node);

    /// <summary>The version of a node.</summary>
    public ReleaseVersion Version(int node) => Graph.Nodes[node].Version;

    /// <summary>The edges out of a node, by ascending target.</summary>
    public ReadOnlySpan<OutgoingEdge> EdgesFrom(int node) => outgoing.AsSpan(outOffsets[node], outOffsets[node + 1] - outOffsets[node]);

    /// <summary>Whether plans may use the edge with that index in the graph's arrays.</summary>
    public bool IsLegal(int edge) => isLegal[edge];

    /// <summary>The edge's index in the graph's arrays, or -1.</summary>
    public int FindEdge(int source, int target)
    {
        var start = Graph.Offsets[target];
        var found = Graph.Sources.AsSpan(start, Graph.Offsets[target + 1] - start).BinarySearch(source);
        return found < 0 ? -1 : start + found;
    }

    /// <summary>The names on an edge as bits; null if it has no risk.</summary>
    public ulong[]? RiskBits(int edge) => Graph.RiskSetOf[edge] is var set and not ArchitectureGraph.Unconditional ? riskBits[set] : null;

    /// <summary>The risks on an edge, in the order in which they are served.</summary>
    public ImmutableArray<Risk> RisksOn(int edge) =>
        Graph.RiskSetOf[edge] is var set and not ArchitectureGraph.Unconditional ? Graph.RiskSets[set] : [];

    /// <summary>The names that exist, as bits.</summary>
    public ulong[] RiskSet(IEnumerable<string> names)
    {
        var set = new ulong[RiskWords];
        foreach (var name in names)
        {
            if (RiskNumbers.TryGetValue(name, out var number))
            {
                Bits.Set(set, number);
            }
        }

        return set;
    }

    private (int[] Offsets, OutgoingEdge[] Edges) Outgoing()
    {
        var offsets = new int[Graph.Nodes.Length + 1];
        foreach (var source in Graph.Sources)
        {
            offsets[source + 1]++;
        }

        for (var node = 0; node < Graph.Nodes.Length; node++)
        {
            offsets[node + 1] += offsets[node];
        }

        var next = offsets.AsSpan(0, Graph.Nodes.Length).ToArray();
        var edges = new OutgoingEdge[Graph.Sources.Length];
        for (var target = 0; target < Graph.Nodes.Length; target++)
        {
            for (var edge = Graph.Offsets[target]; edge < Graph.Offsets[target + 1]; edge++)
            {
                var source = Graph.Sources[edge];
                isLegal[edge] = source < target && Hops.Allows(Version(source), Version(target));
                edges[next[source]++] = new OutgoingEdge(target, edge);
            }
        }

        return (offsets, edges);
    }
}

/// <summary>An edge seen from its source.</summary>
/// <param name="Target">The node it leads to.</param>
/// <param name="Edge">Its index in the graph's arrays.</param>
internal readonly record struct OutgoingEdge(int Target, int Edge);
