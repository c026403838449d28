using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Building;

public sealed class DirectivesTests
{
    [Fact]
    public void Raw_values_join_those_of_the_release_with_a_comma()
    {
        var built = new Sketch { Release("4.1.0").With("note", "a"), Raw("4.1.0", "note", "b"), Raw("4.1.0", "other", "c") }.Build();
        Assert.Equal("a,b", built.Metadata("4.1.0", "note"));
        Assert.Equal("c", built.Metadata("4.1.0", "other"));
    }

    [Fact]
    public void Raw_values_are_joined_in_the_order_of_their_places_whatever_the_order_of_reading()
    {
        RawMetadata[] entries = [Raw("4.1.0", "note", "c"), Raw("4.1.0+amd64", "note", "b"), Raw("4.1.0", "note", "a") with { Place = new Place("raw/metadata.json", 2) }];
        Assert.Equal("b,c,a", new Sketch { Release("4.1.0"), entries }.Build().Metadata("4.1.0", "note"));
        Assert.Equal("b,c,a", new Sketch { Release("4.1.0"), entries.Reverse() }.Build().Metadata("4.1.0", "note"));
    }

    [Fact]
    public void Raw_values_are_added_to_edges_that_the_release_adds_itself()
    {
        var built = new Sketch
        {
            Release("4.1.0"), Release("4.1.1"), Release("4.1.2").With(MetadataKeys.PreviousAdd, "4.1.0"), Raw("4.1.2", MetadataKeys.PreviousAdd, "4.1.1"),
        }.Build();
        Assert.Equal("4.1.0 > 4.1.2, 4.1.1 > 4.1.2", built.Edges());
    }

    [Theory]
    [InlineData("4.1.0", "4.1.1 > 4.1.3, 4.1.2 > 4.1.3")]
    [InlineData("4.1.0,4.1.2", "4.1.1 > 4.1.3")]
    [InlineData("*", "")]
    [InlineData(" * ", "")]
    [InlineData("9.9.9", "4.1.0 > 4.1.3, 4.1.1 > 4.1.3, 4.1.2 > 4.1.3")]
    public void Sources_are_removed(string value, string edges)
    {
        var own = Three(release => release.With(MetadataKeys.PreviousRemove, value)).Build();
        Assert.Equal(edges, own.Edges());
        Assert.Empty(own.Problems);
        Assert.Equal(edges, new Sketch { Three(release => release), Raw("4.1.3", MetadataKeys.PreviousRemove, value) }.Build().Edges());
    }

    [Theory]
    [InlineData(@"4\.1\.[01]", "4.1.2 > 4.1.3")]
    [InlineData(".*", "")]
    [InlineData(@"^4\.1\.2\+amd64$", "4.1.0 > 4.1.3, 4.1.1 > 4.1.3")]
    [InlineData("[+]arm64", "4.1.0 > 4.1.3, 4.1.1 > 4.1.3, 4.1.2 > 4.1.3")]
    [InlineData("4.1.{0,1}2,?", "4.1.0 > 4.1.3, 4.1.1 > 4.1.3")]
    public void Sources_are_removed_by_a_pattern_on_their_version_with_architecture(string pattern, string edges)
    {
        Assert.Equal(edges, Three(release => release.With(MetadataKeys.PreviousRemoveRegex, pattern)).Build().Edges());
        Assert.Equal(edges, new Sketch { Three(release => release), Raw("4.1.3", MetadataKeys.PreviousRemoveRegex, pattern) }.Build().Edges());
    }

