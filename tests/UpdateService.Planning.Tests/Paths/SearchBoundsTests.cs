using System.Collections.Immutable;
using FsCheck.Fluent;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Paths;

/// <summary>What is kept of a search where not everything can be.</summary>
public sealed class SearchBoundsTests
{
    private static readonly int[] RisksOfWays = [5, 3, 1, 0];

    [Fact]
    public void A_search_that_keeps_few_ways_finds_the_fewest_hops_and_tells_only_plans_that_there_are() => Law.Holds(
        SmallGraph.InOneChannel,
        graph =>
        {
            var question = new PathQuestion(Version(SmallGraph.Versions[0]), PathTarget.Of(Version(SmallGraph.Versions[^1]))) { Accept = graph.AcceptedNames, Alternatives = 10 };
            var all = new BruteForce(graph).Plans(0, SmallGraph.Versions.Length - 1);
            var whole = Ask(graph.Graph, question, Bounds(int.MaxValue));
            for (var ways = 1; ways <= 3; ways++)
            {
                var answer = Ask(graph.Graph, question, Bounds(ways));

                Assert.Subset(all.Select(plan => plan.Words).ToHashSet(), answer.Plans.Select(Words).ToHashSet());
                Assert.Equal(all.Min(plan => (int?)plan.Hops), Front(answer).Min(plan => (int?)plan.Hops.Length));
                Assert.True(!answer.IsComplete || answer.Write(AnswerFormat.Json) == whole.Write(AnswerFormat.Json), $"With {ways} ways the answer is another one and does not say so.");
            }
        },
        tests: 500);

    [Fact]
    public void Of_more_ways_than_are_kept_the_quickest_stays_and_those_with_the_fewest_risks() => Law.Holds(
        Gen.Shuffle(new[] { 1, 2, 3, 4 }).ToArbitrary(),
        order =>
        {
            Assert.Equal("5 hops 0 risks, 4 hops 1 risks, 3 hops 3 risks, 2 hops 5 risks, complete", Told(order, Bounds(4)));
            Assert.Equal("5 hops 0 risks, 4 hops 1 risks, 2 hops 5 risks", Told(order, Bounds(3)));
            Assert.Equal("5 hops 0 risks, 2 hops 5 risks", Told(order, Bounds(2)));
            Assert.Equal("2 hops 5 risks", Told(order, Bounds(1)));
            Assert.Equal("5 hops 0 risks, 2 hops 5 risks", Told(order, Bounds(4) with { Comparisons = 1 }));
        });

    [Fact]
    public void Where_ways_of_wider_channels_push_out_those_with_fewer_risks_none_of_them_is_told()
    {
        // In fast-4.1 there is a shorter way on from 4.1.1, with another risk than the one on the way there.
        var graph = new SmallGraph([1, 5, 3, 6, 0, 0, 0, 0, 0], [new(0, 1, [0]), new(1, 2, [0]), new(1, 3, [1]), new(2, 3, [])], []);
        var question = new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.2.0"))) { Alternatives = 10 };

        foreach (var ways in new[] { 1, 2 })
        {
            var answer = Ask(graph.Graph, question, Bounds(ways));

            Assert.Equal("4.1.0>4.1.1>4.1.2>4.2.0", Words(Assert.Single(answer.Plans)));
            Assert.Equal(ways == 2, answer.IsComplete);
        }
    }

    [Theory]
    [InlineData("", "", 2)]
    [InlineData("", "0", 1)]
    [InlineData("0", "", 1)]
    [InlineData("0", "0", 2)]
    [InlineData("0", "0 1", 1)]
    public void Ways_that_are_no_better_than_one_that_is_kept_take_no_room(string first, string second, int ties)
    {
        var graph = new SmallGraph([1, 1, 1, 1, 0, 0, 0, 0, 0], [new(0, 1, Risks(first)), new(0, 2, Risks(second)), new(1, 3, []), new(2, 3, [])], []);

        var answer = Ask(graph.Graph, new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.2.0"))), Bounds(1));

        Assert.Equal((ties, true), (answer.Ties, answer.IsComplete));

        static ImmutableArray<int> Risks(string numbers) => [.. numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    [Fact]
    public void Ways_of_wider_channels_with_more_risks_than_the_best_plan_take_no_room()
    {
        var graph = new SmallGraph([5, 3, 6, 0, 0, 0, 0, 0, 0], [new(0, 1, []), new(0, 2, [0]), new(1, 2, [])], []);

        var answer = Ask(graph.Graph, new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.2"))) { Alternatives = 10 }, Bounds(1));

        Assert.Equal("4.1.0>4.1.1>4.1.2", Words(Assert.Single(answer.Plans)));
        Assert.True(answer.IsComplete);
    }

    [Theory]
    [InlineData(50, false)]
    [InlineData(80, true)]
    public void Every_release_that_is_reached_counts_also_where_it_leads_nowhere(int comparisons, bool isComplete)
    {
        var sketch = new Sketch { Release("4.1.0"), Enumerable.Range(1, 60).Select(patch => Release($"4.1.{patch}").From("4.1.0")), Release("4.1.99").From("4.1.0") };

        var answer = Ask(sketch.Build().Build.Graph, new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.99"))), Bounds(512) with { Comparisons = comparisons });

        Assert.Equal((1, isComplete), (answer.Best!.Hops.Length, answer.IsComplete));
    }

    private static SearchBounds Bounds(int ways) => new() { LabelsPerRelease = ways, Time = TimeSpan.FromHours(1) };

    /// <summary>The front of four ways: the more hops one has the fewer risks. The order is that of the releases they begin with.</summary>
    private static string Told(int[] order, SearchBounds bounds)
    {
        var sketch = new Sketch { Release("4.1.0") };
        var last = new List<string>();
        for (var way = 1; way <= order.Length; way++)
        {
            var stop = $"4.1.{order[way - 1]}";
            sketch.Add(Release(stop).From("4.1.0"));
            sketch.Add(Enumerable.Range(0, RisksOfWays[way - 1]).Select(number => Guard(stop, Risk($"Way{way}Risk{number}"))));
            for (var between = 1; between < way; between++)
            {
                var next = $"4.1.{(10 * way) + between}";
                sketch.Add(Release(next).From(stop));
                stop = next;
            }

            last.Add(stop);
        }

        sketch.Add(Release("4.1.99").From([.. last]));
        var answer = Ask(sketch.Build().Build.Graph, new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.99"))) { Alternatives = 10 }, bounds);
        return string.Join(", ", [.. Front(answer).Select(plan => $"{plan.Hops.Length} hops {plan.UnacceptedRisks.Length} risks"), .. answer.IsComplete ? ["complete"] : Array.Empty<string>()]);
    }

    private static PathAnswer Ask(UpdateGraph graph, PathQuestion question, SearchBounds bounds) => new Planner(graph, PlanningFacts.None) { Bounds = bounds }.FindPath(question);

    private static IEnumerable<Plan> Front(PathAnswer answer) => answer.Plans.Where(plan => plan.Kind is PlanKind.Best or PlanKind.Trade);

    private static string Words(Plan plan) => string.Join('>', plan.Hops.Select(hop => hop.To.Version.Text).Prepend(plan.Hops[0].From.Version.Text));
}
