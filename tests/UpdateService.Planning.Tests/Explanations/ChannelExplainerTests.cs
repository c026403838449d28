using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Explanations;

/// <summary>Updates that the channel that was asked for, or any, does not serve.</summary>
public sealed class ChannelExplainerTests
{
    [Fact]
    public void Releases_that_share_no_channel_are_told_so()
    {
        var reason = First(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.2", "4.1.1"), Channel("stable-4.2", "4.1.1") }, channel: null);

        Assert.Equal("NotInChannel: No channel that clusters can ask for has both 4.1.0 and 4.1.1. -> Update to a release first that shares a channel with both.", Words(reason));
        Assert.Equal(("4.1.1", "stable-4.2 fast-4.2"), (reason.Evidence.Version, string.Join(' ', reason.Evidence.Channels)));
    }

    [Fact]
    public void The_channel_that_has_both_releases_is_the_next_step_or_else_none()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel("stable-4.2", "4.1.1"), Channel("fast-4.2", "4.1.1") };
        Assert.Equal("NotInChannel: 4.1.1 is not in stable-4.1. -> Ask without a channel: no channel has both releases.", Words(First(sketch)));

        sketch.Add(Channel("eus-4.2", "4.1.0", "4.1.1"));
        var reason = First(sketch);
        Assert.Equal("NotInChannel: 4.1.1 is not in stable-4.1. -> Change to eus-4.2.", Words(reason));
        Assert.Equal(("4.1.1", "stable-4.1", "stable-4.2 eus-4.2 fast-4.2"), (reason.Evidence.Version, reason.Evidence.Channel, string.Join(' ', reason.Evidence.Channels)));
    }

    [Fact]
    public void Each_end_that_is_not_in_the_channel_is_told()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2"), Channel("stable-4.1", "4.1.2"), Channel("stable-4.2", "4.1.1") };

        Assert.Equal(
            ["NotInChannel: 4.1.0 is in no channel at all. -> Choose a release that a channel offers.", "NotInChannel: 4.1.1 is not in stable-4.1. -> Ask without a channel: no channel has both releases."],
            Reasons(sketch).Take(2).Select(Words));
        Assert.Equal(("4.1.0", "stable-4.1"), (First(sketch).Evidence.Version, First(sketch).Evidence.Channel));
    }

    [Fact]
    public void A_release_of_a_later_stream_of_the_same_name_waits_there()
    {
        var reason = First(new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"),
            Channel("stable-4.1", "4.1.0"), Channel("candidate-4.1", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0", "4.1.1"), Channel("fast-4.2", "4.1.1"),
        });

        Assert.Equal("NotYetPromoted: 4.1.1 is in fast-4.1, but not in stable-4.1. -> Wait until it reaches stable-4.1, or change to fast-4.1.", Words(reason));
        Assert.Equal(("4.1.1", "stable-4.1", "fast-4.1", null), (reason.Evidence.Version, reason.Evidence.Channel, reason.Evidence.Feeder, reason.Evidence.Delay));
        Assert.Equal("fast-4.1 candidate-4.1", string.Join(' ', reason.Evidence.Channels));
    }

    [Theory]
    [InlineData("fast-4.2", "4.1.1 is not in stable-4.1. -> Ask without a channel: no channel has both releases.")]
    [InlineData("eus-4.1", "4.1.1 is not in stable-4.1, but in eus-4.1. -> Change to eus-4.1 if the cluster has a subscription for extended support.")]
    public void A_release_of_another_name_or_of_extended_support_does_not_wait_there(string elsewhere, string words) => Assert.Equal(
        $"NotInChannel: {words}",
        Words(First(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel(elsewhere, "4.1.1") })));

    [Theory]
    [InlineData("candidate-4.1", "P1W", "4.1.1 is in candidate-4.1, but not in stable-4.1, where it can be on 2026-02-24 at the earliest.")]
    [InlineData("candidate-4.1", "soon", "4.1.1 is in candidate-4.1, but not in stable-4.1.")]
    [InlineData("fast-4.1", "P1W", "4.1.1 is in fast-4.1, but not in stable-4.1.")]
    [InlineData("fast-4.2", "P1W", "4.1.1 is in fast-4.1, but not in stable-4.1.")]
    public void The_date_is_told_where_the_feeder_has_the_release_and_it_is_known_since_when(string feeder, string delay, string message)
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"),
            Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0", "4.1.1"), Channel("candidate-4.1", "4.1.0", "4.1.1"), Channel("fast-4.2", "4.1.0"),
        };
        var build = sketch.Build().Build;
        var facts = new PlanningFacts(sketch.Inputs, build)
        {
            Feeders = new Dictionary<string, Feeder> { ["stable-4.1"] = new(feeder, delay) },
            InChannelSince = (channel, _) => channel == "candidate-4.1" ? new DateTimeOffset(2026, 2, 17, 23, 59, 0, TimeSpan.Zero) : null,
        };

        var reason = new Planner(build.Graph, facts).Explain(new ExplanationQuestion(Version("4.1.0"), Version("4.1.1")) { Channel = "stable-4.1" }).Reasons[0];

        Assert.Equal(message, reason.Message);
        Assert.Equal(feeder == "fast-4.2" ? null : delay, reason.Evidence.Delay);
        Assert.Equal(message.EndsWith("earliest.", StringComparison.Ordinal), reason.Evidence.Earliest is not null);
    }

    [Fact]
    public void A_channel_that_does_not_exist_is_told_with_near_ones_and_those_that_have_both()
    {
        var reason = First(
            new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel("candidate-4.2", "4.1.0", "4.1.1") },
            channel: "stabel-4.1");

        Assert.Equal("NotInChannel: There is no channel stabel-4.1 with releases of amd64. -> Change to candidate-4.2.", Words(reason));
        Assert.Equal(("stabel-4.1", "stable-4.1", "candidate-4.2"), (reason.Evidence.Channel, string.Join(' ', reason.Evidence.NearMatches), string.Join(' ', reason.Evidence.Channels)));
    }

    [Fact]
    public void What_a_channel_leaves_out_because_no_cluster_could_store_it_is_told_so()
    {
        var all = Enumerable.Range(0, 503).Select(patch => $"4.1.{patch}").ToArray();
        var sketch = new Sketch { Release("4.1.0"), all.Skip(1).Select(version => Release(version).From("4.1.0")), all.Skip(1).Select(version => Guard(version, Risk("A"))) };

        Assert.Equal(
            ["NotInChannel: stable-4.1 leaves this update out: a cluster cannot store more than 500 conditional updates, and newer ones come first. -> Choose a newer target or a smaller channel."],
            Reasons(sketch).Select(Words));
        Assert.Equal("stable-4.1", First(sketch).Evidence.Channel);
    }

    private static string Words(Reason reason) => $"{reason.Kind}: {reason.Message} -> {reason.Next}";

    private static Reason First(Sketch sketch, string? channel = "stable-4.1") => Reasons(sketch, channel)[0];

    private static IReadOnlyList<Reason> Reasons(Sketch sketch, string? channel = "stable-4.1")
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build)).Explain(new ExplanationQuestion(Version("4.1.0"), Version("4.1.1")) { Channel = channel }).Reasons;
    }
}
