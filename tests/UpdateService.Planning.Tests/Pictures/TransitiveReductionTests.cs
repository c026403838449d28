using UpdateService.Graph.Cincinnati;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Tests.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Pictures;

public sealed class TransitiveReductionTests
{
    [Fact]
    public void The_skeleton_reaches_what_all_edges_reach_and_needs_each_of_its_own() => Law.Holds(
        SmallGraph.InOneChannel,
        graph =>
        {
            var part = graph.Graph.Architectures[0];
            var reduction = TransitiveReduction.Of(new ChannelGraph(part, part.ChannelNodes["stable-4.1"]));
            var kept = reduction.Edges.Select(edge => (edge.From, edge.To)).ToHashSet();

            Assert.Equal(graph.Edges.Length, reduction.AllEdges);
            Assert.Empty(kept.Except(graph.Edges.Select(edge => (edge.From, edge.To))));
            Assert.Equal(Closure(graph.Edges.Select(edge => (edge.From, edge.To))), Closure(kept));
            Assert.All(kept, edge => Assert.DoesNotContain(edge, Closure(kept.Where(other => other != edge))));
            Assert.All(reduction.Edges, edge => Assert.Equal(
                graph.Edges.Single(original => (original.From, original.To) == (edge.From, edge.To)).Risks.Length > 0,
                edge.IsConditional));
        },
        tests: 300);

    [Fact]
    public void A_long_channel_is_reduced_as_well()
    {
        var sketch = new Sketch { Enumerable.Range(0, 130).Select(patch => Release($"4.1.{patch}").From([.. new[] { patch - 1, 0, patch - 70 }.Where(source => source >= 0 && source < patch).Select(source => $"4.1.{source}")])) };
        var part = sketch.Build().Build.Graph.Architectures[0];

        var reduction = TransitiveReduction.Of(new ChannelGraph(part, part.ChannelNodes[Sketch.Everything]));

        Assert.Equal(Enumerable.Range(0, 129).Select(patch => new DrawnEdge(patch, patch + 1, IsConditional: false)), reduction.Edges);
    }

    private static SortedSet<(int From, int To)> Closure(IEnumerable<(int From, int To)> edges)
    {
        var reached = new SortedSet<(int From, int To)>(edges);
        for (var through = 0; through < SmallGraph.Versions.Length; through++)
        {
            foreach (var from in reached.Where(edge => edge.To == through).ToList())
            {
                reached.UnionWith(reached.Where(edge => edge.From == through).Select(edge => (from.From, edge.To)).ToList());
            }
        }

        return reached;
    }
}
