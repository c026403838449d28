using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Paths;

/// <summary>Questions that are refused, and those that have no plan.</summary>
public sealed class PathFinderTests
{
    private static readonly Sketch Chain = new()
    {
        Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1"), Release("4.1.3").From("4.1.2"), Release("4.2.0").From("4.1.3"),
    };

    [Theory]
    [InlineData("4.1.1", "4.1.0", "4.1.0 is below 4.1.1, and a cluster does not go back to an earlier version.")]
    [InlineData("4.2.0", "4.1", "4.1 is below 4.2.0, and a cluster does not go back to an earlier version.")]
    public void The_way_back_is_refused_with_a_reason(string from, string to, string message)
    {
        var answer = Find(Chain, from, MinorName.TryParse(to, out var minor) ? PathTarget.Of(minor) : PathTarget.Of(Version(to)));

        Assert.Equal((RefusalKind.Rollback, "to", message), (answer.Refusal!.Kind, answer.Refusal.Parameter, answer.Refusal.Message));
        Assert.Equal((ReasonKind.RollbackNotSupported, message), (Assert.Single(answer.Reasons).Kind, answer.Reasons[0].Message));
        Assert.Empty(answer.Plans);
    }

    [Theory]
    [InlineData("4.1.0", "No plan can stop at 4.1.0: it does not lie between 4.1.1 and 4.1.3.")]
    [InlineData("4.2.0", "No plan can stop at 4.2.0: it does not lie between 4.1.1 and 4.1.3.")]
    [InlineData("4.1.1", null)]
    [InlineData("4.1.2", null)]
    [InlineData("4.1.3", null)]
    public void A_stop_outside_the_way_is_refused(string stop, string? message)
    {
        var answer = Find(Chain, "4.1.1", PathTarget.Of(Version("4.1.3")), via: [stop]);

        Assert.Equal(message, answer.Refusal?.Message);
        Assert.Equal(message is null ? "4.1.2 4.1.3" : "", string.Join(' ', answer.Best?.Hops.Select(hop => hop.To.Version.Text) ?? []));
        Assert.True(message is null || answer.Refusal is { Kind: RefusalKind.InvalidValue, Parameter: "via" });
        Assert.Empty(answer.Reasons);
    }

    [Fact]
    public void A_name_to_avoid_that_nothing_has_is_refused_without_a_reason()
    {
        var answer = Find(Chain, "4.1.0", PathTarget.Newest, avoid: ["4.1.7"]);

        Assert.Equal((RefusalKind.UnknownName, "avoid"), (answer.Refusal!.Kind, answer.Refusal.Parameter));
        Assert.Empty(answer.Reasons);
    }

    [Fact]
    public void Of_a_way_with_stops_the_first_part_that_has_no_plan_is_explained()
    {
        var sketch = new Sketch { Chain, Release("4.1.4").From("4.1.3"), Block("4.1.2"), Block("4.1.4") };

        var answer = Find(sketch, "4.1.0", PathTarget.Of(Version("4.1.4")), via: ["4.1.3", "4.1.2", "4.1.1"]);

        Assert.Equal("The update from 4.1.1 to 4.1.2 is blocked by blocked-edges/4.1.2.yaml:1.", answer.Reasons[0].Message);
        Assert.Equal("The update from 4.1.3 to 4.1.4 is blocked by blocked-edges/4.1.4.yaml:1.", Find(sketch, "4.1.2", PathTarget.Of(Version("4.1.4")), via: ["4.1.3"]).Reasons[0].Message);
    }

