using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Explanations;

/// <summary>Pairs that the graph has an edge for.</summary>
public sealed class EdgeExplainerTests
{
    [Fact]
    public void An_update_is_recommended_in_the_preferred_channel_that_has_it()
    {
        var reason = Assert.Single(Reasons(new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"),
            Channel("candidate-4.1", "4.1.0", "4.1.1"), Channel("stable-4.1", "4.1.0"), Channel("stable-4.2", "4.1.0", "4.1.1"), Channel("eus-4.1", "4.1.0", "4.1.1"),
        }));

        Assert.Equal("Recommended: 4.1.1 is a recommended update of 4.1.0 in stable-4.2. -> Be in stable-4.2 and update to 4.1.1.", Words(reason));
        Assert.Equal("stable-4.2 eus-4.1 candidate-4.1", string.Join(' ', reason.Evidence.Channels));
        Assert.Empty(reason.Evidence.Risks);
    }

    [Theory]
    [InlineData("", ReasonKind.Conditional, "A B")]
    [InlineData("A", ReasonKind.Conditional, "B")]
    [InlineData("C", ReasonKind.Conditional, "A B")]
    [InlineData("a b", ReasonKind.Conditional, "A B")]
    [InlineData("B A", ReasonKind.Recommended, "")]
    public void An_update_with_risks_is_recommended_once_all_are_accepted_by_name(string accept, ReasonKind kind, string open)
    {
        var reason = Assert.Single(Reasons(new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Guard("4.1.1", Risk("A")), Guard("4.1.1", Risk("B")) }, accept: accept));

        Assert.Equal((kind, "A B", open), (reason.Kind, string.Join(' ', reason.Evidence.Risks), string.Join(' ', reason.Evidence.UnacceptedRisks)));
        Assert.Equal(
            kind == ReasonKind.Recommended
                ? "Recommended: 4.1.1 is an update of 4.1.0 in stable-4.1; all of its risks are accepted: A, B. -> Be in stable-4.1 and update to 4.1.1."
                : $"Conditional: 4.1.1 is an update of 4.1.0 in stable-4.1 for clusters that these risks do not concern: {open.Replace(" ", ", ", StringComparison.Ordinal)}. -> "
                    + $"Read what the risks say; where they do not concern the cluster, accept them: {open.Replace(' ', ',')}",
            Words(reason));
    }

    [Fact]
    public void An_update_over_a_minor_is_no_update_that_a_plan_uses()
    {
        var reasons = Reasons(new Sketch { Release("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.3.0").From("4.1.0"), Channel("stable-4.3", "4.1.0", "4.1.2", "4.3.0") }, to: "4.3.0");

        var reason = Assert.Single(reasons);
        Assert.Equal(
            "CrossesMinors: 4.1.0 to 4.3.0 would skip a whole minor, which one update must not. -> Clusters may be offered this update, but no plan uses it. Go through a release of each minor version between.",
            Words(reason));
        Assert.Equal(("4.3.0", "stable-4.3"), (reason.Evidence.Version, string.Join(' ', reason.Evidence.Channels)));
    }

    [Fact]
    public void An_update_over_a_minor_names_the_stops_of_the_path_that_plans_use()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.2.0").From("4.1.0"), Release("4.3.0").From("4.1.0", "4.2.0"), Guard("4.3.0", "4[.]2[.].*", Risk("Slow")), Channel("stable-4.3", "4.1.0", "4.2.0", "4.3.0"),
        };

        Assert.Equal(
            "CrossesMinors: 4.1.0 to 4.3.0 would skip a whole minor, which one update must not. -> Clusters may be offered this update, but no plan uses it. Go through 4.2.0. The updates carry risks.",
            Words(Assert.Single(Reasons(sketch, to: "4.3.0"))));
    }

    [Fact]
    public void An_update_that_no_channel_of_the_first_streams_has_is_told_to_be_not_yet_promoted_unless_a_channel_is_asked_for()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"),
            Channel("stable-4.1", "4.1.0"), Channel("eus-4.2", "4.1.0"), Channel("candidate-4.1", "4.1.0", "4.1.1"), Channel("fast-4.1", "4.1.0", "4.1.1"),
        };

        Assert.Equal(
            [
                "Recommended: 4.1.1 is a recommended update of 4.1.0 in fast-4.1. -> Be in fast-4.1 and update to 4.1.1.",
                "NotYetPromoted: 4.1.1 is so far only in fast-4.1, candidate-4.1. -> Wait until it reaches stable-4.1, or change to fast-4.1.",
            ],
            Reasons(sketch).Select(Words));
        Assert.Equal(("4.1.1", "fast-4.1 candidate-4.1"), (Reasons(sketch)[1].Evidence.Version, string.Join(' ', Reasons(sketch)[1].Evidence.Channels)));
        Assert.Equal(["Recommended: 4.1.1 is a recommended update of 4.1.0 in candidate-4.1. -> Be in candidate-4.1 and update to 4.1.1."], Reasons(sketch, channel: "candidate-4.1").Select(Words));

        sketch.Add(Channel("eus-4.1", "4.1.0", "4.1.1"));
        Assert.Equal("NotInChannel: 4.1.1 is in no stable channel, but in eus-4.1. -> Change to eus-4.1 if the cluster has a subscription for extended support.", Words(Reasons(sketch)[1]));

        sketch.Add(Channel("stable-4.2", "4.1.1"));
        Assert.Equal(ReasonKind.Recommended, Assert.Single(Reasons(sketch)).Kind);
    }

    [Fact]
    public void A_target_that_a_channel_of_the_first_streams_has_is_not_told_to_wait_for_promotion_because_the_source_is_not_there()
    {
        var sketch = new Sketch { Release("4.1.0-rc.1"), Release("4.1.1").From("4.1.0-rc.1"), Channel("candidate-4.1", "4.1.0-rc.1", "4.1.1"), Channel("stable-4.1", "4.1.1") };

        Assert.Equal(["Recommended: 4.1.1 is a recommended update of 4.1.0-rc.1 in candidate-4.1. -> Be in candidate-4.1 and update to 4.1.1."], Reasons(sketch, from: "4.1.0-rc.1").Select(Words));
    }

    private static string Words(Reason reason) => $"{reason.Kind}: {reason.Message} -> {reason.Next}";

    private static IReadOnlyList<Reason> Reasons(Sketch sketch, string to = "4.1.1", string? channel = null, string accept = "", string from = "4.1.0")
    {
        var build = sketch.Build().Build;
        var question = new ExplanationQuestion(Version(from), Version(to)) { Channel = channel, Accept = [.. accept.Split(' ', StringSplitOptions.RemoveEmptyEntries)] };
        return new Planner(build.Graph, new PlanningFacts(sketch.Inputs, build)).Explain(question).Reasons;
    }
}
