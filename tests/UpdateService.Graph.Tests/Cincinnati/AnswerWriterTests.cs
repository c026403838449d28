using UpdateService.Graph.Cincinnati;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Cincinnati;

public sealed class AnswerWriterTests
{
    [Fact]
    public void The_whole_body_is_as_the_protocol_shows_it()
    {
        var built = new Sketch
        {
            Release("4.16.3").With("url", "https://example.com/3"),
            Release("4.16.10").From("4.16.3", "4.16.4"),
            Release("4.16.4").From("4.16.3").Payload("host/repository:4.16.4"),
            Channel("stable-4.16", "4.16.10", "4.16.3", "4.16.4"), Channel("candidate-4.16", "4.16.3"),
            Guard("4.16.10", "4[.]16[.]3", Risk("B", Query("up{a=\"b\"} > 1\n"), Always)),
        }.Build();
        var expected =
            """{"version":1,"nodes":[{"version":"4.16.3","payload":"registry.example/release@D3","metadata":{"io.openshift.upgrades.graph.release.channels":"candidate-4.16,stable-4.16","io.openshift.upgrades.graph.release.manifestref":"D3","url":"https://example.com/3"}},"""
            + """{"version":"4.16.4","payload":"host/repository:4.16.4","metadata":{"io.openshift.upgrades.graph.release.channels":"stable-4.16"}},"""
            + """{"version":"4.16.10","payload":"registry.example/release@D10","metadata":{"io.openshift.upgrades.graph.release.channels":"stable-4.16","io.openshift.upgrades.graph.release.manifestref":"D10"}}],"""
            + "\"edges\":[[0,1],[1,2]],\"conditionalEdges\":"
            + """[{"edges":[{"from":"4.16.3","to":"4.16.10"}],"risks":[{"url":"https://example.com/B","name":"B","message":"B may happen.","matchingRules":[{"type":"PromQL","promql":{"promql":"up{a=\"b\"} > 1\n"}},{"type":"Always"}]}]}]}""";
        expected = expected.Replace("D10", DigestOf("4.16.10+amd64"), StringComparison.Ordinal).Replace("D3", DigestOf("4.16.3+amd64"), StringComparison.Ordinal);
        Assert.Equal(expected, built.Text("stable-4.16"));
    }

    [Fact]
    public void An_unknown_channel_or_architecture_has_empty_lists()
    {
        var built = new Sketch { Release("4.1.0") }.Build();
        const string empty = """{"version":1,"nodes":[],"edges":[],"conditionalEdges":[]}""";
        Assert.Equal(empty, built.Text("stable-9.9"));
        Assert.Equal(empty, built.Text(architecture: "arm64"));
        Assert.Empty(Invariants.Violations(AnswerWriter.EmptyAnswer.ToArray(), "amd64"));
    }

    [Fact]
    public void Nodes_stand_by_precedence_and_edges_by_target_and_source()
    {
        var built = new Sketch
        {
            Release("4.1.10").From("4.1.9", "4.1.9-rc.1"), Release("4.1.9").From("4.1.9-rc.1"), Release("4.1.9-rc.1"), Release("4.1.11").From("4.1.10"),
        }.Build();
        Assert.Equal("4.1.9-rc.1, 4.1.9, 4.1.10, 4.1.11", built.Nodes());
        Assert.Contains("\"edges\":[[0,1],[0,2],[1,2],[2,3]]", built.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_with_the_same_risks_share_one_group()
    {
        var built = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Release("4.1.3").From("4.1.0"),
            Guard("4.1.1", Risk("A")), Guard("4.1.2", Risk("A")), Guard("4.1.3", Risk("A")), Guard("4.1.3", Risk("B")),
        }.Build();
        Assert.Equal(2, built.Text().Split("\"risks\":").Length - 1);
        Assert.Equal("4.1.0 > 4.1.1 (A), 4.1.0 > 4.1.2 (A), 4.1.0 > 4.1.3 (A, B), 4.1.1 > 4.1.2 (A)", built.Conditional());
    }

    [Theory]
    [InlineData("up")]
    [InlineData("a\tb\r\n\"c\" \\ d/e <&> ' + é 😀 \u2028 \u0001")]
    [InlineData("  (\n  group by (type) (cluster_infrastructure_provider{_id=\"\",type=\"AWS\"})\n)\n")]
    public void A_query_comes_through_unchanged(string query)
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Guard("4.1.1", Risk("A", Query(query))) }.Build();
        using var answer = System.Text.Json.JsonDocument.Parse(built.Answer());
        var risk = answer.RootElement.GetProperty("conditionalEdges")[0].GetProperty("risks")[0];
        Assert.Equal(query, risk.GetProperty("matchingRules")[0].GetProperty("promql").GetProperty("promql").GetString());
        Assert.Empty(Invariants.Violations(built.Answer(), "amd64"));
    }
}
