namespace UpdateService.GraphData.Tests;

public sealed class GraphDataReaderTests
{
    [Fact]
    public void A_good_set_has_no_problems()
    {
        var set = GraphDataSketch.Good.Read();
        Assert.Empty(set.Problems);
        Assert.Equal((1, 2, 0, "1.1.0"), (set.Channels.Length, set.BlockedEdges.Length, set.RawMetadata.Length, set.Schema?.Text));
    }

    [Fact]
    public void A_missing_version_file_rejects() => AssertMissing(GraphDataSketch.Good.Without("version"), "version");

    [Fact]
    public void A_missing_channels_folder_rejects() => AssertMissing(GraphDataSketch.Good.WithoutFolder("channels"), "channels");

    [Fact]
    public void An_empty_channels_folder_rejects() => AssertMissing(GraphDataSketch.Good.Without("channels/stable-4.1.yaml"), "channels");

    [Fact]
    public void A_channels_folder_without_yaml_rejects() =>
        AssertMissing(GraphDataSketch.Good.Without("channels/stable-4.1.yaml").With("channels/README.md", "text").With("channels/sub/a.yaml", "name: a\nversions: []\n"), "channels");

    [Fact]
    public void A_missing_folder_of_blocked_edges_rejects() => AssertMissing(GraphDataSketch.Good.WithoutFolder("blocked-edges"), "blocked-edges");

    [Fact]
    public void An_empty_folder_of_blocked_edges_is_served()
    {
        var set = GraphDataSketch.Good.Without("blocked-edges/4.1.2-a.yaml").Without("blocked-edges/4.1.3.yaml").Read();
        Assert.Empty(set.Problems);
        Assert.Empty(set.BlockedEdges);
    }

    [Fact]
    public void Unknown_files_and_folders_at_the_top_are_ignored() =>
        Assert.Empty(GraphDataSketch.Good.With("README.md", "x").With("hack/a.yaml", ": [").Read().Problems);

    [Theory]
    [InlineData("channels/x.yml", "name: fast-4.1\nversions: [4.1.0]\n")]
    [InlineData("blocked-edges/x.yml", "to: 4.1.1\nfrom: .*\n")]
    public void A_file_that_ends_in_yml_is_read_with_a_warning(string path, string text)
    {
        var set = GraphDataSketch.Good.With(path, text).Read();
        var problem = Assert.Single(set.Problems);
        Assert.Equal((ProblemRule.YmlExtension, ProblemSeverity.Warning, path), (problem.Rule, problem.Severity, problem.Place.File));
        Assert.Equal(4, set.Channels.Length + set.BlockedEdges.Length);
    }

    [Fact]
    public void The_problems_of_all_files_are_gathered_in_the_order_of_their_places()
    {
        var set = GraphDataSketch.Good.With("version", "2.0.0").With("channels/b.yaml", "x: y\n").With("channels/a.yaml", ": [").With("blocked-edges/z.yaml", "to: 1\n").With("raw/metadata.json", "[]").Read();
        Assert.Equal(["blocked-edges/z.yaml", "channels/a.yaml", "channels/b.yaml", "raw/metadata.json", "version"], set.Problems.Select(problem => problem.Place.File).Distinct());
        Assert.Equal(set.Problems.Order(), set.Problems.AsEnumerable());
    }

    [Fact]
    public void What_a_source_could_not_read_is_among_the_problems()
    {
        var problem = new Problem(ProblemRule.UnreadableFile, ProblemSeverity.Rejecting, new Place("channels/a.yaml", 0), "The file cannot be read.");
        var set = new GraphDataReader().Read(GraphDataSketch.Good.Files with { Problems = [problem] }, lenient: true, new HashSet<string>());
        Assert.True(set.IsRejected);
        Assert.Contains(problem, set.Problems);
    }

    [Fact]
    public void A_file_that_did_not_change_gives_the_same_record_again()
    {
        var reader = new GraphDataReader();
        var first = GraphDataSketch.Good.Read(reader);
        var second = GraphDataSketch.Good.With("blocked-edges/new.yaml", "to: 4.1.1\nfrom: .*\n").Read(reader);
        Assert.True(first.Channels == second.Channels);
        Assert.True(first.RawMetadata == second.RawMetadata);
        Assert.Same(first.BlockedEdges[0], second.BlockedEdges[0]);
        Assert.Equal(3, second.BlockedEdges.Length);
    }

    [Fact]
    public void A_reader_that_read_something_else_before_gives_what_a_new_one_gives()
    {
        var reader = new GraphDataReader();
        _ = GraphDataSketch.Good.With("channels/stable-4.1.yaml", ": [").With("raw/metadata.json", "{").Read(reader);
        _ = GraphDataSketch.Good.With("blocked-edges/4.1.3.yaml", "to: 4.1.1\nfrom: .*\n").Read(reader);
        var (reused, fresh) = (GraphDataSketch.Good.Read(reader), GraphDataSketch.Good.Read());
        Assert.Equal(fresh.BlockedEdges.AsEnumerable(), reused.BlockedEdges.AsEnumerable());
        Assert.Equal(fresh.Channels.Select(channel => string.Join(' ', channel.Versions)), reused.Channels.Select(channel => string.Join(' ', channel.Versions)));
        Assert.Equal(fresh.Problems.AsEnumerable(), reused.Problems.AsEnumerable());
    }

    [SharedDataFact]
    public void The_real_data_are_read_without_rejection()
    {
        var set = new GraphDataReader().Read(GraphDataTar.Read(SharedData.GraphData), lenient: false, new HashSet<string>());
        Assert.False(set.IsRejected);
        Assert.Equal((76, 1717), (set.Channels.Length, set.BlockedEdges.Length));
        Assert.Equal(116, set.BlockedEdges.Count(entry => entry.Risk is null));
    }

    private static void AssertMissing(GraphDataSketch sketch, string place)
    {
        var problem = Assert.Single(sketch.Read().Problems);
        Assert.Equal((ProblemRule.MissingFile, ProblemSeverity.Rejecting, place), (problem.Rule, problem.Severity, problem.Place.File));
        Assert.True(sketch.Read(lenient: true).IsRejected);
    }
}
