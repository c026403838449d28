using System.Collections.Immutable;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Tests.RealData;

/// <summary>On every real channel plans have as many hops as plain breadth-first search finds, for every pair of releases.</summary>
public sealed class HopCountTests
{
    [SharedDataFact]
    public void Without_conditional_edges_every_pair_of_every_channel_has_the_hops_of_breadth_first_search() =>
        Compare(RealGraphs.Newest.Graph(), takesConditional: false);

    [SharedDataFact]
    public void With_all_risks_accepted_so_has_it_on_all_edges() =>
        Compare(RealGraphs.Newest.Graph(), takesConditional: true);

    private static void Compare(ArchitectureGraph graph, bool takesConditional)
    {
        var index = ArchitectureIndex.Of(graph);
        var compared = 0;
        foreach (var (channel, nodes) in graph.ChannelNodes)
        {
            var edges = Edges(graph, nodes, takesConditional);
            var passage = new Passage(index, index.Channels.Set([channel]), takesConditional ? index.RiskNames : [], takesConditional ? [] : index.RiskNames, [], []);
            var everywhere = Enumerable.Repeat(true, graph.Nodes.Length).ToArray();
            foreach (var target in nodes)
            {
                // One search upwards from the lowest release has the answers of all sources.
                var search = new LabelSearch(passage, nodes[0], target, everywhere, new SearchBudget(SearchBounds.Default, CancellationToken.None));
                var expected = HopsTo(target, edges);
                foreach (var source in nodes.Where(node => node < target))
                {
                    Assert.Equal(expected.GetValueOrDefault(source, -1), search.At(source).Select(label => label.Hops).DefaultIfEmpty(-1).Min());
                    compared++;
                }
            }
        }

        Assert.True(compared > 400_000, $"Only {compared} pairs were compared.");
    }

    /// <summary>The sources of each target, without hops over a minor.</summary>
    private static Dictionary<int, List<int>> Edges(ArchitectureGraph graph, ImmutableArray<int> nodes, bool takesConditional)
    {
        var members = nodes.ToHashSet();
        return nodes.ToDictionary(
            target => target,
            target => Enumerable.Range(graph.Offsets[target], graph.Offsets[target + 1] - graph.Offsets[target])
                .Where(edge => takesConditional || graph.RiskSetOf[edge] == ArchitectureGraph.Unconditional)
                .Select(edge => graph.Sources[edge])
                .Where(source => members.Contains(source) && IsOneStep(graph.Nodes[source], graph.Nodes[target]))
                .ToList());
    }

    private static bool IsOneStep(GraphNode from, GraphNode to) => (from.Version.Major, from.Version.Minor, to.Version.Major, to.Version.Minor) switch
    {
        (4, 22, 5, 0) => true,
        var (fromMajor, fromMinor, toMajor, toMinor) => fromMajor == toMajor && toMinor - fromMinor <= 1,
    };

    private static Dictionary<int, int> HopsTo(int target, Dictionary<int, List<int>> edges)
    {
        var hops = new Dictionary<int, int> { [target] = 0 };
        var queue = new Queue<int>([target]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var source in edges[node].Where(source => hops.TryAdd(source, hops[node] + 1)))
            {
                queue.Enqueue(source);
            }
        }

        return hops;
    }
}