    [Fact]
    public void Where_a_plan_needs_something_to_be_avoided_the_answer_names_it()
    {
        var sketch = new Sketch { Chain, Guard("4.1.3", Risk("Slow")) };

        var risk = Assert.Single(Find(sketch, "4.1.0", PathTarget.Of(Version("4.1.3")), avoid: ["Slow"]).Reasons);
        var stop = Assert.Single(Find(sketch, "4.1.0", PathTarget.Of(Version("4.1.2")), avoid: ["4.1.1", "Slow"]).Reasons);

        Assert.Equal("Every path from 4.1.0 to 4.1.3 goes through something that is to be avoided.", risk.Message);
        Assert.Equal(("Ask again without avoiding Slow.", "Slow", "Slow"), (risk.Next, string.Join(' ', risk.Evidence.Risks), string.Join(' ', risk.Evidence.RiskSets.Single())));
        Assert.Equal("Ask again without avoiding one of 4.1.1, Slow.", stop.Next);
        Assert.Empty(stop.Evidence.RiskSets);
    }

    [Fact]
    public void A_question_about_one_channel_is_answered_of_that_channel_where_another_may_have_a_way()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.1.3").From("4.1.1", "4.1.2"),
            Channel("fast-4.1", "4.1.0", "4.1.1", "4.1.2", "4.1.3"), Channel("slow-4.1", "4.1.0", "4.1.1", "4.1.3"),
        };
        var build = sketch.Build().Build;
        var question = new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.3"))) { Channel = "slow-4.1", Avoid = ["4.1.1"] };

        var reason = Assert.Single(new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build)).FindPath(question).Reasons);

        Assert.Equal(("Every path from 4.1.0 to 4.1.3 in slow-4.1 goes through something that is to be avoided.", "slow-4.1"), (reason.Message, reason.Evidence.Channel));
    }

    [Fact]
    public void A_release_that_further_channels_lead_to_is_not_said_to_lie_behind_what_is_avoided()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.1.3").From("4.1.1", "4.1.2"), Release("4.1.4").From("4.1.0"), Release("4.1.5").From("4.1.1", "4.1.2"),
            Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.4", "4.1.5"), Channel("fast-4.1", "4.1.0", "4.1.2", "4.1.5"),
        };
        var answer = new Planner(sketch.Build().Build.Graph, PlanningFacts.None).FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Newest) { Avoid = ["4.1.1"] });

        Assert.Equal("4.1.4", answer.Best!.Hops[^1].To.Version.Text);
        Assert.Equal("NotInChannel: The way from 4.1.0 to 4.1.5 needs fast-4.1. -> Ask for 4.1.5 to see it.", Assert.Single(answer.Reasons) is var reason ? $"{reason.Kind}: {reason.Message} -> {reason.Next}" : "");
    }

    [Fact]
    public void Why_a_plan_ends_before_the_newest_release_is_told_within_what_the_question_allows()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Guard("4.1.2", Risk("Slow")) };

        foreach (var avoided in new[] { "4.1.2", "Slow" })
        {
            var answer = Find(sketch, "4.1.0", PathTarget.Newest, avoid: [avoided]);
            Assert.Equal("4.1.1", answer.Best!.Hops.Single().To.Version.Text);
            Assert.Equal(
                ("Every path from 4.1.0 to 4.1.2 goes through something that is to be avoided.", $"Ask again without avoiding {avoided}."),
                (Assert.Single(answer.Reasons).Message, answer.Reasons[0].Next));
        }

        var stop = Find(sketch, "4.1.0", PathTarget.Newest, via: ["4.1.1"]);
        Assert.Equal("4.1.1", stop.Best!.Hops.Single().To.Version.Text);
        Assert.DoesNotContain(stop.Reasons, reason => reason.Kind is ReasonKind.Recommended or ReasonKind.Conditional);
        Assert.Contains(stop.Reasons, reason => reason.Message.Contains("4.1.1", StringComparison.Ordinal));
    }

    private static PathAnswer Find(Sketch sketch, string from, PathTarget to, ImmutableArray<string>? via = null, ImmutableArray<string>? avoid = null)
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build))
            .FindPath(new PathQuestion(Version(from), to) { Via = [.. (via ?? []).Select(Version)], Avoid = avoid ?? [] });
    }
}
