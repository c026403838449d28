using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Paths;

/// <summary>On thousands of small graphs the planner says what trying every way says.</summary>
public sealed class PathLaws
{
    private const int Target = 8;

    private static readonly string[] InOrder = ["stable-4.1", "eus-4.1", "fast-4.1", "candidate-4.1"];

    [Fact]
    public void The_best_plan_and_its_ties_are_those_of_trying_every_way() => Law.Holds(
        SmallGraph.InOneChannel,
        graph =>
        {
            for (var target = 1; target <= Target; target++)
            {
                var answer = Ask(graph, target);
                var all = new BruteForce(graph).Plans(0, target);

                Assert.Equal(First(all), Words(answer.Best));
                Assert.Equal(all.Count(plan => plan.Unaccepted.Count == all[0].Unaccepted.Count && plan.Hops == all[0].Hops), answer.Ties);
                Assert.True(answer.IsComplete);
                Assert.Equal(all.Count == 0, answer.Reasons.Any() && answer.Plans.IsEmpty);
            }
        },
        tests: 3000);

    [Fact]
    public void Alternatives_are_the_front_and_then_the_next_best_of_all_plans() => Law.Holds(
        SmallGraph.InOneChannel,
        graph =>
        {
            var answer = Ask(graph, Target, PathQuestion.MostAlternatives);
            var all = new BruteForce(graph).Plans(0, Target);
            var front = Front(all);

            Assert.Equal(
                front.Concat(all.Except(front)).Take(PathQuestion.MostAlternatives + 1).Select(plan => plan.Words),
                answer.Plans.Select(Words));
            Assert.Equal(front.Count, answer.Plans.Count(plan => plan.Kind is PlanKind.Best or PlanKind.Trade));
            Assert.True(answer.IsComplete);
        },
        tests: 3000);

    [Fact]
    public void The_minimal_sets_are_those_of_which_no_part_is_enough_and_the_smallest_comes_first() => Law.Holds(
        SmallGraph.InOneChannel,
        graph =>
        {
            var answer = Ask(graph, Target);
            var sets = new BruteForce(graph).Plans(0, Target).Select(plan => plan.Unaccepted).Distinct(Sets.Comparer).ToList();
            var minimal = sets.Where(set => !sets.Exists(other => other.IsProperSubsetOf(set)))
                .Select(set => string.Join(',', set.Select(SmallGraph.RiskName)))
                .OrderBy(words => words.Length)
                .ThenBy(words => words, StringComparer.Ordinal);
            var told = answer.Reasons.FirstOrDefault(reason => reason.Kind == ReasonKind.OnlyConditional)?.Evidence.RiskSets ?? [];

            Assert.Equal(
                answer.Best is null || answer.Best.UnacceptedRisks.IsEmpty ? [] : minimal,
                told.Select(set => string.Join(',', set)));
        },
        tests: 3000);

    [Fact]
    public void Risks_accepted_and_left_are_those_on_the_hops() => Law.Holds(
        SmallGraph.InOneChannel,
        graph =>
        {
            foreach (var plan in Ask(graph, Target, 5).Plans)
            {
                var edges = plan.Hops
                    .Select(hop => graph.Edges.Single(edge => SmallGraph.Versions[edge.From] == hop.From.Version.Text && SmallGraph.Versions[edge.To] == hop.To.Version.Text))
                    .ToList();
                Assert.Equal(
                    edges.Select(edge => string.Join(' ', edge.Risks.Select(risk => $"{SmallGraph.RiskName(risk)} {graph.Accepted.Contains(risk)}"))),
                    plan.Hops.Select(hop => string.Join(' ', hop.Risks.Select(risk => $"{risk.Risk.Name} {risk.IsAccepted}"))));
                var expected = edges
                    .SelectMany(edge => edge.Risks)
                    .Distinct()
                    .ToList();
                Assert.Equal(expected.Except(graph.Accepted).Order().Select(SmallGraph.RiskName), plan.UnacceptedRisks.AsEnumerable());
                Assert.Equal(expected.Intersect(graph.Accepted).Order().Select(SmallGraph.RiskName), plan.AcceptedRisks.AsEnumerable());
                Assert.Equal(expected.Order().Select(SmallGraph.RiskName), plan.Risks.AsEnumerable());
            }
        },
        tests: 1000);

    [Fact]
    public void Tiers_are_searched_in_turn_and_a_better_plan_of_a_wider_one_is_an_alternative() => Law.Holds(
        SmallGraph.InManyChannels,
        graph =>
        {
            var answer = Ask(graph, Target, PathQuestion.MostAlternatives);
            var brute = new BruteForce(graph);
            int[] tiers = [1, 3, 7, 15];
            var narrowest = Array.FindIndex(tiers, tier => brute.Plans(0, Target, tier).Count > 0);

            if (narrowest < 0)
            {
                Assert.Empty(answer.Plans);
                Assert.NotEmpty(answer.Reasons);
                return;
            }

            var plans = brute.Plans(0, Target, tiers[narrowest]);
            Assert.Equal(plans[0].Words, Words(answer.Best));
            var wider = tiers.Skip(narrowest + 1).Select(tier => brute.Plans(0, Target, tier)[0])
                .Where(plan => (plan.Unaccepted.Count, plan.Hops).CompareTo((plans[0].Unaccepted.Count, plans[0].Hops)) < 0)
                .Select(plan => plan.Words)
                .Distinct();
            Assert.Equal(wider, answer.Plans.Where(plan => plan.Kind == PlanKind.WiderChannels).Select(Words));
        },
        tests: 3000);

