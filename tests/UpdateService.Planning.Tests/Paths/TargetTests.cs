using System.Collections.Immutable;
using UpdateService.Graph.Versions;
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
    public void Who_runs_something_newer_than_all_that_is_meant_has_no_plan()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1-rc.1").From("4.1.0"), Channel("stable-4.1", "4.1.0", "4.1.1-rc.1") };
        Assert.Null(Answer(sketch, "4.1.1-rc.1", PathTarget.Newest).Best);
    }

    [Fact]
    public void Who_runs_the_only_release_is_there_already() =>
        Assert.Empty(Answer(new Sketch { Release("4.1.0") }, "4.1.0", PathTarget.Newest).Best!.Hops);

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

    private static string Newest(Sketch sketch, string? channel = null) => Stops(Answer(sketch, "4.1.0", PathTarget.Newest, channel: channel));

    private static string Minor(Sketch sketch, ulong minor) => Stops(Answer(sketch, "4.1.0", PathTarget.Of(new MinorName(4, minor))));

    private static string Stops(PathAnswer answer) => answer.Best is { } best ? string.Join(' ', best.Hops.Select(hop => hop.To.Version)) : "";

    private static PathAnswer Answer(Sketch sketch, string from, PathTarget to, ImmutableArray<ReleaseVersion>? via = null, string? channel = null)
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build)).FindPath(new PathQuestion(Version(from), to) { Via = via ?? [], Channel = channel });
    }
}
