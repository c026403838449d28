using System.Collections.Immutable;
using UpdateService.Graph.Risks;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Paths;

/// <summary>Graphs that are made to make a search explode.</summary>
public sealed class HostileGraphTests
{
    private const int Names = 500;

    [Fact]
    public void Dense_layers_with_500_names_are_answered_within_the_count_and_the_answer_says_that_it_is_not_complete()
    {
        var planner = new Planner(Layers(layers: 8, width: 25, risksPerEdge: 20), PlanningFacts.None)
        {
            Bounds = new SearchBounds { Comparisons = 300_000, Time = TimeSpan.FromHours(1) },
        };

        var answer = planner.FindPath(Question(8) with { Alternatives = 10 });

        Assert.False(answer.IsComplete);
        Assert.NotNull(answer.Best);
        Assert.True(answer.Ties >= 1);
        Assert.Equal(8, answer.Plans.Min(plan => plan.Hops.Length));
    }

    [Fact]
    public void An_answer_within_the_count_repeats()
    {
        string Words() => string.Join(';', new Planner(Layers(6, 20, 20), PlanningFacts.None) { Bounds = new SearchBounds { Comparisons = 100_000, Time = TimeSpan.FromHours(1) } }
            .FindPath(Question(6) with { Alternatives = 5 }).Plans.Select(plan => string.Join('>', plan.Hops.Select(hop => hop.To.Version))));

        Assert.Equal(Words(), Words());
    }

    [Fact]
    public void An_answer_that_says_it_is_complete_is_the_one_without_bounds_its_reasons_too()
    {
        var graph = Layers(layers: 3, width: 5, risksPerEdge: 3);
        var question = new PathQuestion(Version("4.1.0"), PathTarget.Newest) { Avoid = ["4.1.3000"], Alternatives = 1 };
        var whole = Json(long.MaxValue, out _);
        var completeOnes = 0;
        for (var comparisons = 1; comparisons < 2000; comparisons += 3)
        {
            var json = Json(comparisons, out var isComplete);
            completeOnes += isComplete ? 1 : 0;
            Assert.True(!isComplete || json == whole, $"With {comparisons} comparisons the answer is another one and does not say so.");
        }

        Assert.InRange(completeOnes, 1, 600);

        string Json(long comparisons, out bool isComplete)
        {
            var answer = new Planner(graph, PlanningFacts.None) { Bounds = new SearchBounds { Comparisons = comparisons, Time = TimeSpan.FromHours(1) } }.FindPath(question);
            isComplete = answer.IsComplete;
            return answer.Write(AnswerFormat.Json);
        }
    }

    [Fact]
    public void Of_many_unknown_stops_the_first_are_explained_and_both_ends()
    {
        var question = new PathQuestion(Version("4.2.0"), PathTarget.Of(Version("4.3.0"))) { Via = [.. Enumerable.Range(0, 500).Select(number => Version($"4.2.{number + 1}"))] };

        var versions = new Planner(Layers(2, 1, 0), PlanningFacts.None).FindPath(question).Reasons.Select(reason => reason.Evidence.Version).ToList();

        Assert.Equal(["4.2.0", "4.2.1", "4.2.2"], versions.Take(3));
        Assert.Equal((11, "4.3.0"), (versions.Count, versions[^1]));
    }

    [Fact]
    public void A_clock_that_runs_out_ends_the_search_with_a_plan()
    {
        var planner = new Planner(Layers(layers: 8, width: 25, risksPerEdge: 20), PlanningFacts.None)
        {
            Bounds = new SearchBounds { Comparisons = long.MaxValue, Time = TimeSpan.FromMilliseconds(1), Clock = new RunningClock() },
        };

        var answer = planner.FindPath(Question(8));

        Assert.False(answer.IsComplete);
        Assert.NotNull(answer.Best);
    }

    [Fact]
    public void An_edge_may_carry_200_risks()
    {
        var answer = new Planner(Layers(layers: 2, width: 1, risksPerEdge: 200), PlanningFacts.None).FindPath(Question(2));

        Assert.True(answer.IsComplete);
        Assert.InRange(answer.Best!.UnacceptedRisks.Length, 200, Names);
    }

    [Fact]
    public void Ties_beyond_what_json_can_say_are_told_as_the_most_it_can()
    {
        var answer = new Planner(Layers(layers: 24, width: 10, risksPerEdge: 0), PlanningFacts.None).FindPath(Question(24));

        Assert.True(answer.IsComplete);
        Assert.Equal((1L << 53) - 1, answer.Ties);
    }

