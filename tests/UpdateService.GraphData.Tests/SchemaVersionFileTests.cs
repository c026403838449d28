namespace UpdateService.GraphData.Tests;

public sealed class SchemaVersionFileTests
{
    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.1.0\n")]
    [InlineData(" 1.2.0\r\n\n")]
    [InlineData("\uFEFF1.2.9\n")]
    public void Every_minor_that_is_known_is_served(string text)
    {
        var set = GraphDataSketch.Good.With("version", text).Read();
        Assert.Empty(set.Problems);
        Assert.Equal(text.Trim().Trim('\uFEFF'), set.Schema?.Text);
    }

    [Theory]
    [InlineData("1.3.0")]
    [InlineData("1.9.0")]
    public void A_newer_minor_is_served_with_a_warning(string text)
    {
        var set = GraphDataSketch.Good.With("version", text).Read();
        Assert.False(set.IsRejected);
        var problem = Assert.Single(set.Problems);
        Assert.Equal((ProblemRule.NewerSchema, ProblemSeverity.Warning, "version:1"), (problem.Rule, problem.Severity, problem.Place.ToString()));
    }

    [Theory]
    [InlineData("2.0.0", ProblemRule.UnsupportedSchema)]
    [InlineData("0.9.0", ProblemRule.UnsupportedSchema)]
    [InlineData("18446744073709551615.0.0", ProblemRule.UnsupportedSchema)]
    [InlineData("", ProblemRule.InvalidVersion)]
    [InlineData("1.1", ProblemRule.InvalidVersion)]
    [InlineData("v1.1.0", ProblemRule.InvalidVersion)]
    [InlineData("1.1.0\n1.2.0\n", ProblemRule.InvalidVersion)]
    [InlineData("1.1.0\0", ProblemRule.InvalidVersion)]
    public void Anything_else_rejects(string text, ProblemRule rule)
    {
        var set = GraphDataSketch.Good.With("version", text).Read();
        Assert.Null(set.Schema);
        var problem = Assert.Single(set.Problems);
        Assert.Equal((rule, ProblemSeverity.Rejecting, "version:1"), (problem.Rule, problem.Severity, problem.Place.ToString()));
    }

    [Fact]
    public void What_is_not_UTF8_rejects() =>
        Assert.Equal(ProblemRule.InvalidEncoding, Assert.Single(GraphDataSketch.Good.With("version", [0xFF]).Read().Problems).Rule);
}
