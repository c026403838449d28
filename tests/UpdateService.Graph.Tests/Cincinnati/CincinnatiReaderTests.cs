using System.Text;
using UpdateService.Graph.Cincinnati;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Cincinnati;

public sealed class CincinnatiReaderTests
{
    private const string Nodes = """[{"version":"4.1.1","payload":"b"},{"version":"4.1.0","payload":"a","metadata":{}}]""";

    [Fact]
    public void What_was_written_is_read_back_and_written_again_byte_for_byte()
    {
        var built = new Sketch
        {
            Release("4.1.0").With("url", "https://example.com/errata"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"),
            Release("4.1.10").From("4.1.2"), Guard("4.1.2", Risk("Slow", Query("up"))), Guard("4.1.2", @"4\.1\.1", Risk("Loud")),
        }.Build();

        var reading = CincinnatiReader.Read(built.Answer(), Architecture.Default, Sketch.Everything, "answer.json");

        Assert.Empty(reading.Problems);
        var graph = Assert.Single(reading.Graph!.Architectures);
        Assert.Equal(
            built.Text(),
            Encoding.UTF8.GetString(AnswerWriter.Write(new ChannelGraph(graph, graph.ChannelNodes[Sketch.Everything]), new JsonFragments(graph))));
    }

    [Fact]
    public void Channels_come_from_the_metadata_and_from_who_asked()
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.1"), Channel("fast-4.1", "4.1.0", "4.1.1"), Channel("stable-4.1", "4.1.0") }.Build();

        var graph = CincinnatiReader.Read(built.Answer("fast-4.1"), Architecture.Default, null, "answer.json").Graph!;
        var unnamed = Read("""{"nodes":[{"version":"4.1.0","payload":"a"}],"edges":[]}""").Graph!;

        Assert.Equal("fast-4.1 stable-4.1", string.Join(' ', graph.Channels));
        Assert.Equal("graph", string.Join(' ', unnamed.Channels));
        Assert.Equal("fast-4.1 stable-4.1 eus-4.2", string.Join(' ', CincinnatiReader.Read(built.Answer("fast-4.1"), Architecture.Default, "eus-4.2", "answer.json").Graph!.Architectures[0].Nodes[0].Channels));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"conditionalEdges\":null")]
    public void An_answer_without_conditional_edges_is_one(string rest) =>
        Assert.Equal(1, Assert.Single(Read($$"""{"nodes":NODES,"edges":[[1,0]]{{rest}}}""").Graph!.Architectures).EdgeCount);

    [Fact]
    public void A_group_that_is_dropped_leaves_the_others_their_risks()
    {
        var reading = Read("""
            {"nodes":NODES,"edges":[],"conditionalEdges":[
            {"edges":[{"from":"4.1.1","to":"4.1.0"}],"risks":[{"name":"no good"}]},
            {"edges":[{"from":"4.1.0","to":"4.1.1"}],"risks":[RISK]}]}
            """);

        var graph = Assert.Single(reading.Graph!.Architectures);
        Assert.Equal(["Slow"], graph.RiskSets[Assert.Single(graph.RiskSetOf)].Select(risk => risk.Name));
        Assert.StartsWith("conditionalEdges[0] is dropped", Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_problem_names_its_place_in_the_answer()
    {
        var reading = Read("""{"nodes":NODES,"edges":[[1,0],[0,0],[1,0]]}""");

        Assert.Equal(
            ["edges[2] repeats an edge; it keeps the risks of both.", "edges[1] leads from a release to itself; it is dropped."],
            reading.Problems.OrderByDescending(problem => problem.Message, StringComparer.Ordinal).Select(problem => problem.Message));
        Assert.Equal(reading.Problems.Order(), reading.Problems);
        Assert.Equal("nodes[1] has no version or no payload.", Assert.Single(Read("""{"nodes":[{"version":"4.1.0","payload":"a"},{}],"edges":[]}""").Problems).Message);
    }

    [Theory]
    [InlineData("", ProblemRule.InvalidJson)]
    [InlineData("{", ProblemRule.InvalidJson)]
    [InlineData("[]", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":[]}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":{},"edges":[]}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":NODES,"edges":{}}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":NODES,"edges":[],"conditionalEdges":{}}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":NODES,"edges":[],"conditionalEdges":"none"}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":[{"version":"4.1.0"}],"edges":[]}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":[7],"edges":[]}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":[{"version":"4.1","payload":"a"}],"edges":[]}""", ProblemRule.InvalidVersion)]
    [InlineData("""{"nodes":[{"version":"4.1.0","payload":"a"},{"version":"4.1.0+amd64","payload":"b"}],"edges":[]}""", ProblemRule.DuplicateRelease)]
    [InlineData("""{"nodes":NODES,"edges":[[0,2]]}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":NODES,"edges":[[-1,0]]}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":NODES,"edges":[[0]]}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":NODES,"edges":["0,1"]}""", ProblemRule.InvalidValue)]
    [InlineData("""{"nodes":NODES,"edges":[],"conditionalEdges":[{"edges":[]}]}""", ProblemRule.InvalidValue)]
    public void What_clients_refuse_as_a_whole_is_refused(string json, ProblemRule rule)
    {
        var reading = Read(json);

        Assert.Null(reading.Graph);
        Assert.Equal((rule, ProblemSeverity.Rejecting), (reading.Problems[0].Rule, reading.Problems[0].Severity));
        Assert.Equal("answer.json", reading.Problems[0].Place.File);
    }

    [Theory]
    [InlineData("""{"nodes":NODES,"edges":[[0,0],[1,0]]}""", ProblemRule.SelfEdge, "1 0")]
    [InlineData("""{"nodes":NODES,"edges":[[1,0],[1,0]]}""", ProblemRule.InvalidValue, "1 0")]
    [InlineData("""{"nodes":NODES,"edges":[[1,0]],"conditionalEdges":[{"edges":[{"from":"4.1.0","to":"4.1.1"}],"risks":[RISK]}]}""", ProblemRule.InvalidValue, "0 1")]
    [InlineData("""{"nodes":NODES,"edges":[],"conditionalEdges":[{"edges":[{"from":"4.1.9","to":"4.1.1"}],"risks":[RISK]}]}""", ProblemRule.InvalidValue, "0 0")]
    [InlineData("""{"nodes":NODES,"edges":[],"conditionalEdges":[{"edges":[{"from":"4.1.0","to":"4.1.1"}],"risks":[]}]}""", ProblemRule.UnusableRisk, "0 0")]
    [InlineData("""{"nodes":NODES,"edges":[[1,0]],"conditionalEdges":[{"edges":[{"from":"4.1.0","to":"4.1.1"}],"risks":[{"name":"no good"}]}]}""", ProblemRule.UnusableRisk, "0 0")]
    [InlineData("""{"nodes":NODES,"edges":[],"conditionalEdges":[{"edges":[{"from":"4.1.0","to":"4.1.1"}],"risks":[RISK,RISK]}]}""", ProblemRule.UnusableRisk, "0 0")]
    public void What_clients_drop_is_dropped_towards_fewer_edges_and_reported(string json, ProblemRule rule, string counts)
    {
        var reading = Read(json);

        var graph = Assert.Single(reading.Graph!.Architectures);
        Assert.Equal(counts, $"{graph.EdgeCount} {graph.ConditionalEdgeCount}");
        Assert.Contains(rule, reading.Problems.Select(problem => problem.Rule));
        Assert.All(reading.Problems, problem => Assert.Equal(ProblemSeverity.Error, problem.Severity));
    }

    [Theory]
    [InlineData("""{"type":"Always"}""", true)]
    [InlineData("""{"type":"PromQL","promql":{"promql":"up"}}""", true)]
    [InlineData("""{"type":"Later"},{"type":"Always"}""", true)]
    [InlineData("""{"type":"Always","promql":{"promql":"up"}}""", false)]
    [InlineData("""{"type":"Always","promql":null}""", false)]
    [InlineData("""{"type":"PromQL"}""", false)]
    [InlineData("""{"type":"PromQL","promql":{}}""", false)]
    [InlineData("""{"type":"PromQL","promql":{"promql":7}}""", false)]
    [InlineData("""{"type":"PromQL","promql":"up"}""", false)]
    [InlineData("""{"type":"Later"}""", false)]
    [InlineData("""{"type":7}""", false)]
    [InlineData("7", false)]
    [InlineData("", false)]
    public void An_edge_stays_where_clients_keep_its_rules_and_is_not_open_where_they_do_not(string rules, bool stays)
    {
        var reading = Read($$"""{"nodes":NODES,"edges":[[1,0]],"conditionalEdges":[{"edges":[{"from":"4.1.0","to":"4.1.1"}],"risks":[{"url":"https://example.com/r","name":"Slow","message":"m","matchingRules":[{{rules}}]}]}]}""");

        var graph = Assert.Single(reading.Graph!.Architectures);
        Assert.Equal(stays ? (0, 1) : (0, 0), (graph.EdgeCount, graph.ConditionalEdgeCount));
    }

    [Fact]
    public void Metadata_that_are_no_text_are_left_out_and_the_last_of_equal_keys_counts()
    {
        var graph = Read("""{"nodes":[{"version":"4.1.0","payload":"a","metadata":{"z":"1","a":7,"b":"x","b":"y"}},{"version":"4.1.1","payload":"b","metadata":[]}],"edges":[]}""").Graph!;

        var nodes = Assert.Single(graph.Architectures).Nodes;
        Assert.Equal("b=y z=1", string.Join(' ', nodes[0].Metadata.Select(entry => $"{entry.Key}={entry.Value}")));
        Assert.Empty(nodes[1].Metadata);
    }

    [Fact]
    public void An_edge_in_two_groups_keeps_the_risks_of_both()
    {
        const string Loud = """{"url":"https://example.com/l","name":"Loud","message":"It is loud.","matchingRules":[{"type":"Always"}]}""";
        const string Edge = """[{"from":"4.1.0","to":"4.1.1"}]""";

        var reading = Read($$"""{"nodes":NODES,"edges":[],"conditionalEdges":[{"edges":{{Edge}},"risks":[RISK]},{"edges":{{Edge}},"risks":[{{Loud}}]}]}""");

        var graph = Assert.Single(reading.Graph!.Architectures);
        Assert.Equal(["Loud", "Slow"], Assert.Single(graph.RiskSets).Select(risk => risk.Name));
        Assert.Equal("conditionalEdges[1] repeats an edge; it keeps the risks of both.", Assert.Single(reading.Problems).Message);
    }

    [Fact]
    public void What_is_not_json_is_told_by_its_line()
    {
        var problem = Assert.Single(Read("{\n\"nodes\": [\n{]\n}").Problems);

        Assert.Equal(new Place("answer.json", 3), problem.Place);
        Assert.Contains("line 3, byte 2", problem.Message, StringComparison.Ordinal);
    }

    private static CincinnatiReading Read(string json) => CincinnatiReader.Read(
        Encoding.UTF8.GetBytes(json
            .Replace("NODES", Nodes, StringComparison.Ordinal)
            .Replace("RISK", """{"url":"https://example.com/r","name":"Slow","message":"It is slow.","matchingRules":[{"type":"Always"}]}""", StringComparison.Ordinal)),
        Architecture.Default,
        null,
        "answer.json");

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\u00ff")]
    public void A_text_that_is_no_text_refuses_the_answer(string text)
    {
        var json = System.Text.Encoding.Latin1.GetBytes($$"""{"nodes":[{"version":"4.1.0","payload":"{{text}}","metadata":{} }],"edges":[]}""");

        var (graph, problems) = CincinnatiReader.Read(json, Architecture.Default, null, "answer.json");

        Assert.Null(graph);
        Assert.Equal("answer.json: InvalidEncoding: A text in it is not UTF-8, or holds half a surrogate pair. Store the answer as the service gave it.", Assert.Single(problems).ToString());
    }
}
