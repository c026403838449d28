namespace UpdateService.GraphData.Tests;

public sealed class LenienceTests
{
    private const string Risk = "blocked-edges/4.1.2-a.yaml";
    private const string Channel = "channels/stable-4.1.yaml";

    [Fact]
    public void Off_it_changes_nothing()
    {
        var reader = new GraphDataReader();
        _ = GraphDataSketch.Good.Read(reader);
        var set = GraphDataSketch.Good.With(Risk, "to: 4.1.2\nfrom: (\n").Read(reader, lenient: false);
        Assert.True(set.IsRejected);
        Assert.DoesNotContain(set.Problems, problem => problem.Rule == ProblemRule.LenientReplacement);
    }

    [Theory]
    [InlineData("to: 4.1.2\nfrom: (\n")]
    [InlineData(": [")]
    [InlineData("")]
    public void A_broken_file_is_replaced_by_its_last_good_content(string broken)
    {
        var reader = new GraphDataReader();
        var good = GraphDataSketch.Good.Read(reader, lenient: true);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var set = GraphDataSketch.Good.With(Risk, broken).Read(reader, lenient: true);
            Assert.False(set.IsRejected);
            Assert.Equal(good.BlockedEdges.AsEnumerable(), set.BlockedEdges.AsEnumerable());
            AssertReplaced(set, Risk);
        }
    }

    [Fact]
    public void A_broken_channel_keeps_the_versions_of_its_last_good_content()
    {
        var reader = new GraphDataReader();
        _ = GraphDataSketch.Good.Read(reader, lenient: true);
        var set = GraphDataSketch.Good.With(Channel, "name: stable-4.1\nversions:\n- 4.10\n").Read(reader, lenient: true, "stable-4.1");
        Assert.False(set.IsRejected);
        Assert.Equal(4, Assert.Single(set.Channels).Versions.Length);
        AssertReplaced(set, Channel);
    }

    [Fact]
    public void Broken_raw_metadata_keep_their_last_good_content_and_reject_without_one()
    {
        var reader = new GraphDataReader();
        var broken = GraphDataSketch.Good.With("raw/metadata.json", "{");
        Assert.True(broken.Read(reader, lenient: true).IsRejected);
        _ = GraphDataSketch.Good.With("raw/metadata.json", "{\"4.1.0\":{\"a\":\"b\"}}").Read(reader, lenient: true);
        var set = broken.Read(reader, lenient: true);
        Assert.False(set.IsRejected);
        _ = Assert.Single(set.RawMetadata);
        AssertReplaced(set, "raw/metadata.json");
    }

    [Fact]
    public void A_broken_version_file_rejects_always()
    {
        var reader = new GraphDataReader();
        _ = GraphDataSketch.Good.Read(reader, lenient: true);
        Assert.True(GraphDataSketch.Good.With("version", "x").Read(reader, lenient: true).IsRejected);
    }

    [Theory]
    [InlineData("to: 4.1.1\nfrom: (\n")]
    [InlineData("to: 4.1.1\n")]
    [InlineData("to: 4.1.1\nfrom: .*\nx: [\n")]
    [InlineData("to: 4.1.1\nfrom: 1.0\nname: A\nmatchingRules: true\n")]
    [InlineData("{to: 4.1.1, from: [")]
    public void Without_good_content_every_edge_into_the_target_is_blocked(string broken)
    {
        var set = GraphDataSketch.Good.With("blocked-edges/new.yaml", broken).Read(lenient: true);
        Assert.False(set.IsRejected);
        var block = Assert.Single(set.BlockedEdges, entry => entry.Place.File == "blocked-edges/new.yaml");
        Assert.Equal(("4.1.1", true, null), (block.To.ToString(), block.From.MatchesAll, block.Risk));
        AssertReplaced(set, "blocked-edges/new.yaml");
    }

    [Theory]
    [InlineData("from: .*\n")]
    [InlineData("to: 4.10\nfrom: .*\n")]
    [InlineData("to: 4.1\nfrom: .*\n")]
    [InlineData("")]
    [InlineData(": [")]
    [InlineData("x: [\nto: 4.1.1\n")]
    [InlineData("to: \"4.1.1\nfrom: .*\n")]
    [InlineData("to: 4.1.1\nfrom: .*\nto: 4.1.2\n")]
    [InlineData("to: 4.1.1\nfrom: .*\n---\nto: 4.1.2\nfrom: .*\n")]
    [InlineData("to: [4.1.1, 4.1.2]\nfrom: .*\n")]
    public void A_target_that_cannot_be_read_rejects_still(string broken)
    {
        var set = GraphDataSketch.Good.With("blocked-edges/new.yaml", broken).Read(lenient: true);
        Assert.True(set.IsRejected);
        Assert.DoesNotContain(set.BlockedEdges, entry => entry.Place.File == "blocked-edges/new.yaml");
    }

    [Theory]
    [InlineData("name: fast-4.1\nversions: [4.10]\n", "fast-4.1")]
    [InlineData("name: fast-4.1\nversions: [\n", "fast-4.1")]
    [InlineData(": [", "new")]
    public void A_broken_channel_file_is_left_out_only_where_its_channel_was_never_served(string broken, string channel)
    {
        var sketch = GraphDataSketch.Good.With("channels/new.yaml", broken);
        Assert.True(sketch.Read(lenient: true, "stable-4.1", channel).IsRejected);

        var set = sketch.Read(lenient: true, "stable-4.1");
        Assert.False(set.IsRejected);
        _ = Assert.Single(set.Channels);
        AssertReplaced(set, "channels/new.yaml");
    }

    [Fact]
    public void A_file_that_went_away_does_not_come_back_as_last_good_content()
    {
        var reader = new GraphDataReader();
        _ = GraphDataSketch.Good.Read(reader, lenient: true);
        _ = GraphDataSketch.Good.Without(Risk).Read(reader, lenient: true);
        var set = GraphDataSketch.Good.With(Risk, "to: 4.1.2\nfrom: (\n").Read(reader, lenient: true);
        Assert.Null(Assert.Single(set.BlockedEdges, entry => entry.To.ToString() == "4.1.2").Risk);
    }

    private static void AssertReplaced(GraphDataSet set, string path)
    {
        var problem = Assert.Single(set.Problems, problem => problem.Rule == ProblemRule.LenientReplacement);
        Assert.Equal((path, ProblemSeverity.Error), (problem.Place.File, problem.Severity));
        Assert.Contains(set.Problems, other => other.Place.File == path && other.Rule != ProblemRule.LenientReplacement && other.Severity == ProblemSeverity.Error);
    }
}
