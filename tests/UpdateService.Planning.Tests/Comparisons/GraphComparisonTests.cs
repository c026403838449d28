using UpdateService.Planning.Comparisons;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Comparisons;

public sealed class GraphComparisonTests
{
    [Fact]
    public void A_graph_does_not_differ_from_itself_built_again()
    {
        static UpdateGraph Again() => new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Guard("4.1.2", Risk("Slow")),
        }.Build().Build.Graph;

        Assert.True(GraphComparison.Between(Again(), Again()).IsEmpty);
    }

    [Fact]
    public void Releases_and_edges_added_and_removed_are_told_by_precedence()
    {
        var before = new Sketch { Release("4.1.2"), Release("4.1.9").From("4.1.2"), Release("4.1.11").From("4.1.9") };
        var after = new Sketch { Release("4.1.2"), Release("4.1.10").From("4.1.2"), Release("4.1.11").From("4.1.2", "4.1.10") };

        var change = Assert.Single(Compare(before, after).Channels);

        Assert.Equal(["4.1.10"], change.Releases.Added.Select(version => version.Text));
        Assert.Equal(["4.1.9"], change.Releases.Removed.Select(version => version.Text));
        Assert.Equal(["4.1.2>4.1.10", "4.1.2>4.1.11", "4.1.10>4.1.11"], change.Edges.Added.Select(Words));
        Assert.Equal(["4.1.2>4.1.9", "4.1.9>4.1.11"], change.Edges.Removed.Select(Words));
    }

    [Fact]
    public void An_edge_that_became_conditional_is_removed_there_and_added_here()
    {
        var before = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0") };
        var after = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Guard("4.1.1", Risk("Slow")) };

        var change = Assert.Single(Compare(before, after).Channels);

        Assert.Equal(["4.1.0>4.1.1"], change.Edges.Removed.Select(Words));
        Assert.Equal(["4.1.0>4.1.1 Slow"], change.ConditionalEdges.Added.Select(Words));
        Assert.Equal("Slow", string.Join(' ', change.Risks.Added));
        Assert.Empty(change.ConditionalEdges.Removed);
    }

    [Fact]
    public void A_conditional_edge_with_other_risks_is_changed_and_the_risks_are_told()
    {
        var before = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Guard("4.1.1", Risk("Slow")), Guard("4.1.1", Risk("Loud")) };
        var after = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Guard("4.1.1", Risk("Slow", Query("up"))), Guard("4.1.1", Risk("Warm")) };

        var change = Assert.Single(Compare(before, after).Channels);

        var edge = Assert.Single(change.ChangedConditionalEdges);
        Assert.Equal(["Loud", "Slow"], edge.Before.Select(risk => risk.Name));
        Assert.Equal(["Slow", "Warm"], edge.After.Select(risk => risk.Name));
        Assert.True(change.ConditionalEdges.IsEmpty);
        Assert.Equal("Warm", string.Join(' ', change.Risks.Added));
        Assert.Equal("Loud", string.Join(' ', change.Risks.Removed));
        Assert.Equal("Slow", string.Join(' ', change.ChangedRisks));
    }

    [Fact]
    public void A_release_with_another_payload_or_address_is_changed_but_not_for_another_channel()
    {
        var before = new Sketch
        {
            Release("4.1.0"), Release("4.1.1"), Release("4.1.2"),
            Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.2"), Channel("fast-4.1", "4.1.2"),
        };
        var after = new Sketch
        {
            Release("4.1.0").Payload(PayloadOf("other")), Release("4.1.1").With("url", "https://example.com/errata").With("description", "Fixes."), Release("4.1.2"),
            Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.2"), Channel("fast-4.1"),
        };

        var channels = Compare(before, after).Channels;

        Assert.Equal(["fast-4.1", "stable-4.1"], channels.Select(channel => channel.After));
        Assert.Equal(["4.1.0 manifestref", "4.1.1 description url"], channels[1].ChangedReleases.Select(change =>
            $"{change.Version} {string.Join(' ', change.MetadataKeys.Select(key => key.Split('.')[^1]))}"));
        Assert.Equal(["4.1.2"], channels[0].Releases.Removed.Select(version => version.Text));
    }

    [Fact]
    public void A_release_with_another_payload_that_one_side_s_channel_lacks_is_not_changed_but_added_or_removed()
    {
        var before = new Sketch { Release("4.1.0"), Release("4.1.1"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0", "4.1.1") };
        var after = new Sketch { Release("4.1.0"), Release("4.1.1").Payload(PayloadOf("other")), Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0") };

        Assert.Equal(
            ["fast-4.1 +0 -1 ~0", "stable-4.1 +1 -0 ~0"],
            Compare(before, after).Channels.Select(change => $"{change.After} +{change.Releases.Added.Length} -{change.Releases.Removed.Length} ~{change.ChangedReleases.Length}"));
    }

    [Fact]
    public void Channels_and_architectures_come_and_go_and_can_be_picked()
    {
        var before = new Sketch { Release("4.1.0"), Release("4.1.0+arm64"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0") };
        var after = new Sketch { Release("4.1.0"), Release("4.1.0+s390x"), Channel("fast-4.1", "4.1.0"), Channel("eus-4.1", "4.1.0") };

        Assert.Equal(
            ["eus-4.1 amd64", "eus-4.1 s390x", "fast-4.1 arm64", "fast-4.1 s390x", "stable-4.1 amd64", "stable-4.1 arm64"],
            Compare(before, after).Channels.Select(change => $"{change.After} {change.Architecture}"));
        Assert.Equal(
            ["stable-4.1 amd64"],
            GraphComparison.Between(before.Build().Build.Graph, after.Build().Build.Graph, Arch("amd64"), "stable-4.1").Channels.Select(change => $"{change.After} {change.Architecture}"));
    }

    [Fact]
    public void Two_channels_of_one_graph_compare_as_well()
    {
        var graph = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1"),
            Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0", "4.1.1", "4.1.2"),
        }.Build().Build.Graph.Architectures[0];

        var change = ChannelComparison.Between(graph, "stable-4.1", graph, "fast-4.1", graph.Architecture);

        Assert.Equal(["4.1.2"], change.Releases.Added.Select(version => version.Text));
        Assert.Equal(["4.1.1>4.1.2"], change.Edges.Added.Select(Words));
        Assert.True(change.Releases.Removed.IsEmpty && change.Edges.Removed.IsEmpty && change.ChangedReleases.IsEmpty);
    }

    [Fact]
    public void The_json_names_every_change()
    {
        var before = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0") };
        var after = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1"), Guard("4.1.1", Risk("Slow")) };

        Assert.Equal(
            """{"channels":[{"channel":"stable-4.1","arch":"amd64","releases":{"added":["4.1.2"],"removed":[],"changed":[]},"edges":{"added":[["4.1.1","4.1.2"]],"removed":[["4.1.0","4.1.1"]]},"conditionalEdges":{"added":[{"from":"4.1.0","to":"4.1.1","risks":["Slow"]}],"removed":[],"changed":[]},"risks":{"added":["Slow"],"removed":[],"changed":[]}}]}""",
            Compare(before, after).Write(AnswerFormat.Json));
    }

    [Theory]
    [InlineData("", "eus-4.1 amd64, eus-4.1 s390x, fast-4.1 arm64, fast-4.1 s390x, stable-4.1 amd64, stable-4.1 arm64")]
    [InlineData("channel=eus-4.1", "eus-4.1 amd64, eus-4.1 s390x")]
    [InlineData("channel=stable-4.1&arch=x86_64", "stable-4.1 amd64")]
    [InlineData("arch=s390x&format=md", "eus-4.1 s390x, fast-4.1 s390x")]
    public void A_question_about_two_graphs_is_about_all_of_them_or_a_part(string query, string channels)
    {
        var reply = Ask(query);

        Assert.False(reply.IsRefused);
        Assert.Equal(channels, string.Join(", ", Assert.IsType<GraphComparison>(reply.Answer).Channels.Select(change => $"{change.After} {change.Architecture}")));
        Assert.Equal(query.Contains("md", StringComparison.Ordinal) ? AnswerFormat.Markdown : null, reply.Format);
    }

    [Theory]
    [InlineData("channel=stable-4.2", "There is no channel stable-4.2.", "stable-4.1")]
    [InlineData("arch=arm46", "No release is there for the architecture arm46; there are amd64, arm64, s390x.", "arm64")]
    [InlineData("format=svg", "This answer has no format 'svg'; it has json, text, md.", "")]
    [InlineData("arch=amd64&arch=arm64", "'arch' is given twice, as 'amd64' and as 'arm64'; give it once.", "")]
    public void A_question_about_what_neither_graph_has_is_refused_with_near_names(string query, string message, string near)
    {
        var reply = Ask(query);

        var refusal = Assert.Single(reply.Refusals);
        Assert.Equal((message, near), (refusal.Message, refusal.NearMatches.FirstOrDefault("")));
        Assert.Null(reply.Answer);
    }

    [Fact]
    public void The_json_names_the_revisions_that_are_compared_or_else_the_one_that_was_asked()
    {
        var asked = new WritingOptions { Revision = 5 };

        Assert.Equal("""{"before":6,"after":7,"channels":[]}""", (new GraphComparison([]) { Revisions = (6, 7) }).Write(AnswerFormat.Json, asked));
        Assert.Equal("""{"revision":5,"channels":[]}""", new GraphComparison([]).Write(AnswerFormat.Json, asked));
    }

    [Fact]
    public void Who_has_gone_is_compared_nothing_for() =>
        Assert.Throws<OperationCanceledException>(() => Ask("", new CancellationToken(canceled: true)));

    private static Reply Ask(string query, CancellationToken cancellationToken = default)
    {
        var before = new Sketch { Release("4.1.0"), Release("4.1.0+arm64"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0") };
        var after = new Sketch { Release("4.1.0"), Release("4.1.0+s390x"), Channel("fast-4.1", "4.1.0"), Channel("eus-4.1", "4.1.0") };
        var pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]));
        return GraphComparison.Ask(before.Build().Build.Graph, after.Build().Build.Graph, QuestionParameters.Of(pairs), cancellationToken);
    }

    private static GraphComparison Compare(Sketch before, Sketch after) =>
        GraphComparison.Between(before.Build().Build.Graph, after.Build().Build.Graph);

    private static string Words(Edge edge) => $"{edge.From}>{edge.To}";

    private static string Words(ConditionalEdge edge) => $"{edge.From}>{edge.To} {string.Join('+', edge.Risks.Select(risk => risk.Name))}";
}
