using System.Text;
using UpdateService.Graph.Building;
using UpdateService.Graph.Cincinnati;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Cincinnati;

public sealed class JsonFragmentsTests
{
    private static readonly Sketch Start = new() { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Guard("4.1.1", Risk("A")) };

    [Fact]
    public void Earlier_fragments_change_no_byte_whether_the_releases_are_the_same_or_not()
    {
        var builder = new GraphBuilder();
        var inputs = Start.Inputs;
        var first = builder.Build(inputs).Graph.Architectures.Single();
        var earlier = new JsonFragments(first);
        GraphInputs[] changes =
        [
            inputs with { BlockedEdges = [Guard("4.1.2", Risk("B")), Guard("4.1.1", Risk("C"))] },
            inputs with { BlockedEdges = [Guard("4.1.2", Risk("B")), .. inputs.BlockedEdges] },
            inputs with { Channels = [Channel(Sketch.Everything, "4.1.0", "4.1.1", "4.1.2"), Channel("fast-4.1", "4.1.2")] },
            inputs with { Releases = [Release("4.1.0"), Release("4.1.1").With("x", "y"), Release("4.1.2").From("4.1.1")] },
        ];
        foreach (var change in changes)
        {
            var graph = builder.Build(change).Graph.Architectures.Single();
            Assert.Equal(change.Releases == inputs.Releases && change.Channels == inputs.Channels, graph.Nodes == first.Nodes); // Rules change edges only.
            var channel = new ChannelGraph(graph, graph.ChannelNodes[Sketch.Everything]);
            Assert.Equal(
                Encoding.UTF8.GetString(AnswerWriter.Write(channel, new JsonFragments(graph))),
                Encoding.UTF8.GetString(AnswerWriter.Write(channel, new JsonFragments(graph, earlier))));
        }
    }

    [Fact]
    public void A_set_of_the_same_risks_is_known_by_its_earlier_number_and_not_written_again()
    {
        var inputs = Start.Inputs;
        var builder = new GraphBuilder();
        var earlier = new JsonFragments(builder.Build(inputs).Graph.Architectures.Single());
        var fragments = new JsonFragments(builder.Build(inputs with { BlockedEdges = [Guard("4.1.1", Risk("B")), Guard("4.1.2", inputs.BlockedEdges[0].Risk!)] }).Graph.Architectures.Single(), earlier);
        Assert.Equal([JsonFragments.NoRiskSet, 0], fragments.EarlierRiskSets.AsEnumerable());
        Assert.True(fragments.Risks(1) == earlier.Risks(0)); // The same memory.
        Assert.Equal([JsonFragments.NoRiskSet], earlier.EarlierRiskSets.AsEnumerable());
    }

    [Fact]
    public void A_node_whose_channels_are_the_same_is_not_written_again()
    {
        var inputs = Start.Inputs;
        var builder = new GraphBuilder();
        var earlier = new JsonFragments(builder.Build(inputs).Graph.Architectures.Single());
        var graph = builder.Build(inputs with { Channels = [.. inputs.Channels, Channel("fast-4.1", "4.1.1")] }).Graph.Architectures.Single();
        var fragments = new JsonFragments(graph, earlier);
        Assert.True(fragments.Node(0) == earlier.Node(0)); // The same memory.
        Assert.Contains("fast-4.1", Encoding.UTF8.GetString(fragments.Node(1)), StringComparison.Ordinal);
        Assert.True(fragments.Node(2) == earlier.Node(2));
        Assert.True(fragments.Version(1) == earlier.Version(1));
        Assert.DoesNotContain("fast-4.1", Encoding.UTF8.GetString(earlier.Node(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_fragment_is_the_part_of_the_answer_that_it_stands_for()
    {
        var graph = Start.Build().Build.Graph.Architectures.Single();
        var fragments = new JsonFragments(graph);

        Assert.Equal("\"4.1.1\"", Encoding.UTF8.GetString(fragments.Version(1)));
        Assert.StartsWith("{\"version\":\"4.1.2\",\"payload\":", Encoding.UTF8.GetString(fragments.Node(2)), StringComparison.Ordinal);
        Assert.Equal(
            """[{"url":"https://example.com/A","name":"A","message":"A may happen.","matchingRules":[{"type":"Always"}]}]""",
            Encoding.UTF8.GetString(fragments.Risks(0)));
    }
}