    [Fact]
    public void Each_hop_is_in_a_channel_of_both_ends_with_as_few_changes_as_possible_and_then_in_the_preferred_one() => Law.Holds(
        SmallGraph.InManyChannels,
        graph =>
        {
            foreach (var current in new[] { null, "eus-4.1", "candidate-4.1" })
            {
                var answer = Ask(graph, Target, question => question with { Alternatives = 3, CurrentChannel = current });
                foreach (var plan in answer.Plans.Where(plan => plan.Kind != PlanKind.WiderChannels))
                {
                    var open = plan.Hops.Select(hop => InOrder.Where(channel =>
                        hop.From.Channels.Contains(channel) && hop.To.Channels.Contains(channel) && (channel == current || answer.Streams.Contains(ProductRules.StreamOf(channel)))));
                    var chosen = FewestChanges(open, current);

                    Assert.Equal(chosen, plan.Hops.Select(hop => hop.Channel));
                    Assert.Equal(Changes(chosen, chosen[0]), plan.ChannelChanges);
                    Assert.Equal(
                        plan.Hops.Select((hop, place) => hop.Channel == (place == 0 ? current : chosen[place - 1]) ? null : $"oc adm upgrade channel {hop.Channel}"),
                        plan.Hops.Select(hop => hop.ChannelCommand));
                }
            }
        },
        tests: 1000);

    [Fact]
    public void Via_and_avoid_leave_the_plans_that_keep_to_them() => Law.Holds(
        SmallGraph.InOneChannel,
        graph =>
        {
            foreach (var (via, avoid) in new[] { (4, 2), (3, 6), (1, 5) })
            {
                var answer = Ask(graph, Target, question => question with
                {
                    Via = [Version(SmallGraph.Versions[via])],
                    Avoid = graph.Edges.Any(edge => edge.Risks.Contains(0)) ? [SmallGraph.RiskName(0), SmallGraph.Versions[avoid]] : [SmallGraph.Versions[avoid]],
                });
                var kept = new BruteForce(graph).Plans(0, Target)
                    .Where(plan => plan.Stops.Contains(via) && !plan.Stops.Contains(avoid) && !graph.Edges.Any(edge => edge.Risks.Contains(0) && plan.Uses(edge)))
                    .ToList();

                Assert.Null(answer.Refusal);
                Assert.Equal(First(kept), Words(answer.Best));
                Assert.True(answer.Best is not null || answer.Reasons.Length > 0);
            }
        },
        tests: 1000);

    private static PathAnswer Ask(SmallGraph graph, int target, int alternatives = 0) =>
        Ask(graph, target, question => question with { Alternatives = alternatives });

    private static PathAnswer Ask(SmallGraph graph, int target, Func<PathQuestion, PathQuestion> with) =>
        new Planner(graph.Graph, PlanningFacts.None).FindPath(with(
            new PathQuestion(Version(SmallGraph.Versions[0]), PathTarget.Of(Version(SmallGraph.Versions[target]))) { Accept = graph.AcceptedNames }));

    private static string? Words(Plan? plan) =>
        plan is null ? null : string.Join('>', plan.Hops.Select(hop => hop.To.Version.Text).Prepend(plan.Hops[0].From.Version.Text));

    private static string? First(IReadOnlyList<SlowPlan> plans) => plans.Count == 0 ? null : plans[0].Words;

    private static List<SlowPlan> Front(IReadOnlyList<SlowPlan> plans) =>
        [.. plans.Where((plan, place) => plans.Take(place).All(better => better.Hops > plan.Hops))];

    /// <summary>Of all choices for the hops, in the order of preference, the first with the fewest changes.</summary>
    private static ImmutableArray<string> FewestChanges(IEnumerable<IEnumerable<string>> open, string? current)
    {
        IEnumerable<ImmutableArray<string>> choices = [[]];
        foreach (var next in open)
        {
            choices = choices.SelectMany(choice => next.Select(choice.Add));
        }

        return choices.MinBy(choice => Changes(choice, current ?? choice[0]));
    }

    private static int Changes(ImmutableArray<string> channels, string current) => channels.Prepend(current).Zip(channels).Count(pair => pair.First != pair.Second);

    private static class Sets
    {
        public static IEqualityComparer<ImmutableSortedSet<int>> Comparer { get; } =
            EqualityComparer<ImmutableSortedSet<int>>.Create((left, right) => left!.SetEquals(right!), set => set.Aggregate(0, HashCode.Combine));
    }
}
