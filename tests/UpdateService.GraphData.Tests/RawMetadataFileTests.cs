namespace UpdateService.GraphData.Tests;

public sealed class RawMetadataFileTests
{
    private const string Path = "raw/metadata.json";

    [Fact]
    public void It_holds_texts_for_versions()
    {
        var set = Read("{\n  \"4.1.0\": {\n    \"a\": \"1\",\n    \"b\": \"2\"\n  },\n  \"4.1.1+amd64\": {\"a\": \"\"}\n}\n");
        Assert.Empty(set.Problems);
        Assert.Equal(["4.1.0 a=1 3", "4.1.0 b=2 4", "4.1.1+amd64 a= 6"], set.RawMetadata.Select(entry => $"{entry.Version} {entry.Key}={entry.Value} {entry.Place.Line}"));
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("\uFEFF{\"4.1.0\":{}}", 0)]
    [InlineData("{\"4.1.0\":{\"a\":\"1\"},\"4.1.0\":{\"a\":\"2\"}}", 2)]
    [InlineData("{\"4.1.0\":{\"a\":\"1\",\"a\":\"2\"}}", 2)]
    [InlineData("{\"4.1.0\":{\"a\":\"\\ud83d\\ude00\"}}", 1)]
    public void Repetitions_count_all(string text, int entries)
    {
        var set = Read(text);
        Assert.Empty(set.Problems);
        Assert.Equal(entries, set.RawMetadata.Length);
    }

    [Fact]
    public void It_may_be_missing() => Assert.Empty(GraphDataSketch.Good.Read().Problems);

    [Theory]
    [InlineData("", ProblemRule.InvalidJson, 1)]
    [InlineData("\n", ProblemRule.InvalidJson, 2)]
    [InlineData("{", ProblemRule.InvalidJson, 1)]
    [InlineData("{\"4.1.0\":{\"a\":\"1\"}", ProblemRule.InvalidJson, 1)]
    [InlineData("{\"4.1.0\":\n{\"a\":\n\"1\"}} x", ProblemRule.InvalidJson, 3)]
    [InlineData("{}{}", ProblemRule.InvalidJson, 1)]
    [InlineData("{\"4.1.0\":{\"a\":\"1\",}}", ProblemRule.InvalidJson, 1)]
    [InlineData("// note\n{}", ProblemRule.InvalidJson, 1)]
    [InlineData("{'4.1.0':{}}", ProblemRule.InvalidJson, 1)]
    [InlineData("[]", ProblemRule.InvalidValue, 1)]
    [InlineData("null", ProblemRule.InvalidValue, 1)]
    [InlineData("\"4.1.0\"", ProblemRule.InvalidValue, 1)]
    [InlineData("{\n\"4.1\":{}}", ProblemRule.InvalidVersion, 2)]
    [InlineData("{\n\"\":{}}", ProblemRule.InvalidVersion, 2)]
    [InlineData("{\n\"4.1.0+AMD\":{}}", ProblemRule.InvalidVersion, 2)]
    [InlineData("{\n\"4.1.0\":null}", ProblemRule.InvalidValue, 2)]
    [InlineData("{\n\"4.1.0\":\"a\"}", ProblemRule.InvalidValue, 2)]
    [InlineData("{\n\"4.1.0\":[{\"a\":\"1\"}]}", ProblemRule.InvalidValue, 2)]
    [InlineData("{\n\"4.1.0\":{\n\"a\":1}}", ProblemRule.InvalidValue, 3)]
    [InlineData("{\n\"4.1.0\":{\n\"a\":null}}", ProblemRule.InvalidValue, 3)]
    [InlineData("{\n\"4.1.0\":{\n\"a\":true}}", ProblemRule.InvalidValue, 3)]
    [InlineData("{\n\"4.1.0\":{\n\"a\":[\"1\"]}}", ProblemRule.InvalidValue, 3)]
    [InlineData("{\n\"4.1.0\":{\n\"a\":{\"b\":\"1\"}}}", ProblemRule.InvalidValue, 3)]
    [InlineData("{\n\"4.1.0\":{\n\"a\":\"\\ud83d\"}}", ProblemRule.InvalidEncoding, 3)]
    [InlineData("{\n\"4.1.0\":{\n\"\\udc00\":\"a\"}}", ProblemRule.InvalidEncoding, 3)]
    public void It_is_read_whole_or_rejects_with_file_and_line(string text, ProblemRule rule, int line)
    {
        var set = Read(text);
        Assert.True(set.IsRejected);
        Assert.Empty(set.RawMetadata);
        var problem = Assert.Single(set.Problems);
        Assert.Equal((rule, ProblemSeverity.Rejecting, new Place(Path, line)), (problem.Rule, problem.Severity, problem.Place));
    }

    [Fact]
    public void Deep_nesting_rejects()
    {
        Assert.True(Read(new string('[', 100_000)).IsRejected);
        Assert.True(Read("{\"4.1.0\":{\"a\":" + new string('[', 100_000)).IsRejected);
    }

    [Fact]
    public void What_is_not_UTF8_rejects()
    {
        var problem = Assert.Single(GraphDataSketch.Good.With(Path, [.. "{\n\""u8, 0xFF, .. "\":{}}"u8]).Read().Problems);
        Assert.Equal((ProblemRule.InvalidEncoding, new Place(Path, 2)), (problem.Rule, problem.Place));
    }

    private static GraphDataSet Read(string text) => GraphDataSketch.Good.With(Path, text).Read();
}
