using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
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

    [Fact]
    public void Kinds_of_plans_have_names_of_their_own()
    {
        var kinds = Enum.GetValues<PlanKind>();

        Assert.Equal(kinds.Length, kinds.Select(PlanWords.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_search_that_met_its_bounds_says_so() => Assert.Equal(["The search met its bounds: there may be better plans."], PlanWords.Notes(isComplete: false, []));
}