    [Theory]
    [InlineData(2000, true, 256)]
    [InlineData(300, false, 1)]
    public void Ties_that_the_count_does_not_suffice_for_are_told_as_one(int comparisons, bool isComplete, int ties)
    {
        // Eight times two ways with a risk each, and a last hop that has all of these risks: one way back, and 256 forth.
        var sketch = new Sketch { Release("4.1.0") };
        for (var fork = 1; fork <= 8; fork++)
        {
            var (left, right, start) = ($"4.1.{(10 * fork) - 2}", $"4.1.{(10 * fork) - 1}", $"4.1.{10 * (fork - 1)}");
            sketch.Add(Release(left).From(start));
            sketch.Add(Release(right).From(start));
            sketch.Add(Release($"4.1.{10 * fork}").From(left, right));
            sketch.Add([Guard(left, Risk($"Left{fork}")), Guard(right, Risk($"Right{fork}")), Guard("4.1.99", Risk($"Left{fork}")), Guard("4.1.99", Risk($"Right{fork}"))]);
        }

        sketch.Add(Release("4.1.99").From("4.1.80"));
        var planner = new Planner(sketch.Build().Build.Graph, PlanningFacts.None) { Bounds = new SearchBounds { Comparisons = comparisons, Time = TimeSpan.FromHours(1) } };

        var answer = planner.FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Of(Version("4.1.99"))));

        Assert.Equal((isComplete, ties, 16), (answer.IsComplete, answer.Ties, answer.Best!.UnacceptedRisks.Length));
    }

    [Fact]
    public void Who_goes_away_ends_the_search()
    {
        using var gone = new CancellationTokenSource();
        gone.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            new Planner(Layers(6, 20, 20), PlanningFacts.None).FindPath(Question(6), gone.Token));
    }

    private static PathQuestion Question(int layers) => new(Version("4.1.0"), PathTarget.Of(Version($"4.1.{layers * 1000}")));

    /// <summary>A source, layers that are joined in full, and a target; every edge with risks of its own choice.</summary>
    internal static UpdateGraph Layers(int layers, int width, int risksPerEdge)
    {
        var random = new Random(1);
        var risks = Enumerable.Range(0, Names).Select(number => Risk($"R{number:d3}")).ToList();
        var nodes = new List<string> { "4.1.0" };
        var layerOf = new List<int> { 0 };
        for (var layer = 1; layer < layers; layer++)
        {
            for (var place = 0; place < width; place++)
            {
                nodes.Add($"4.1.{(layer * 1000) + place}");
                layerOf.Add(layer);
            }
        }

        nodes.Add($"4.1.{layers * 1000}");
        layerOf.Add(layers);
        var offsets = new List<int> { 0 };
        var sources = new List<int>();
        var sets = new List<ImmutableArray<Risk>>();
        for (var target = 0; target < nodes.Count; target++)
        {
            for (var source = 0; source < target; source++)
            {
                if (layerOf[target] == layerOf[source] + 1)
                {
                    sources.Add(source);
                    sets.Add([.. Enumerable.Range(0, risksPerEdge).Select(_ => random.Next(Names)).Distinct().Order().Select(number => risks[number])]);
                    while (risksPerEdge == 200 && sets[^1].Length < 200)
                    {
                        sets[^1] = [.. sets[^1].Append(risks[random.Next(Names)]).Distinct().OrderBy(risk => risk.Name, StringComparer.Ordinal)];
                    }
                }
            }

            offsets.Add(sources.Count);
        }

        return new UpdateGraph(
            [
                new ArchitectureGraph
                {
                    Architecture = Architecture.Default,
                    Nodes = [.. nodes.Select(version => new GraphNode(Release(version), [Sketch.Everything], []))],
                    Offsets = [.. offsets],
                    Sources = [.. sources],
                    RiskSetOf = [.. sets.Select((set, number) => set.IsEmpty ? ArchitectureGraph.Unconditional : number)],
                    RiskSets = [.. sets],
                    ChannelNodes = ImmutableSortedDictionary<string, ImmutableArray<int>>.Empty.WithComparers(ChannelName.SortOrder).Add(Sketch.Everything, [.. Enumerable.Range(0, nodes.Count)]),
                },
            ],
            [Sketch.Everything]);
    }

    /// <summary>A second passes whenever somebody looks.</summary>
    private sealed class RunningClock : TimeProvider
    {
        private long looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => looks++;
    }
}
