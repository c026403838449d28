using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Explanations;

public sealed class ExplainerTests
{
    [Fact]
    public void A_version_that_only_a_channel_names_is_not_mirrored_and_the_sources_are_told()
    {
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.2") });

        var reason = Assert.Single(planner.Explain(Question("4.1.0", "4.1.1")).Reasons);

        Assert.Equal(ReasonKind.NotMirrored, reason.Kind);
        Assert.Equal("stable-4.1", string.Join(' ', reason.Evidence.Channels));
        Assert.Equal("4.1.2", string.Join(' ', reason.Evidence.NamedBy));
        Assert.Equal("quay.example", string.Join(' ', reason.Evidence.Sources));
        Assert.Equal("4.1.1", string.Join(' ', planner.ListChannels(Architecture.Default).Channels.Single().NotMirrored));
    }

    [Fact]
    public void Releases_of_a_channel_without_an_image_are_listed_in_order_for_each_architecture()
    {
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.0+arm64"), Channel("stable-4.1", "4.1.10", "4.1.0", "4.1.9", "4.1.9", "4.1.1+arm64") });

        Assert.Equal("4.1.9 4.1.10", string.Join(' ', planner.ListChannels(Architecture.Default).Channels.Single().NotMirrored));
        Assert.Equal("4.1.1 4.1.9 4.1.10", string.Join(' ', planner.ListChannels(Arch("arm64")).Channels.Single().NotMirrored));
    }

