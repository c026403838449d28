using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Tests.Paths;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Explanations;

/// <summary>What explanations, advice and plans say of one pair never differs.</summary>
public sealed class ExplanationLaws
{
    [Fact]
    public void A_pair_is_told_as_an_update_exactly_where_one_hop_leads_there() => Law.Holds(
        SmallGraph.InManyChannels,
        graph =>
        {
            var planner = new Planner(graph.Graph, PlanningFacts.None);
            var hops = ArchitectureIndex.Of(planner.Graph.Architectures[0]).Hops;
            for (var from = 0; from < SmallGraph.Versions.Length; from++)
            {
                for (var to = 0; to < SmallGraph.Versions.Length; to++)
                {
                    var answer = planner.Explain(new ExplanationQuestion(Version(SmallGraph.Versions[from]), Version(SmallGraph.Versions[to])) { Accept = graph.AcceptedNames });

                    Assert.NotEmpty(answer.Reasons);
                    Assert.Equal(Expected(graph, hops, from, to), answer.Reasons.Select(reason => reason.Kind).FirstOrDefault(kind => kind is ReasonKind.Recommended or ReasonKind.Conditional));
                    Assert.Equal(to < from, answer.Reasons.Any(reason => reason.Kind == ReasonKind.RollbackNotSupported));
                    Assert.Equal(to == from, answer.Reasons.Any(reason => reason.Kind == ReasonKind.AlreadyThere));
                    Assert.All(answer.Reasons, reason => Assert.True(reason.Message.EndsWith('.') && reason.Next.Length > 0, reason.ToString()));
                }
            }
        },
        tests: 300);

    [Fact]
    public void Advice_is_the_newest_single_hop_whose_risks_are_all_accepted() => Law.Holds(
        SmallGraph.InOneChannel,
        graph =>
        {
            var planner = new Planner(graph.Graph, PlanningFacts.None);
            var hops = ArchitectureIndex.Of(planner.Graph.Architectures[0]).Hops;
            for (var from = 0; from < SmallGraph.Versions.Length; from++)
            {
                var answer = planner.Recommend(new RecommendationQuestion(Version(SmallGraph.Versions[from])) { Channel = "stable-4.1", Accept = graph.AcceptedNames });
                var expected = graph.Edges.Where(edge => edge.From == from && Expected(graph, hops, from, edge.To) == ReasonKind.Recommended).Select(edge => edge.To).DefaultIfEmpty(-1).Max();

                Assert.Equal(expected < 0 ? null : SmallGraph.Versions[expected], answer.Recommended?.Release.Version.Text);
                Assert.Equal(graph.Edges.Count(edge => edge.From == from), answer.Updates.Length + answer.ConditionalUpdates.Length);
                Assert.NotEmpty(answer.Reasons);
            }
        },
        tests: 1000);

    [Fact]
    public void Where_a_bound_is_hit_the_explanation_says_so()
    {
        var planner = new Planner(HostileGraphTests.Layers(layers: 6, width: 20, risksPerEdge: 20), PlanningFacts.None) { Bounds = new SearchBounds { LabelsPerRelease = 4 } };

        var answer = planner.Explain(new ExplanationQuestion(Version("4.1.0"), Version("4.1.6000")));

        Assert.False(answer.IsComplete);
        Assert.Contains(answer.Reasons, reason => reason.Kind == ReasonKind.OnlyConditional);
        Assert.Contains("\"complete\":false", answer.Write(AnswerFormat.Json), StringComparison.Ordinal);
    }

    private static ReasonKind Expected(SmallGraph graph, HopRule hops, int from, int to) =>
        graph.Edges.FirstOrDefault(edge => (edge.From, edge.To) == (from, to)) is { } edge
            && (graph.ChannelsOf[from] & graph.ChannelsOf[to]) != 0
            && hops.Allows(Version(SmallGraph.Versions[from]), Version(SmallGraph.Versions[to]))
            ? edge.Risks.Except(graph.Accepted).Any() ? ReasonKind.Conditional : ReasonKind.Recommended
            : default;
}
