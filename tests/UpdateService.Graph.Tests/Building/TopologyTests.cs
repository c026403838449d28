using FsCheck.Fluent;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Building;

public sealed class TopologyTests
{
    [Fact]
    public void Edges_come_from_previous_and_next()
    {
        var built = new Sketch { Release("4.1.0").To("4.1.2"), Release("4.1.1").From("4.1.0"), Release("4.1.2") }.Build();
        Assert.Equal("4.1.0 > 4.1.1, 4.1.0 > 4.1.2", built.Edges());
        Assert.Equal("", built.Conditional());
    }

    [Fact]
    public void An_edge_that_several_releases_name_stands_once()
    {
        var built = new Sketch { Release("4.1.0").To("4.1.1", "4.1.1"), Release("4.1.1").From("4.1.0", "4.1.0"), Raw("4.1.1", MetadataKeys.PreviousAdd, "4.1.0") }.Build();
        Assert.Equal("4.1.0 > 4.1.1", built.Edges());
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void An_edge_stays_within_its_architecture()
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.1+arm64").From("4.1.0"), Release("4.1.2+arm64").From("4.1.1"), Release("4.1.1") }.Build();
        Assert.Equal("", built.Edges(architecture: "amd64"));
        Assert.Equal("4.1.1 > 4.1.2", built.Edges(architecture: "arm64"));
    }

