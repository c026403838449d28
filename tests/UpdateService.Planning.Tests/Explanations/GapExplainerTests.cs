using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Explanations;

/// <summary>Pairs that the graph has no edge for.</summary>
public sealed class GapExplainerTests
{
    private const string Choose = "Choose another target; the comments in the file may say why it is blocked.";

    [Theory]
    [InlineData(null, "")]
    [InlineData("stable-4.1", " in stable-4.1")]
    public void Who_is_too_old_is_told_all_stops(string? channel, string words)
    {
        var reason = Assert.Single(Reasons(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1"), Release("4.1.3").From("4.1.2") }, "4.1.0", "4.1.3", channel));

        Assert.Equal($"SourceTooOld: 4.1.0 is too old for 4.1.3{words}; the first stop that would help is 4.1.1. -> Go through 4.1.1, 4.1.2.", Words(reason));
        Assert.Equal(("4.1.0", "4.1.1", "4.1.1 4.1.2"), (reason.Evidence.Version, reason.Evidence.FirstStop, string.Join(' ', reason.Evidence.Stops)));
    }

    [Fact]
    public void A_way_with_stops_that_has_risks_tells_them_until_they_are_accepted()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1"), Guard("4.1.1", Risk("A")) };

        Assert.Equal(
            "OnlyConditional: Every path from 4.1.0 to 4.1.2 carries risks; A is enough to accept. -> Read what the risks say; where they do not concern the cluster, accept them: A",
            Told(sketch, "4.1.0", "4.1.2")[1]);
        Assert.Equal(ReasonKind.SourceTooOld, Assert.Single(Reasons(sketch, "4.1.0", "4.1.2", accept: "A")).Kind);

        sketch.Add(Guard("4.1.1", Risk("B")));
        Assert.Contains("; A, B are enough to accept. ->", Told(sketch, "4.1.0", "4.1.2")[1], StringComparison.Ordinal);

        sketch.Add(Release("4.1.1-rc.1").From("4.1.0").To("4.1.2"));
        sketch.Add(Guard("4.1.1-rc.1", Risk("C")));
        var reason = Reasons(sketch, "4.1.0", "4.1.2")[1];
        Assert.Contains("; the smallest of 2 sets to accept is C. ->", Words(reason), StringComparison.Ordinal);
        Assert.EndsWith("accept them: C", reason.Next, StringComparison.Ordinal);
        Assert.Equal(["C", "A B"], reason.Evidence.RiskSets.Select(set => string.Join(' ', set)));

        sketch.Add(Guard("4.1.1-rc.1", Risk("D")));
        Assert.Contains("; the smallest of 2 sets to accept is A, B. ->", Told(sketch, "4.1.0", "4.1.2")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_sets_of_risks_the_first_twenty_are_told()
    {
        var stops = Enumerable.Range(1, 21).Select(number => $"4.1.{number}").ToArray();
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.99").From(stops) };
        foreach (var stop in stops)
        {
            sketch.Add(Release(stop).From("4.1.0"));
            sketch.Add(Guard(stop, Risk($"R{stop[4..]}")));
        }

        var reason = Reasons(sketch, "4.1.0", "4.1.99")[1];
        Assert.Contains("; the smallest of 21 sets to accept is R1. ->", Words(reason), StringComparison.Ordinal);
        Assert.Equal(20, reason.Evidence.RiskSets.Length);
    }

    [Fact]
    public void Where_only_later_releases_lead_to_the_target_the_first_of_the_own_minor_is_told_or_else_the_first_of_all()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.4"), Release("4.1.5"), Release("4.2.1"), Release("4.2.8").From("4.2.1"), Release("4.2.9").From("4.1.4", "4.1.5", "4.2.1") };

        Assert.Equal(["SourceTooOld: 4.1.0 is too old for 4.2.9; the first stop that would help is 4.1.4. -> Explain 4.1.0 to 4.1.4 to see why no update leads there."], Told(sketch, "4.1.0", "4.2.9"));
        Assert.Equal(["SourceTooOld: 4.1.0 is too old for 4.2.8; the first stop that would help is 4.2.1. -> Explain 4.1.0 to 4.2.1 to see why no update leads there."], Told(sketch, "4.1.0", "4.2.8"));
    }

    [Fact]
    public void Who_is_too_new_is_told_the_newest_source_and_the_first_target_of_that_minor_instead()
    {
        var reason = Assert.Single(Reasons(
            new Sketch
            {
                Release("4.1.0"), Release("4.1.1"), Release("4.1.5"), Release("4.1.6").From("4.1.5"),
                Release("4.2.0"), Release("4.2.1").From("4.1.0", "4.1.1", "4.2.0"), Release("4.2.3").From("4.1.5"), Release("4.2.4").From("4.1.5"),
            },
            "4.1.5",
            "4.2.1"));

        Assert.Equal("SourceTooNew: 4.2.1 was built before 4.1.5; it takes clusters up to 4.1.1. -> Update to 4.2.3 instead.", Words(reason));
        Assert.Equal(("4.1.5", "4.1.1", "4.2.3"), (reason.Evidence.Version, reason.Evidence.Newest, reason.Evidence.FirstStop));
    }

    [Theory]
    [InlineData("fast-4.2", "4.2.2")]
    [InlineData("stable-4.2", "4.2.3")]
    public void Who_is_too_new_is_sent_to_a_target_of_the_channel_that_is_asked_for(string channel, string target)
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.5"), Release("4.2.1").From("4.1.0"), Release("4.2.2").From("4.1.5"), Release("4.2.3").From("4.1.5"),
            Channel("stable-4.2", "4.1.0", "4.1.5", "4.2.1", "4.2.3"), Channel("fast-4.2", "4.1.0", "4.1.5", "4.2.1", "4.2.2", "4.2.3"),
        };

        Assert.Equal([$"SourceTooNew: 4.2.1 was built before 4.1.5; it takes clusters up to 4.1.0. -> Update to {target} instead."], Told(sketch, "4.1.5", "4.2.1", channel));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("stable-4.1", " in stable-4.1")]
    public void Where_no_release_of_the_minor_takes_the_source_it_waits(string? channel, string words) => Assert.Equal(
        [$"SourceTooNew: No release of 4.2{words} was built after 4.1.5; 4.2.0 takes clusters up to 4.1.0. -> Wait for a later release of 4.2."],
        Told(new Sketch { Release("4.1.0"), Release("4.1.5"), Release("4.1.6").From("4.1.5"), Release("4.2.0").From("4.1.0") }, "4.1.5", "4.2.0", channel));