    [Fact]
    public void The_feeder_s_delay_tells_the_earliest_date()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"),
            Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0", "4.1.1"),
        };
        var build = sketch.Build().Build;
        var planner = new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build)
        {
            Feeders = new Dictionary<string, Feeder> { ["stable-4.1"] = new("fast-4.1", "P1W") },
            InChannelSince = (channel, _) => channel == "fast-4.1" ? new DateTimeOffset(2026, 2, 17, 0, 0, 0, TimeSpan.Zero) : null,
        });

        var reasons = planner.Explain(Question("4.1.0", "4.1.1") with { Channel = "stable-4.1" }).Reasons;

        Assert.Equal([ReasonKind.NotYetPromoted, ReasonKind.DeadEnd], reasons.Select(reason => reason.Kind));
        var reason = reasons[0];
        Assert.Equal(("fast-4.1", "P1W", new DateTimeOffset(2026, 2, 24, 0, 0, 0, TimeSpan.Zero)), (reason.Evidence.Feeder, reason.Evidence.Delay, reason.Evidence.Earliest));
    }

    [Fact]
    public void A_removed_release_and_one_in_quarantine_are_told_where_to_look()
    {
        var planner = PlannerOf(new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0").With("io.openshift.upgrades.graph.release.remove", "true").Line(7),
            Release("4.1.2"), Release("4.1.3").Payload(Release("4.1.2").Payload).Line(9),
        });

        var removed = Assert.Single(planner.Explain(Question("4.1.0", "4.1.1")).Reasons);
        var quarantined = Assert.Single(planner.Explain(Question("4.1.0", "4.1.3")).Reasons);

        Assert.Equal((ReasonKind.ToUnknown, 7, "Its metadata say io.openshift.upgrades.graph.release.remove."), (removed.Kind, removed.Evidence.Line, removed.Evidence.LeftOut));
        Assert.Equal((ReasonKind.ToUnknown, 9), (quarantined.Kind, quarantined.Evidence.Line));
        Assert.Contains("same payload", quarantined.Evidence.LeftOut, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.1.1", ReasonKind.AlreadyThere, "The cluster runs 4.1.1 already.", "Nothing to do.")]
    [InlineData("4.1.0", ReasonKind.RollbackNotSupported, "4.1.0 is below 4.1.1, and a cluster does not go back to an earlier version.", "Choose a later version; to go back, restore the cluster from a backup taken before the update.")]
    public void Who_is_there_already_and_who_would_go_back_are_told_so(string to, ReasonKind kind, string message, string next)
    {
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0") });

        var reason = Assert.Single(planner.Explain(Question("4.1.1", to)).Reasons);

        Assert.Equal((kind, message, to, next), (reason.Kind, reason.Message, reason.Evidence.Version, reason.Next));
    }

    [Fact]
    public void A_directive_that_takes_an_edge_away_is_a_hard_block()
    {
        var planner = PlannerOf(new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Raw("4.1.1", "io.openshift.upgrades.graph.previous.remove_regex", @"4\.1\.0"),
        });

        var reasons = planner.Explain(Question("4.1.0", "4.1.1")).Reasons;

        var reason = reasons.Single(reason => reason.Kind == ReasonKind.HardBlocked);
        Assert.Equal(("raw/metadata.json", @"4\.1\.0"), (reason.Evidence.File, reason.Evidence.Pattern));
    }

    [Fact]
    public void A_source_without_a_way_out_of_its_channel_is_told_which_channels_have_one()
    {
        var planner = PlannerOf(new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2"),
            Channel("stable-4.1", "4.1.0", "4.1.2"), Channel("fast-4.1", "4.1.0", "4.1.1", "4.1.2"),
        });

        var reason = Assert.Single(planner.FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.2"))) { Channel = "stable-4.1" }).Reasons);

        Assert.Equal(ReasonKind.DeadEnd, reason.Kind);
        Assert.Equal("fast-4.1", string.Join(' ', reason.Evidence.Channels));
    }

    [Fact]
    public void A_channel_that_does_not_exist_has_near_matches()
    {
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0") });

        var reason = Assert.Single(planner.FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Newest) { Channel = "stabel-4.1" }).Reasons);

        Assert.Equal((ReasonKind.NotInChannel, "There is no channel stabel-4.1 for amd64.", "Choose a channel that exists."), (reason.Kind, reason.Message, reason.Next));
        Assert.Equal("stable-4.1", string.Join(' ', reason.Evidence.NearMatches));
    }

    [Fact]
    public void An_unknown_name_to_avoid_is_refused_with_near_matches()
    {
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Guard("4.1.1", Risk("DiskFull")) });

        var refusal = planner.FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Newest) { Avoid = ["DiscFull"] }).Refusal;

        Assert.Equal((RefusalKind.UnknownName, "avoid"), (refusal!.Kind, refusal.Parameter));
        Assert.Equal("DiskFull", string.Join(' ', refusal.NearMatches));
    }

    [Fact]
    public void Where_every_way_is_avoided_the_answer_says_so()
    {
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Guard("4.1.1", Risk("DiskFull")) });

        var answer = planner.FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.1"))) { Avoid = ["DiskFull"] });

        Assert.Empty(answer.Plans);
        Assert.Equal(ReasonKind.OnlyConditional, Assert.Single(answer.Reasons).Kind);
    }

    [Fact]
    public void The_newest_release_that_cannot_be_reached_is_explained_beside_the_plan_to_the_one_that_can()
    {
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1"), Block("4.1.2") });

        var answer = planner.FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Newest) { Channel = Sketch.Everything });

        Assert.Equal("4.1.1", answer.Best!.Hops[^1].To.Version.Text);
        Assert.Contains(answer.Reasons, reason => reason.Kind == ReasonKind.HardBlocked);
    }

    [Fact]
    public void A_cluster_that_runs_the_newest_has_a_plan_without_hops()
    {
        var planner = PlannerOf(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0") });

        var answer = planner.FindPath(new PathQuestion(Version("4.1.1"), PathTarget.Newest) { Alternatives = 3 });

        Assert.Empty(Assert.Single(answer.Plans).Hops);
        Assert.Equal(1, answer.Ties);
    }

    private static ExplanationQuestion Question(string from, string to) => new(Version(from), Version(to));

    private static Planner PlannerOf(Sketch sketch)
    {
        var build = sketch.Build().Build;
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build) { Sources = ["quay.example"] });
    }
}
