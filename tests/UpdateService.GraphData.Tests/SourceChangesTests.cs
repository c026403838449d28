namespace UpdateService.GraphData.Tests;

public sealed class SourceChangesTests
{
    [Theory]
    [InlineData("/data/graph-data")]
    [InlineData("/data/graph-data/")]
    [InlineData("/data/other/../graph-data")]
    public void Paths_are_told_relative_to_the_folder_and_others_are_not(string folder)
    {
        var changes = SourceChanges.Of(["/data/graph-data/version", "/data/graph-data/channels/a.yaml", "/data/graph-data-2/version", "/data/releases.jsonl"]);
        Assert.True(changes.AreKnown);
        Assert.Equal(["channels/a.yaml", "version"], changes.In(folder)!.Order(StringComparer.Ordinal));
        Assert.Empty(changes.In("/elsewhere")!);
        Assert.Equal(4, changes.In("/")!.Count);
    }

    [Fact]
    public void Of_a_folder_that_changed_itself_anything_may_have()
    {
        Assert.Null(SourceChanges.Of(["/data/graph-data", "/data/graph-data/version"]).In("/data/graph-data/"));
        Assert.False(SourceChanges.Unknown.AreKnown);
        Assert.Null(SourceChanges.Unknown.In("/data"));
    }
}