    [Fact]
    public void A_target_that_nothing_leads_into_is_told_as_such_or_what_blocks_its_sources()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.5"), Release("4.1.9") };
        Assert.Equal(["SourceTooNew: No update leads into 4.1.9. -> Choose a later target."], Told(sketch, "4.1.0", "4.1.9"));
        var inChannel = Assert.Single(Reasons(sketch, "4.1.0", "4.1.9", "stable-4.1"));
        Assert.Equal("SourceTooNew: No update leads into 4.1.9 in stable-4.1. -> Choose a later target.", Words(inChannel));
        Assert.Equal(("4.1.9", "stable-4.1"), (inChannel.Evidence.Version, inChannel.Evidence.Channel));

        foreach (var blocked in new[] { Release("4.1.10").From("4.1.5"), Release("4.1.10").With(MetadataKeys.PreviousAdd, "4.1.4, 4.1.5") })
        {
            Assert.Equal(
                [$"HardBlocked: No update leads into 4.1.10: the one from 4.1.5 is blocked by blocked-edges/4.1.10.yaml:1. -> {Choose}"],
                Told(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.5"), blocked, Block("4.1.10") }, "4.1.0", "4.1.10"));
        }
    }

    [Fact]
    public void A_way_through_less_proven_channels_is_told_as_one_unless_a_channel_is_asked_for()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1"),
            Channel("stable-4.1", "4.1.0", "4.1.2"), Channel("fast-4.1", "4.1.0", "4.1.2"), Channel("candidate-4.1", "4.1.0", "4.1.1", "4.1.2"),
        };
        const string words = "SourceTooOld: 4.1.0 is too old for 4.1.2; the first stop that would help is 4.1.1. -> Go through 4.1.1.";

        Assert.Equal([$"{words} Only candidate channels have this way."], Told(sketch, "4.1.0", "4.1.2"));
        Assert.Equal([words.Replace("4.1.2;", "4.1.2 in candidate-4.1;", StringComparison.Ordinal)], Told(sketch, "4.1.0", "4.1.2", "candidate-4.1"));

