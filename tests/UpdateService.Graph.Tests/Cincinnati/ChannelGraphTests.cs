using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Cincinnati;

public sealed class ChannelGraphTests
{
    [Fact]
    public void Of_more_than_500_conditional_targets_of_a_source_the_newest_500_stay_and_it_is_reported()
    {
        var built = Fan(503);
        var pairs = AnswerPairs.Of(built.Answer());
        Assert.Equal(500, pairs.Conditional.Count);
        Assert.DoesNotContain(pairs.Conditional.Keys, pair => pair.To is "4.1.1" or "4.1.2" or "4.1.3");
        Assert.Contains(pairs.Conditional.Keys, pair => pair.To == "4.1.4");
        Assert.Empty(pairs.Edges);
        Assert.Equal(504, pairs.Nodes.Count);
        Assert.Empty(Invariants.Violations(built.Answer(), "amd64"));
        var problem = Assert.Single(built.Of(ProblemRule.ClientLimit));
        Assert.Equal(ProblemSeverity.Error, problem.Severity);
        Assert.Contains("4.1.0", problem.Message, StringComparison.Ordinal);
        Assert.Contains(Sketch.Everything, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_500_conditional_targets_nothing_is_left_out()
    {
        var built = Fan(500);
        Assert.Equal(500, AnswerPairs.Of(built.Answer()).Conditional.Count);
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void The_limit_counts_the_targets_of_the_channel_only()
    {
        var all = Enumerable.Range(0, 504).Select(patch => $"4.1.{patch}").ToArray();
        var built = Fan(503, Channel("stable-4.1", all), Channel("small-4.1", all[..10]));
        Assert.Equal(9, AnswerPairs.Of(built.Answer("small-4.1")).Conditional.Count);
        Assert.Equal(500, AnswerPairs.Of(built.Answer()).Conditional.Count);
        _ = Assert.Single(built.Of(ProblemRule.ClientLimit));
    }

    [Fact]
    public void Unconditional_targets_do_not_count()
    {
        var sketch = new Sketch { Release("4.1.0"), Enumerable.Range(1, 600).Select(patch => Release($"4.1.{patch}").From("4.1.0")) };
        sketch.Add(Guard("4.1.600", Risk("A")));
        var pairs = AnswerPairs.Of(sketch.Build().Answer());
        Assert.Equal((599, 1), (pairs.Edges.Count, pairs.Conditional.Count));
    }

    [Fact]
    public void An_edge_from_a_release_above_the_channel_is_not_in_it()
    {
        var built = new Sketch { Release("4.1.0").From("4.1.1"), Release("4.1.1"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0", "4.1.1") }.Build();
        Assert.Equal(("", "4.1.1 > 4.1.0"), (built.Edges(), built.Edges("fast-4.1")));
    }

    private static Built Fan(int targets, params Channel[] channels) => new Sketch
    {
        Release("4.1.0"),
        Enumerable.Range(1, targets).Select(patch => Release($"4.1.{patch}").From("4.1.0")),
        Enumerable.Range(1, targets).Select(patch => Guard($"4.1.{patch}", Risk("A"))),
        channels,
    }.Build();
}