    [Fact]
    public void Patterns_of_the_payload_and_of_raw_metadata_count_both()
    {
        var built = new Sketch
        {
            Three(release => release.With(MetadataKeys.PreviousRemoveRegex, "^4[.]1[.]0[+]")),
            Raw("4.1.3", MetadataKeys.PreviousRemoveRegex, "^4[.]1[.]1[+]"),
        }.Build();
        Assert.Equal("4.1.2 > 4.1.3", built.Edges());
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void All_that_removes_edges_counts_and_none_overrides_another()
    {
        var built = new Sketch
        {
            Three(release => release.From("4.1.4", "4.1.5").With(MetadataKeys.PreviousRemove, "4.1.0").With(MetadataKeys.PreviousRemoveRegex, "^4[.]1[.]1[+]")),
            Release("4.1.4").With(MetadataKeys.NextRemove, "4.1.3"), Release("4.1.5"),
            Block("4.1.3", "^4[.]1[.]2[+]"),
        }.Build();
        Assert.Equal("4.1.5 > 4.1.3", built.Edges());
    }

    [Fact]
    public void A_removed_edge_is_gone_even_where_it_is_added_or_carries_a_risk()
    {
        var built = new Sketch
        {
            Three(release => release.With(MetadataKeys.PreviousRemove, "4.1.0,4.1.1").With(MetadataKeys.PreviousAdd, "4.1.0")), Guard("4.1.3", "4[.]1[.]1", Risk("A")),
        }.Build();
        Assert.Equal("4.1.2 > 4.1.3", built.Edges());
        Assert.Equal("", built.Conditional());
    }

    [Fact]
    public void Targets_are_removed()
    {
        var built = new Sketch
        {
            Release("4.1.0").To("4.1.1", "4.1.2", "4.1.3").With(MetadataKeys.NextRemove, "4.1.1, 4.1.3"), Release("4.1.1"), Release("4.1.2"), Release("4.1.3"),
        }.Build();
        Assert.Equal("4.1.0 > 4.1.2", built.Edges());
    }

    [Theory]
    [InlineData(MetadataKeys.PreviousRemove, "4.1.0,*")]
    [InlineData(MetadataKeys.PreviousRemove, "**")]
    [InlineData(MetadataKeys.PreviousRemove, "4.1")]
    [InlineData(MetadataKeys.PreviousRemoveRegex, "(")]
    [InlineData(MetadataKeys.PreviousRemoveRegex, "(?=a)")]
    [InlineData(MetadataKeys.NextRemove, "*")]
    [InlineData(MetadataKeys.NextRemove, "4.1")]
    [InlineData(MetadataKeys.PreviousAdd, "*")]
    [InlineData(MetadataKeys.NextAdd, "4.1")]
    public void A_directive_that_cannot_be_read_rejects_the_build(string key, string value)
    {
        var built = Three(release => release.With(key, value).Line(4)).Build();
        Assert.True(built.Build.IsRejected);
        var problem = Assert.Single(built.Problems);
        Assert.Equal((ProblemRule.InvalidMetadata, ProblemSeverity.Rejecting, 4), (problem.Rule, problem.Severity, problem.Place.Line));
        Assert.Contains(key, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MetadataKeys.PreviousRemove, "4.1.0,*", "4.1.3 > 4.1.4")]
    [InlineData(MetadataKeys.PreviousRemoveRegex, "(", "4.1.3 > 4.1.4")]
    [InlineData(MetadataKeys.NextRemove, "*", "4.1.0 > 4.1.3, 4.1.1 > 4.1.3, 4.1.2 > 4.1.3")]
    [InlineData(MetadataKeys.PreviousAdd, "4.1", "4.1.0 > 4.1.3, 4.1.1 > 4.1.3, 4.1.2 > 4.1.3, 4.1.3 > 4.1.4")]
    public void In_lenient_mode_it_takes_away_every_edge_that_it_could_mean(string key, string value, string edges)
    {
        var sketch = new Sketch { Three(release => release.With(key, value)), Release("4.1.4").From("4.1.3") };
        var built = Built.From(sketch.Inputs with { Lenient = true });
        Assert.False(built.Build.IsRejected);
        Assert.Equal(edges, built.Edges());
        _ = Assert.Single(built.Of(ProblemRule.InvalidMetadata));
    }

    [Theory]
    [InlineData("*", "(", 1)]
    [InlineData("4.1", "(", 2)]
    [InlineData("4.1", "^4[.]1[.]0", 1)]
    public void Of_several_directives_none_opens_again_what_another_takes_away(string versions, string pattern, int problems)
    {
        var sketch = Three(release => release.With(MetadataKeys.PreviousRemove, versions).With(MetadataKeys.PreviousRemoveRegex, pattern).With(MetadataKeys.NextAdd, "x"));
        var built = Built.From(sketch.Inputs with { Lenient = true });
        Assert.Equal("", built.Edges());
        Assert.Equal(problems + 1, built.Of(ProblemRule.InvalidMetadata).Count());
    }

    [Fact]
    public void One_problem_that_rejects_is_enough_among_others_that_do_not()
    {
        var built = new Sketch { Release("4.1.0").From("4.1.0").Line(3), Release("4.1.1").With(MetadataKeys.PreviousRemoveRegex, "(").Line(2) }.Build();
        Assert.True(built.Build.IsRejected);
        Assert.Equal([ProblemSeverity.Rejecting, ProblemSeverity.Error], built.Problems.Select(problem => problem.Severity));
    }

    [Theory]
    [InlineData("true", "4.1.0, 4.1.2")]
    [InlineData("false", "4.1.0, 4.1.1, 4.1.2")]
    [InlineData("TRUE", "4.1.0, 4.1.1, 4.1.2")]
    [InlineData("", "4.1.0, 4.1.1, 4.1.2")]
    public void A_release_is_removed_with_its_edges(string value, string nodes)
    {
        var built = new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0").With(MetadataKeys.Remove, value), Release("4.1.2").From("4.1.0", "4.1.1"), Guard("4.1.2", "4[.]1[.]1", Risk("A")),
        }.Build();
        Assert.Equal(nodes, built.Nodes());
        Assert.Equal(value == "true" ? "4.1.0 > 4.1.2" : "4.1.0 > 4.1.1, 4.1.0 > 4.1.2", built.Edges());
        Assert.Equal(value == "true" ? "" : "4.1.1 > 4.1.2 (A)", built.Conditional());
    }

    [Theory]
    [InlineData(" true")]
    [InlineData("false, true")]
    [InlineData("true,false")]
    public void A_release_is_removed_where_any_of_the_joined_values_says_so(string value) =>
        Assert.Equal("4.1.0", new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0").With(MetadataKeys.Remove, value) }.Build().Nodes());

    [Fact]
    public void A_directive_of_raw_metadata_that_cannot_be_read_takes_away_what_it_could_mean_beside_that_of_the_release()
    {
        var sketch = new Sketch { Three(release => release.With(MetadataKeys.PreviousRemoveRegex, "^4[.]1[.]0")), Raw("4.1.3", MetadataKeys.PreviousRemoveRegex, "(") };
        Assert.True(sketch.Build().Build.IsRejected);
        var lenient = Built.From(sketch.Inputs with { Lenient = true });
        Assert.Equal((false, ""), (lenient.Build.IsRejected, lenient.Edges()));
    }

    [Fact]
    public void Raw_metadata_remove_a_release_of_the_architecture_that_they_name()
    {
        var built = new Sketch { Release("4.1.0"), Release("4.1.0+arm64"), Raw("4.1.0+arm64", MetadataKeys.Remove, "true") }.Build();
        Assert.Equal("4.1.0", built.Nodes(architecture: "amd64"));
        Assert.Equal("", built.Nodes(architecture: "arm64"));
    }

    private static Sketch Three(Func<Release, Release> third) =>
        new() { Release("4.1.0"), Release("4.1.1"), Release("4.1.2"), third(Release("4.1.3").From("4.1.0", "4.1.1", "4.1.2")) };
}