        sketch.Add(Channel("eus-4.1", "4.1.0", "4.1.1", "4.1.2"));
        Assert.Equal([$"{words} Only eus channels have this way."], Told(sketch, "4.1.0", "4.1.2"));
    }

    [Fact]
    public void A_block_of_a_source_that_the_channel_does_not_have_is_no_reason_in_it()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.5"), Release("4.1.6"), Release("4.1.10").From("4.1.5", "4.1.6"), Block("4.1.10", @"4\.1\.6"),
            Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.10"), Channel("fast-4.1", "4.1.0", "4.1.1", "4.1.5", "4.1.6", "4.1.10"), Channel("eus-4.1", "4.1.0", "4.1.1", "4.1.6", "4.1.10"),
        };

        Assert.Equal(["SourceTooNew: No update leads into 4.1.10 in stable-4.1. -> Choose a later target."], Told(sketch, "4.1.0", "4.1.10", "stable-4.1"));
        Assert.Equal(
            [$"HardBlocked: No update leads into 4.1.10 in eus-4.1: the one from 4.1.6 is blocked by blocked-edges/4.1.10.yaml:1. -> {Choose}"],
            Told(sketch, "4.1.0", "4.1.10", "eus-4.1"));
    }

    [Fact]
    public void A_channel_that_no_cluster_can_ask_for_is_no_way()
    {
        var over = new Sketch { Release("4.1.0"), Release("4.2.0").From("4.1.0"), Release("4.2.1").From("4.2.0"), Channel("stable-4.1", "4.1.0", "4.2.1"), Channel("Stable_4", "4.1.0", "4.2.0", "4.2.1") };
        var alone = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("Stable_4", "4.1.0", "4.1.1") };

        Assert.Equal(["DeadEnd: No update leads out of 4.1.0. -> Wait for a release that takes clusters of this version."], Told(over, "4.1.0", "4.2.1"));
        Assert.Equal(ReasonKind.NotInChannel, Reasons(alone, "4.1.0", "4.1.1")[0].Kind);
    }

    [Fact]
    public void An_end_that_is_not_in_the_channel_is_told_before_all_else()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1"),
            Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0", "4.1.1", "4.1.2"),
        };
        const string waits = "NotYetPromoted: 4.1.2 is in fast-4.1, but not in stable-4.1. -> Wait until it reaches stable-4.1, or change to fast-4.1.";

        Assert.Equal([waits], Told(sketch, "4.1.0", "4.1.2", "stable-4.1"));

        sketch.Add(Raw("4.1.2", MetadataKeys.PreviousAdd, "4.1.0"));
        sketch.Add(Block("4.1.2"));
        Assert.Equal([waits, $"HardBlocked: The update from 4.1.0 to 4.1.2 is blocked by blocked-edges/4.1.2.yaml:1. -> {Choose}"], Told(sketch, "4.1.0", "4.1.2", "stable-4.1"));
    }

    [Fact]
    public void Over_a_minor_the_stops_are_told_where_there_are_any()
    {
        var through = Assert.Single(Reasons(new Sketch { Release("4.1.0"), Release("4.2.0").From("4.1.0"), Release("4.3.0").From("4.2.0"), Block("4.3.0", @"4\.1") }, "4.1.0", "4.3.0"));
        var none = Told(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.2.0"), Release("4.3.0") }, "4.1.0", "4.3.0");

        Assert.Equal("CrossesMinors: 4.1.0 to 4.3.0 would skip a whole minor, which one update must not. -> Go through 4.2.0.", Words(through));
        Assert.Equal(("4.3.0", "4.2.0", "4.2.0"), (through.Evidence.Version, through.Evidence.FirstStop, string.Join(' ', through.Evidence.Stops)));
        Assert.Equal(["CrossesMinors: 4.1.0 to 4.3.0 would skip a whole minor, which one update must not. -> No path leads to 4.2 yet.", "SourceTooNew: No update leads into 4.2.0. -> Choose a later target."], none);
    }

    [Fact]
    public void A_block_is_told_with_the_way_round_it_where_there_is_one()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Block("4.1.2", @"4\.1\.0") };
        var round = Assert.Single(Reasons(sketch, "4.1.0", "4.1.2"));
        sketch.Add(Block("4.1.2", @"4\.1\.1"));

        Assert.Equal("HardBlocked: The update from 4.1.0 to 4.1.2 is blocked by blocked-edges/4.1.2.yaml:1. -> Go through 4.1.1.", Words(round));
        Assert.Equal(
            ("4.1.2", "blocked-edges/4.1.2.yaml", 1, @"4\.1\.0", "4.1.1"),
            (round.Evidence.Version, round.Evidence.File, round.Evidence.Line, round.Evidence.Pattern, string.Join(' ', round.Evidence.Stops)));
        Assert.Equal([$"HardBlocked: The update from 4.1.0 to 4.1.2 is blocked by blocked-edges/4.1.2.yaml:1. -> {Choose}"], Told(sketch, "4.1.0", "4.1.2"));
    }

    [Fact]
    public void A_dead_end_is_told_the_channels_that_have_a_way_out_and_one_over_a_minor_is_none()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2"), Release("4.3.0").From("4.1.0"),
            Channel("stable-4.1", "4.1.0", "4.1.2", "4.3.0"), Channel("candidate-4.1", "4.1.0", "4.1.1"), Channel("eus-4.1", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0"),
        };
        var reason = Assert.Single(Reasons(sketch, "4.1.0", "4.1.2", "stable-4.1"));

        Assert.Equal("DeadEnd: No update leads out of 4.1.0 in stable-4.1. -> Change to eus-4.1.", Words(reason));
        Assert.Equal(("4.1.0", "eus-4.1 candidate-4.1"), (reason.Evidence.Version, string.Join(' ', reason.Evidence.Channels)));
        Assert.Equal(["DeadEnd: No update leads out of 4.1.1. -> Wait for a release that takes clusters of this version."], Told(sketch, "4.1.1", "4.1.2"));
    }

    private static string[] Told(Sketch sketch, string from, string to, string? channel = null) => [.. Reasons(sketch, from, to, channel).Select(Words)];

    private static string Words(Reason reason) => $"{reason.Kind}: {reason.Message} -> {reason.Next}";

    private static IReadOnlyList<Reason> Reasons(Sketch sketch, string from, string to, string? channel = null, string accept = "")
    {
        var build = sketch.Build().Build;
        var question = new ExplanationQuestion(Version(from), Version(to)) { Channel = channel, Accept = [.. accept.Split(' ', StringSplitOptions.RemoveEmptyEntries)] };
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build)).Explain(question).Reasons;
    }
}
