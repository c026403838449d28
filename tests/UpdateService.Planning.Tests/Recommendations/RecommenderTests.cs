using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Recommendations;

public sealed class RecommenderTests
{
    [Fact]
    public void An_update_over_a_minor_is_shown_and_never_advised()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.3.0").From("4.1.0") };
        var alone = Advise(sketch);
        sketch.Add(Release("4.1.1").From("4.1.0"));
        var beside = Advise(sketch);

        Assert.Null(alone.Recommended);
        Assert.True(Assert.Single(alone.Updates).CrossesMinors);
        Assert.Equal((ReasonKind.CrossesMinors, "4.3.0"), (alone.Reasons.Single().Kind, alone.Reasons.Single().Evidence.Version));
        Assert.Equal("4.1.1", beside.Recommended?.Release.Version.Text);
        Assert.Equal("4.3.0 4.1.1", Versions(beside.Updates));
    }

    [Fact]
    public void An_update_that_leads_back_is_shown_as_one_and_never_advised()
    {
        var answer = Advise(new Sketch { Release("4.1.0").From("4.1.1"), Release("4.1.1"), Release("4.1.2"), Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.2") }, version: "4.1.1");

        Assert.Null(answer.Recommended);
        Assert.Equal(("4.1.0", false), (Assert.Single(answer.Updates).Release.Version.Text, answer.Updates[0].CrossesMinors));
        Assert.DoesNotContain(answer.Reasons, reason => reason.Kind == ReasonKind.CrossesMinors);
        Assert.Contains("4.1.0: leads back to an earlier version: no plan uses it", answer.Write(AnswerFormat.Text), StringComparison.Ordinal);
        Assert.Contains("\"crossesMinors\":false,\"leadsBack\":true", answer.Write(AnswerFormat.Json), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_is_advised_once_all_of_its_risks_are_accepted()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Guard("4.1.1", Risk("A")), Guard("4.1.1", Risk("B")) };

        var half = Advise(sketch, accept: "A");
        var whole = Advise(sketch, accept: "A B");

        Assert.Null(half.Recommended);
        Assert.Equal((ReasonKind.OnlyConditional, "B"), (half.Reasons.Single().Kind, string.Join(' ', half.Reasons.Single().Evidence.UnacceptedRisks)));
        Assert.Equal("4.1.1", whole.Recommended?.Release.Version.Text);
        Assert.Equal("4.1.1 is the newest release of stable-4.1 that 4.1.0 may be updated to, with accepted risks (A, B).", whole.Reasons.Single().Message);
        Assert.Equal(("", "4.1.1"), (Versions(whole.Updates), Versions(whole.ConditionalUpdates)));
    }

    [Fact]
    public void An_older_update_without_a_risk_is_advised_before_a_newer_one_with_a_risk()
    {
        var answer = Advise(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.1.3").From("4.1.0"), Guard("4.1.3", Risk("A")) });

        Assert.Equal("4.1.2", answer.Recommended?.Release.Version.Text);
        Assert.Equal(("4.1.2 4.1.1", "4.1.3"), (Versions(answer.Updates), Versions(answer.ConditionalUpdates)));
        Assert.Equal("4.1.2 is the newest release of stable-4.1 that 4.1.0 may be updated to without a risk.", answer.Reasons.Single().Message);
    }

    [Fact]
    public void Of_updates_with_risks_the_newest_of_those_with_the_fewest_left_is_named()
    {
        var answer = Advise(
            new Sketch
            {
                Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.1.3").From("4.1.0"),
                Guard("4.1.1", Risk("A")), Guard("4.1.2", Risk("B")), Guard("4.1.2", Risk("Known")), Guard("4.1.3", Risk("A")), Guard("4.1.3", Risk("B")),
            },
            accept: "Known");

        var reason = Assert.Single(answer.Reasons);
        Assert.Equal(("4.1.2", "B"), (reason.Evidence.Version, string.Join(' ', reason.Evidence.UnacceptedRisks)));
    }

    [Fact]
    public void A_blocked_update_and_one_of_another_channel_are_not_shown()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Block("4.1.1"), Guard("4.1.1", Risk("A")),
            Channel("stable-4.1", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0", "4.1.1", "4.1.2"),
        };

        var stable = Advise(sketch, accept: "A");

        Assert.Null(stable.Recommended);
        Assert.Empty(stable.Updates.Concat(stable.ConditionalUpdates));
        Assert.Contains(stable.Reasons, reason => reason.Kind == ReasonKind.HardBlocked);
        Assert.Equal("4.1.2", Advise(sketch, channel: "fast-4.1").Recommended?.Release.Version.Text);
    }

    [Fact]
    public void Without_a_channel_the_preferred_one_of_the_release_s_own_minor_is_taken()
    {
        var sketch = new Sketch { Release("4.1.0"), Channel("eus-4.2", "4.1.0"), Channel("fast-4.1", "4.1.0"), Channel("stable-4.2", "4.1.0"), Channel("eus-4.1", "4.1.0"), Channel("other-4.3") };

        var answer = Advise(sketch, channel: null);

        Assert.Equal(("eus-4.1", "stable-4.2 eus-4.2 fast-4.1"), (answer.Channel, string.Join(' ', answer.OtherChannels)));
        Assert.Equal("stable-4.3", Advise(new Sketch { Release("4.1.0"), Channel("eus-4.2", "4.1.0"), Channel("stable-4.3", "4.1.0") }, channel: null).Channel);
    }

    [Fact]
    public void Who_is_not_in_the_channel_or_in_none_is_told_so()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.1"), Channel("stable-4.2", "4.1.0", "4.1.1") };
        var nowhere = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.1") };

        var elsewhere = Advise(sketch);
        var none = Advise(nowhere, channel: null);

        Assert.Equal((null, ReasonKind.NotInChannel, "4.1.0 is not in stable-4.1."), (elsewhere.Recommended, elsewhere.Reasons.Single().Kind, elsewhere.Reasons.Single().Message));
        Assert.Equal((null, null, ReasonKind.NotInChannel), (none.Recommended, none.Channel, none.Reasons.Single().Kind));
        Assert.Equal("4.1.0", none.Current?.Version.Text);
    }

    [Fact]
    public void The_newest_release_of_a_channel_waits_and_one_without_a_way_on_is_told_why()
    {
        var newest = Advise(new Sketch { Release("4.1.0"), Release("4.0.0").To("4.1.0") });
        var stuck = Advise(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Block("4.1.1") });

        Assert.Equal("4.1.0 is the newest release of stable-4.1.", newest.Reasons.Single().Message);
        Assert.Contains(stuck.Reasons, reason => reason.Kind == ReasonKind.HardBlocked);
    }

    [Theory]
    [InlineData("stable-4.1", "Wait for the next release, or change to stable-4.2.")]
    [InlineData("eus-4.1", "Wait for the next release.")]
    [InlineData("fast-4.1", "Wait for the next release, or change to fast-4.2.")]
    public void The_newest_release_of_a_channel_is_told_the_channel_of_the_same_kind_that_leads_on(string channel, string next)
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.2.0").From("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0"), Channel("eus-4.1", "4.1.0"),
            Channel("candidate-4.1", "4.1.0", "4.2.0"), Channel("stable-4.2", "4.1.0", "4.2.0"), Channel("fast-4.2", "4.1.0", "4.2.0"), Channel("eus-4.2", "4.1.0"),
        };

        Assert.Equal(next, Advise(sketch, channel: channel).Reasons.Single().Next);
    }

    [Fact]
    public void The_move_to_several_architectures_is_offered_where_the_channel_has_the_same_version_there()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.0+multi"), Release("4.1.1"), Release("4.1.2"), Release("4.1.2+multi"),
            Channel("stable-4.1", "4.1.0", "4.1.1", "4.1.2+amd64"), Channel("fast-4.1", "4.1.2+multi"),
        };

        Assert.Equal("4.1.0+multi", Advise(sketch).MultiArchitecture?.Release.ToString());
        Assert.Null(Advise(sketch, "4.1.1").MultiArchitecture);
        Assert.Null(Advise(sketch, "4.1.2").MultiArchitecture);
        Assert.Null(Advise(sketch, architecture: "multi").MultiArchitecture);
        Assert.Null(Advise(new Sketch { Release("4.1.0") }).MultiArchitecture);
    }

    [Fact]
    public void An_architecture_and_a_version_that_do_not_exist_are_told()
    {
        var sketch = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0") };

        Assert.NotEmpty(Advise(sketch, architecture: "arm64").Reasons);
        var unknown = Advise(sketch, "4.1.9");
        Assert.Equal((ReasonKind.FromUnknown, null, null), (unknown.Reasons.Single().Kind, unknown.Current, unknown.Recommended));
    }

    private static RecommendationAnswer Advise(Sketch sketch, string version = "4.1.0", string? channel = "stable-4.1", string accept = "", string architecture = "amd64")
    {
        var build = sketch.Build().Build;
        var question = new RecommendationQuestion(Version(version)) { Architecture = Arch(architecture), Channel = channel, Accept = [.. accept.Split(' ', StringSplitOptions.RemoveEmptyEntries)] };
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build)).Recommend(question);
    }

    private static string Versions(IEnumerable<Update> updates) => string.Join(' ', updates.Select(update => update.Release.Version));
}