    [Fact]
    public void An_edge_to_a_version_that_no_release_has_is_dropped_quietly()
    {
        var built = new Sketch { Release("4.1.1").From("4.0.0", "4.1.0").To("4.1.2") }.Build();
        Assert.Equal("", built.Edges());
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void A_version_of_the_old_spelling_is_an_end_of_edges_as_written()
    {
        var built = new Sketch { Release("4.2.11-s390x+s390x").To("4.2.12"), Release("4.2.12+s390x") }.Build();
        Assert.Equal("4.2.11-s390x > 4.2.12", built.Edges(architecture: "s390x"));
    }

    [Theory]
    [InlineData(MetadataKeys.PreviousAdd)]
    [InlineData(MetadataKeys.NextAdd)]
    [InlineData(null)]
    public void A_self_edge_is_dropped_and_reported(string? key)
    {
        var release = Release("4.1.0").Line(9);
        var built = new Sketch { key is null ? release.From("4.1.0").To("4.1.0") : release.With(key, "4.1.0"), Release("4.1.1").From("4.1.0") }.Build();
        Assert.Equal("4.1.0 > 4.1.1", built.Edges());
        var problem = Assert.Single(built.Problems);
        Assert.Equal((ProblemRule.SelfEdge, ProblemSeverity.Error, 9), (problem.Rule, problem.Severity, problem.Place.Line));
    }

    [Fact]
    public void Of_a_cycle_the_edges_that_do_not_lead_upwards_are_dropped_and_reported()
    {
        var built = new Sketch
        {
            Release("4.1.0").From("4.1.2"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1", "4.1.0"),
        }.Build();
        Assert.Equal("4.1.0 > 4.1.1, 4.1.0 > 4.1.2, 4.1.1 > 4.1.2", built.Edges());
        var problem = Assert.Single(built.Problems);
        Assert.Equal((ProblemRule.Cycle, ProblemSeverity.Error), (problem.Rule, problem.Severity));
        Assert.Contains("4.1.2+amd64", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_releases_that_name_each_other_keep_the_edge_upwards()
    {
        var built = new Sketch { Release("4.1.0-rc.1").From("4.1.0"), Release("4.1.0").From("4.1.0-rc.1") }.Build();
        Assert.Equal("4.1.0-rc.1 > 4.1.0", built.Edges());
    }

    [Fact]
    public void A_downward_edge_outside_a_cycle_stays()
    {
        var built = new Sketch { Release("4.1.5").To("4.1.0"), Release("4.1.0"), Release("4.1.1").From("4.1.2"), Release("4.1.2").From("4.1.1"), Release("4.1.3").To("4.1.1") }.Build();
        Assert.Equal("4.1.1 > 4.1.2, 4.1.3 > 4.1.1, 4.1.5 > 4.1.0", built.Edges());
    }

    [Fact]
    public void Of_two_cycles_that_a_downward_edge_joins_the_joining_edge_stays()
    {
        var built = new Sketch
        {
            Release("4.1.0").From("4.1.1"), Release("4.1.1").From("4.1.0"),
            Release("4.1.4").From("4.1.5"), Release("4.1.5").From("4.1.4").To("4.1.0"),
        }.Build();
        Assert.Equal("4.1.0 > 4.1.1, 4.1.4 > 4.1.5, 4.1.5 > 4.1.0", built.Edges());
    }

    [Fact]
    public void Of_all_edges_exactly_the_downward_ones_inside_a_cycle_are_dropped() => Law.Holds(
        Gen.ListOf(from source in Gen.Choose(0, 6) from target in Gen.Choose(0, 6) select (From: source, To: target), 10).ToArbitrary(),
        pairs =>
        {
            var edges = pairs.Where(edge => edge.From != edge.To).ToHashSet();
            var reaches = Enumerable.Range(0, 7).Select(_ => new bool[7]).ToArray();
            foreach (var (middle, from, to) in from middle in Enumerable.Range(0, 7) from source in Enumerable.Range(0, 7) from target in Enumerable.Range(0, 7) select (middle, source, target))
            {
                reaches[from][to] |= edges.Contains((from, to)) || ((edges.Contains((from, middle)) || reaches[from][middle]) && (edges.Contains((middle, to)) || reaches[middle][to]));
            }

            var kept = edges.Where(edge => edge.From < edge.To || !reaches[edge.To][edge.From]).Select(edge => $"4.1.{edge.From} > 4.1.{edge.To}").Order(StringComparer.Ordinal);
            var built = new Sketch { Enumerable.Range(0, 7).Select(patch => Release($"4.1.{patch}").To([.. edges.Where(edge => edge.From == patch).Select(edge => $"4.1.{edge.To}")])) }.Build();
            Assert.Equal(string.Join(", ", kept), built.Edges());
        },
        300);

    [Fact]
    public void A_cycle_that_an_added_edge_closes_is_opened_too()
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Raw("4.1.0", MetadataKeys.PreviousAdd, "4.1.1") }.Build();
        Assert.Equal("4.1.0 > 4.1.1", built.Edges());
        _ = Assert.Single(built.Of(ProblemRule.Cycle));
    }

    [Fact]
    public void A_cycle_is_judged_before_anything_is_blocked()
    {
        var built = new Sketch { Release("4.1.0").From("4.1.1"), Release("4.1.1").From("4.1.0"), Block("4.1.1") }.Build();
        Assert.Equal("", built.Edges());
        _ = Assert.Single(built.Of(ProblemRule.Cycle));
    }

    [Fact]
    public void A_very_long_chain_does_not_exhaust_the_stack()
    {
        const int count = 30_000;
        var releases = Enumerable.Range(0, count).Select(patch => Release($"4.1.{patch}").From($"4.1.{(patch + count - 1) % count}"));
        var built = new Sketch { releases }.Build();
        _ = Assert.Single(built.Of(ProblemRule.Cycle));
        Assert.Equal(count - 1, built.Build.Graph.Architectures.Single().EdgeCount);
    }

    [Theory]
    [InlineData(MetadataKeys.PreviousAdd, "4.1.2", "4.1.0, 4.1.1")]
    [InlineData(MetadataKeys.PreviousAdd, "4.1.2", " 4.1.0 ,4.1.1+amd64")]
    public void Sources_are_added_to_a_release(string key, string version, string value)
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.1"), Release(version).With(key, value), Release($"{version}+arm64"), Release("4.1.0+arm64") }.Build();
        Assert.Equal("4.1.0 > 4.1.2, 4.1.1 > 4.1.2", built.Edges());
        Assert.Equal("", built.Edges(architecture: "arm64"));
        Assert.Null(built.Metadata(version, key));
    }

    [Fact]
    public void Targets_are_added_to_a_release()
    {
        var built = new Sketch { Release("4.1.0").With(MetadataKeys.NextAdd, "4.1.1,4.1.2"), Release("4.1.1"), Release("4.1.2") }.Build();
        Assert.Equal("4.1.0 > 4.1.1, 4.1.0 > 4.1.2", built.Edges());
        Assert.Null(built.Metadata("4.1.0", MetadataKeys.NextAdd));
    }

    [Fact]
    public void Raw_metadata_add_edges_to_every_architecture_or_to_the_one_that_they_name()
    {
        var built = new Sketch
        {
            Release("4.1.0"), Release("4.1.1"), Release("4.1.0+arm64"), Release("4.1.1+arm64"), Release("4.1.2+arm64"), Release("4.1.2"),
            Raw("4.1.1", MetadataKeys.PreviousAdd, "4.1.0"),
            Raw("4.1.2+arm64", MetadataKeys.PreviousAdd, "4.1.1"),
        }.Build();
        Assert.Equal("4.1.0 > 4.1.1", built.Edges(architecture: "amd64"));
        Assert.Equal("4.1.0 > 4.1.1, 4.1.1 > 4.1.2", built.Edges(architecture: "arm64"));
    }
}
