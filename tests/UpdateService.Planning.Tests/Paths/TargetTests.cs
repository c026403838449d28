using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Paths;

/// <summary>What "the newest" and a minor can mean, and in which channels.</summary>
public sealed class TargetTests
{
    [Fact]
    public void The_newest_is_no_pre_release_but_in_channels_that_offer_them()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2-rc.1").From("4.1.0"),
            Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.2-rc.1"), Channel("candidate-4.1", "4.1.0", "4.1.1", "4.1.2-rc.1"),
        };
        Assert.Equal("4.1.1", Newest(sketch));
        Assert.Equal("4.1.1", Newest(sketch, channel: "stable-4.1"));
        Assert.Equal("4.1.2-rc.1", Newest(sketch, channel: "candidate-4.1"));
    }

    [Fact]
    public void A_minor_is_its_newest_release_and_a_pre_release_only_where_it_has_no_other()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.2.0").From("4.1.0"), Release("4.2.1-rc.1").From("4.1.0"), Release("4.3.0-rc.1").From("4.2.0"), Release("4.3.0-rc.2").From("4.2.0"),
            Channel("stable-4.3", "4.1.0", "4.2.0"), Channel("candidate-4.3", "4.1.0", "4.2.0", "4.2.1-rc.1", "4.3.0-rc.1", "4.3.0-rc.2"),
        };
        Assert.Equal("4.2.0", Minor(sketch, 2));
        Assert.Equal("4.2.0 4.3.0-rc.2", Minor(sketch, 3));
        Assert.Equal("", Minor(sketch, 4));
        Assert.Equal("", Minor(new Sketch { Release("4.1.0"), Release("4.2.0-rc.1").From("4.1.0"), Channel("stable-4.2", "4.1.0", "4.2.0-rc.1") }, 2));
    }

    [Fact]
    public void A_minor_that_only_candidates_have_is_its_newest_release_as_well()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.2.0").From("4.1.0"), Release("4.2.1-rc.1").From("4.1.0"),
            Channel("stable-4.1", "4.1.0"), Channel("candidate-4.2", "4.1.0", "4.2.0", "4.2.1-rc.1"),
        };
        Assert.Equal("4.2.0", Minor(sketch, 2));
    }

    [Fact]
    public void Who_can_go_nowhere_is_not_there_already()
    {
        var answer = Answer(new Sketch { Release("4.1.0"), Release("4.1.1") }, "4.1.0", PathTarget.Newest);

        Assert.Null(answer.Best);
        Assert.Equal(ReasonKind.DeadEnd, Assert.Single(answer.Reasons).Kind);
    }

    [Fact]
    public void Who_runs_a_pre_release_above_all_final_releases_is_up_to_date()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1-rc.1").From("4.1.0"), Channel("stable-4.1", "4.1.0", "4.1.1-rc.1") };
        var answer = Answer(sketch, "4.1.1-rc.1", PathTarget.Newest);

        Assert.Empty(answer.Best!.Hops);
        Assert.Equal((ReasonKind.UpToDate, "4.1.1-rc.1 is the newest release in stable channels."), (Assert.Single(answer.Reasons).Kind, answer.Reasons[0].Message));
    }

    [Fact]
    public void A_pre_release_without_a_later_final_release_goes_on_to_the_newest_pre_release()
    {
        var okd = new Sketch
        {
            Release("4.1.0-okd.1"), Release("4.1.0-okd.2").From("4.1.0-okd.1"), Release("4.1.0-okd.3").From("4.1.0-okd.2"),
            Channel("stable-4.1", "4.1.0-okd.1", "4.1.0-okd.2", "4.1.0-okd.3"),
        };
        var early = new Sketch
        {
            Release("4.1.0"), Release("4.2.0-ec.0"), Release("4.2.0-ec.1").From("4.2.0-ec.0"),
            Channel("stable-4.1", "4.1.0"), Channel("candidate-4.2", "4.1.0", "4.2.0-ec.0", "4.2.0-ec.1"),
        };

        Assert.Equal("4.1.0-okd.2 4.1.0-okd.3", Stops(Answer(okd, "4.1.0-okd.1", PathTarget.Newest)));
        Assert.Equal("4.1.0-okd.2 4.1.0-okd.3", Stops(Answer(okd, "4.1.0-okd.1", PathTarget.Newest, channel: "stable-4.1")));
        Assert.Equal("4.1.0-okd.2 4.1.0-okd.3", Stops(Answer(okd, "4.1.0-okd.1", PathTarget.Of(new MinorName(4, 1)))));
        Assert.Equal("4.2.0-ec.1", Stops(Answer(early, "4.2.0-ec.0", PathTarget.Newest)));
    }

    [Fact]
    public void A_pre_release_that_reaches_no_final_release_goes_on_to_what_it_reaches()
    {
        var sketch = new Sketch
        {
            Release("4.1.0-rc.1"), Release("4.1.0-rc.2").From("4.1.0-rc.1"), Release("4.1.0"),
            Channel("stable-4.1", "4.1.0"), Channel("candidate-4.1", "4.1.0-rc.1", "4.1.0-rc.2", "4.1.0"),
        };

        Assert.Equal("4.1.0-rc.2", Stops(Answer(sketch, "4.1.0-rc.1", PathTarget.Newest)));
    }

    [Fact]
    public void Who_runs_the_only_release_is_there_already() =>
        Assert.Empty(Answer(new Sketch { Release("4.1.0") }, "4.1.0", PathTarget.Newest).Best!.Hops);

    [Fact]
    public void Who_is_there_already_is_not_told_that_it_is_not_yet_promoted()
    {
        var answer = Answer(new Sketch { Release("4.1.0"), Release("4.1.1"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.1") }, "4.1.1", PathTarget.Of(Version("4.1.1")));

        Assert.Empty(answer.Best!.Hops);
        Assert.Equal(ReasonKind.AlreadyThere, Assert.Single(answer.Reasons).Kind);
    }

    [Fact]
    public void Channels_of_unknown_streams_are_searched_after_all_others_and_make_the_answer_wider()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel("mine-4.1", "4.1.0", "4.1.1") };
        var wide = Answer(sketch, "4.1.0", PathTarget.Of(Version("4.1.1")));
        sketch.Add(Channel("candidate-4.1", "4.1.0", "4.1.1"));
        var narrow = Answer(sketch, "4.1.0", PathTarget.Of(Version("4.1.1")));

        Assert.Equal(("4.1.1", true, "mine-4.1"), (Stops(wide), wide.IsWider, wide.Best!.Hops[0].Channel));
        Assert.Equal(("4.1.1", "candidate-4.1"), (Stops(narrow), narrow.Best!.Hops[0].Channel));
    }

    [Fact]
    public void Where_there_are_no_channels_of_the_preferred_streams_the_answer_is_not_called_wider()
    {
        var answer = Answer(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("candidate-4.1", "4.1.0", "4.1.1") }, "4.1.0", PathTarget.Newest);

        Assert.Equal(("4.1.1", false, "candidate"), (Stops(answer), answer.IsWider, string.Join(' ', answer.Streams)));
    }

    [Fact]
    public void A_plan_of_wider_channels_that_is_as_good_is_no_alternative()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.1.3").From("4.1.1", "4.1.2"),
            Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.3"), Channel("fast-4.1", "4.1.0", "4.1.1", "4.1.2", "4.1.3"),
        };
        var question = new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.3"))) { Alternatives = 5 };

        var plan = Assert.Single(PlannerOf(sketch).FindPath(question).Plans);

        Assert.Equal("4.1.1 4.1.3", string.Join(' ', plan.Hops.Select(hop => hop.To.Version)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4.1.1")]
    [InlineData("4.1.2")]
    public void A_plan_of_wider_channels_that_is_quicker_with_no_more_risks_is_an_alternative(string risky)
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"),
            Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("stable-4.2", "4.1.1", "4.1.2"), Channel("fast-4.1", "4.1.0", "4.1.2"),
        };
        if (risky.Length > 0)
        {
            sketch.Add(Guard(risky, Risk("Slow")));
        }

        var question = new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.2"))) { Alternatives = 5 };

        Assert.Equal("Best 4.1.1 4.1.2, WiderChannels 4.1.2", string.Join(", ", PlannerOf(sketch).FindPath(question).Plans.Select(plan => $"{plan.Kind} {string.Join(' ', plan.Hops.Select(hop => hop.To.Version))}")));
    }

    [Fact]
    public void A_channel_that_no_cluster_can_ask_for_is_in_no_plan()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel("Stable_4", "4.1.0", "4.1.1") };
        Assert.Null(Answer(sketch, "4.1.0", PathTarget.Of(Version("4.1.1"))).Best);
    }

    [Theory]
    [InlineData("4.1.0", "4.1.2")]
    [InlineData("4.1.1", "4.1.1 4.1.2")]
    [InlineData("4.1.2", "4.1.2")]
    [InlineData("4.2.0", "")]
    public void A_stop_is_at_an_end_or_between(string via, string stops)
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Release("4.2.0").From("4.1.2") };
        var answer = Answer(sketch, "4.1.0", PathTarget.Of(new MinorName(4, 1)), [Version(via)]);
        Assert.Equal(stops, Stops(answer));
    }

    [Fact]
    public void Where_the_newest_needs_a_risk_to_be_accepted_the_newest_that_needs_none_is_an_alternative()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Release("4.1.3").From("4.1.2"), Release("4.1.4").From("4.1.2"),
            Guard("4.1.3", Risk("Known")), Guard("4.1.4", Risk("Slow")),
        };

        Assert.Equal("Best 4.1.2 4.1.4, WithoutRisks 4.1.2, Next 4.1.1 4.1.2 4.1.4", Plans(PathTarget.Newest));
        Assert.Equal("Best 4.1.2 4.1.4, WithoutRisks 4.1.2 4.1.3, Next 4.1.1 4.1.2 4.1.4", Plans(PathTarget.Newest, "Known"));
        Assert.Equal("Best 4.1.2 4.1.4, Next 4.1.1 4.1.2 4.1.4", Plans(PathTarget.Newest, "Slow"));
        Assert.Equal("Best 4.1.2 4.1.4, Next 4.1.1 4.1.2 4.1.4", Plans(PathTarget.Of(Version("4.1.4"))));

        string Plans(PathTarget to, params string[] accept)
        {
            var question = new PathQuestion(Version("4.1.0"), to) { Accept = [.. accept], Alternatives = 10 };
            return string.Join(", ", PlannerOf(sketch).FindPath(question).Plans.Select(plan => $"{plan.Kind} {string.Join(' ', plan.Hops.Select(hop => hop.To.Version))}"));
        }
    }

    [Fact]
    public void A_target_that_the_preferred_streams_do_not_have_yet_is_told_to_be_not_yet_promoted()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0", "4.1.1") };
        var answer = Answer(sketch, "4.1.0", PathTarget.Of(Version("4.1.1")));
        sketch.Add(Channel("stable-4.2", "4.1.1"));
        var promoted = Answer(sketch, "4.1.0", PathTarget.Of(Version("4.1.1")));

        Assert.Equal(("4.1.1", ReasonKind.NotYetPromoted), (Stops(answer), Assert.Single(answer.Reasons).Kind));
        Assert.Equal(("4.1.1", true), (Stops(promoted), promoted.IsWider));
        Assert.Empty(promoted.Reasons);
    }

    [Theory]
    [InlineData(null, "fast-4.1", "oc adm upgrade channel fast-4.1")]
    [InlineData("stable-4.1", "fast-4.1", "oc adm upgrade channel fast-4.1")]
    [InlineData("fast-4.1", "fast-4.1", null)]
    [InlineData(null, null, "oc adm upgrade channel stable-4.1")]
    [InlineData("fast-4.1", null, null)]
    public void The_first_step_sets_the_channel_unless_the_cluster_is_known_to_be_in_it(string? current, string? asked, string? command)
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0", "4.1.1") };
        var question = new PathQuestion(Version("4.1.0"), PathTarget.Newest) { Channel = asked, CurrentChannel = current };

        var hop = Assert.Single(PlannerOf(sketch).FindPath(question).Best!.Hops);

        Assert.Equal(command, hop.ChannelCommand);
    }

    private static string Newest(Sketch sketch, string? channel = null) => Stops(Answer(sketch, "4.1.0", PathTarget.Newest, channel: channel));

    private static string Minor(Sketch sketch, ulong minor) => Stops(Answer(sketch, "4.1.0", PathTarget.Of(new MinorName(4, minor))));

    private static string Stops(PathAnswer answer) => answer.Best is { } best ? string.Join(' ', best.Hops.Select(hop => hop.To.Version)) : "";

    private static PathAnswer Answer(Sketch sketch, string from, PathTarget to, ImmutableArray<ReleaseVersion>? via = null, string? channel = null) =>
        PlannerOf(sketch).FindPath(new PathQuestion(Version(from), to) { Via = via ?? [], Channel = channel });

    private static Planner PlannerOf(Sketch sketch)
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build));
    }
}
