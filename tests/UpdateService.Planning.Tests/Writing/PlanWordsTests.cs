using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Tests.Paths;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Writing;

/// <summary>What pages and texts say of plans, in the same words.</summary>
public sealed class PlanWordsTests
{
    [Fact]
    public void The_text_of_an_answer_begins_with_the_headline_and_has_every_note() => Law.Holds(SmallGraph.InManyChannels, graph =>
    {
        var planner = new Planner(graph.Graph, PlanningFacts.None);
        foreach (var to in (PathTarget[])[PathTarget.Newest, PathTarget.Of(Version("5.0.0")), PathTarget.Of(new MinorName(4, 3)), PathTarget.Of(Version("4.1.0"))])
        {
            var answer = planner.FindPath(new PathQuestion(Version("4.1.1"), to) { Accept = [.. graph.AcceptedNames, "Risk"], Alternatives = 3 });

            var text = answer.Write(AnswerFormat.Text, new WritingOptions { Width = 10_000 });

            Assert.StartsWith($"{PlanWords.Headline(answer)}\n", text, StringComparison.Ordinal);
            if (answer.Refusal is null)
            {
                Assert.All(PlanWords.Notes(answer).Concat(PlanWords.Notes(answer.IsComplete, answer.UnknownRisks)), note => Assert.Contains($"{note}\n", text, StringComparison.Ordinal));
                Assert.All(answer.Plans.Skip(1), plan => Assert.Contains($"{PlanWords.Name(plan.Kind)}: {PlanWords.Totals(plan)}.", text, StringComparison.Ordinal));
            }
        }
    });

    [Theory]
    [InlineData("4.1.0", null, "4.1.0 to 4.1.3 (amd64): 2 updates, no risks.", "Other plans are equally good; this one has the newest stops. Stable channels have no plan; this one was found in stable and fast channels.")]
    [InlineData("4.1.1", null, "4.1.1 to 4.1.3 (amd64): 1 update, no risks.", "Stable channels have no plan; this one was found in stable and fast channels.")]
    [InlineData("4.1.3", null, "4.1.3 (amd64): nothing to do.", "")]
    [InlineData("4.1.0", "stable-4.1", "No plan leads from 4.1.0 to the newest release in stable-4.1 (amd64).", "")]
    [InlineData("4.1.0", "fast-4.1", "4.1.0 to 4.1.3 (amd64): 2 updates, no risks.", "Other plans are equally good; this one has the newest stops.")]
    public void An_answer_is_told_with_its_ties_and_the_channels_that_were_needed(string from, string? channel, string headline, string notes)
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.1.3").From("4.1.1", "4.1.2"),
            Channel("stable-4.1", "4.1.0", "4.1.3"), Channel("fast-4.1", "4.1.0", "4.1.1", "4.1.2", "4.1.3"),
        };
        var answer = new Planner(sketch.Build().Build.Graph, PlanningFacts.None).FindPath(new PathQuestion(Version(from), PathTarget.Newest) { Channel = channel });

        Assert.Equal((headline, notes), (PlanWords.Headline(answer), string.Join(' ', PlanWords.Notes(answer))));
    }

    [Theory]
    [InlineData("4.1.0", "4.1.2", "4.1.1 is known by its tag only: a cluster refuses an image that it cannot verify by digest.")]
    [InlineData("4.1.0", "4.1.3", "4.1.1 and 4.1.3 are known by their tags only: a cluster refuses an image that it cannot verify by digest.")]
    [InlineData("4.1.0", "4.1.4", "4.1.1, 4.1.3 and 4.1.4 are known by their tags only: a cluster refuses an image that it cannot verify by digest.")]
    [InlineData("4.1.1", "4.1.2", "")]
    public void A_release_by_tag_is_told_since_no_cluster_takes_it(string from, string to, string notes)
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0").Payload("quay.example/release:4.1.1"), Release("4.1.2").From("4.1.1"),
            Release("4.1.3").From("4.1.1").Payload("quay.example/release:4.1.3"), Release("4.1.4").From("4.1.3").Payload("quay.example/release:4.1.4"),
        };
        var answer = new Planner(sketch.Build().Build.Graph, PlanningFacts.None).FindPath(new PathQuestion(Version(from), PathTarget.Of(Version(to))));

        Assert.Equal(notes, string.Join(' ', PlanWords.Notes(answer)));
    }

    [Fact]
    public void Advice_and_releases_tell_it_too()
    {
        var planner = new Planner(
            new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0").Payload("quay.example/release:4.1.1"), Channel("stable-4.1", "4.1.0", "4.1.1") }.Build().Build.Graph, PlanningFacts.None);
        const string note = "4.1.1 is known by its tag only: a cluster refuses an image that it cannot verify by digest.";

        Assert.Equal(note, Assert.Single(PlanWords.Notes(planner.Recommend(new RecommendationQuestion(Version("4.1.0"))))));
        Assert.Equal(note, Assert.Single(PlanWords.Notes(planner.Describe(Version("4.1.1"), Architecture.Default))));
        Assert.Empty(PlanWords.Notes(planner.Describe(Version("4.1.0"), Architecture.Default)));
    }

    [Fact]
    public void Advice_does_not_warn_of_the_tag_of_the_same_version_for_several_architectures()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.0+multi").Payload("quay.example/release:4.1.0-multi"), Channel("stable-4.1", "4.1.0", "4.1.1"),
        };
        var answer = new Planner(sketch.Build().Build.Graph, PlanningFacts.None).Recommend(new RecommendationQuestion(Version("4.1.0")));

        Assert.NotNull(answer.MultiArchitecture);
        Assert.Empty(PlanWords.Notes(answer));
    }

    [Theory]
    [InlineData(PlanKind.Best, "the best")]
    [InlineData(PlanKind.Trade, "more risks for fewer updates")]
    [InlineData(PlanKind.WiderChannels, "better or newer, in further channels")]
    [InlineData(PlanKind.WithoutRisks, "as far as it goes without risks")]
    [InlineData(PlanKind.Next, "next best")]
    public void A_kind_of_plan_is_told_as_why_it_is_given(PlanKind kind, string words) => Assert.Equal(words, PlanWords.Name(kind));

    [Theory]
    [InlineData("A B", "", "1 update, risks A, B, all accepted")]
    [InlineData("A", "B C", "1 update, risks to accept: B, C")]
    [InlineData("", "", "1 update, no risks")]
    public void The_risks_of_a_plan_are_told_as_those_that_remain_to_be_accepted(string accepted, string others, string words)
    {
        var risks = accepted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new HopRisk(Risk(name), true)).Concat(others.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new HopRisk(Risk(name), false)));
        var hop = new Hop(new GraphNode(Release("4.1.0"), [], []), new GraphNode(Release("4.1.1"), [], []), "stable-4.1", null, [.. risks]);

        Assert.Equal(words, PlanWords.Totals(new Plan([hop], PlanKind.Best)));
    }

    [Fact]
    public void A_name_to_accept_that_nothing_has_is_told_with_near_ones() => Assert.Equal(
        ["No update carries a risk named X.", "No update carries a risk named Slw; near: Slow, Low."],
        PlanWords.Notes(isComplete: true, [new UnknownName("X", []), new UnknownName("Slw", ["Slow", "Low"])]));

    [Fact]
    public void A_search_that_met_its_bounds_says_so() => Assert.Equal(["The search reached its limits: there may be better plans."], PlanWords.Notes(isComplete: false, []));
}
