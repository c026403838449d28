namespace UpdateService.Graph.Tests;

public sealed class ProblemTests
{
    [Fact]
    public void Problems_are_in_the_order_of_file_line_rule_and_message()
    {
        Problem[] sorted =
        [
            Problem("B.yaml", 2, ProblemRule.SelfEdge, "a"), Problem("a.yaml", 0, ProblemRule.SelfEdge, "z"), Problem("a.yaml", 2, ProblemRule.SelfEdge, "z"),
            Problem("a.yaml", 10, First, "z"), Problem("a.yaml", 10, Second, "a"), Problem("a.yaml", 10, Second, "b"), Problem("b.yaml", 1, First, "a"),
        ];

        Assert.Equal(sorted, sorted.Reverse().Order());
        Assert.True(sorted[0].CompareTo(null) > 0);
    }

    [Fact]
    public void A_problem_says_where_it_is_and_line_0_is_the_whole_file()
    {
        Assert.Equal("a.yaml:7: SelfEdge: It leads nowhere.", Problem("a.yaml", 7, ProblemRule.SelfEdge, "It leads nowhere.").ToString());
        Assert.Equal("a.yaml", new Place("a.yaml", 0).ToString());
        Assert.Equal("a.yaml:1", new Place("a.yaml", 1).ToString());
    }

    private static ProblemRule First { get; } = Enum.GetValues<ProblemRule>().Min();

    private static ProblemRule Second { get; } = Enum.GetValues<ProblemRule>().Max();

    private static Problem Problem(string file, int line, ProblemRule rule, string message) => new(rule, ProblemSeverity.Error, new Place(file, line), message);
}
