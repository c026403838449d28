using UpdateService.Planning.Facts;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Paths;

/// <summary>Alternatives of very many hops, and what it costs to look for alternatives.</summary>
public sealed class RouteLengthsTests
{
    /// <summary>Hops that all plans begin with, then one hop or a chain of so many, then again one hop or a chain.</summary>
    [Theory]
    [InlineData(0, 0, 64, "2 65")]
    [InlineData(0, 0, 65, "2")]
    [InlineData(0, 64, 0, "2 65")]
    [InlineData(0, 65, 0, "2")]
    [InlineData(0, 32, 33, "2 33 34 65")]
    [InlineData(0, 33, 33, "2 34 34")]
    [InlineData(0, 64, 65, "2 65")]
    [InlineData(70, 32, 33, "72 103 104 135")]
    [InlineData(70, 0, 65, "72")]
    public void Alternatives_are_told_up_to_63_hops_longer_than_the_quickest(int before, int first, int second, string hops)
    {
        var last = 0;
        var sketch = new Sketch { Release("4.1.0") };
        for (var hop = 0; hop < before; hop++)
        {
            Way(1);
        }

        Way(first);
        Way(second);
        var answer = Ask(sketch, $"4.1.{last}", 10, new SearchBounds());

        Assert.Equal((hops, true), (string.Join(' ', answer.Plans.Select(plan => plan.Hops.Length)), answer.IsComplete));

        void Way(int chain)
        {
            var start = last;
            for (var hop = 1; hop < chain; hop++)
            {
                sketch.Add(Release($"4.1.{last + 1}").From($"4.1.{last}"));
                last++;
            }

            sketch.Add(Release($"4.1.{last + 1}").From([.. new[] { start, last }.Distinct().Select(patch => $"4.1.{patch}")]));
            last++;
        }
    }

    [Theory]
    [InlineData(2, "1 2")]
    [InlineData(64, "1 64")]
    [InlineData(65, "1")]
    [InlineData(66, "1")]
    public void A_way_that_is_too_long_is_not_taken_for_another_one(int chain, string lengths)
    {
        var sketch = new Sketch { Release("4.1.0"), Enumerable.Range(1, chain).Select(patch => Release($"4.1.{patch}").From(patch == chain ? ["4.1.0", $"4.1.{patch - 1}"] : [$"4.1.{patch - 1}"])) };
        var index = ArchitectureIndex.Of(sketch.Build().Build.Graph.Architectures[0]);
        var question = new PathQuestion(Version("4.1.0"), PathTarget.Of(Version($"4.1.{chain}")));
        var way = new TierSearch(index, ProductRules.OpenShift, question, new SearchBudget(new SearchBounds(), CancellationToken.None)).Find(0)!;
        var told = new RouteLengths(way.Passage, way.Search);

        Assert.Equal(lengths, string.Join(' ', Enumerable.Range(0, told.Fewest(0) + RouteLengths.MostExtra + 1).Where(hops => told.Has(0, hops))));
    }

    [Fact]
    public void Looking_for_alternatives_counts_every_hop_that_is_tried_and_tries_none_that_has_not_so_many_hops_left()
    {
        var sketch = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0"), Release("4.1.3").From("4.1.2"),
            Release("4.1.4").From("4.1.0", "4.1.3"), Release("4.1.9").From("4.1.0", "4.1.1", "4.1.3", "4.1.4"),
            Enumerable.Range(10, 40).Select(patch => Release($"4.1.{patch}").From("4.1.1", "4.1.2", "4.1.3")),
            Channel("stable-4.1", ["4.1.0", "4.1.1", "4.1.2", "4.1.3", "4.1.9", .. Enumerable.Range(10, 40).Select(patch => $"4.1.{patch}")]),
            Channel("stable-4.2", "4.1.0", "4.1.4", "4.1.9"), Guard("4.1.4", Risk("Slow")),
        };
        var whole = Ask(sketch, "4.1.9", 10, new SearchBounds());

        Assert.Equal("4.1.9, 4.1.1 4.1.9, 4.1.2 4.1.3 4.1.9, 4.1.4 4.1.9", string.Join(", ", whole.Plans.Select(plan => string.Join(' ', plan.Hops.Select(hop => hop.To.Version)))));
        Assert.False(Ask(sketch, "4.1.9", 10, new SearchBounds { Comparisons = 300 }).IsComplete);
        Assert.True(Ask(sketch, "4.1.9", 10, new SearchBounds { Comparisons = 320 }).IsComplete);
    }

    private static PathAnswer Ask(Sketch sketch, string to, int alternatives, SearchBounds bounds) =>
        new Planner(sketch.Build().Build.Graph, PlanningFacts.None) { Bounds = bounds with { Time = TimeSpan.FromHours(1) } }
            .FindPath(new PathQuestion(Version("4.1.0"), PathTarget.Of(Version(to))) { Alternatives = alternatives });
}
