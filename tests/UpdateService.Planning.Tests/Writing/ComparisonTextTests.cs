using UpdateService.Planning.Comparisons;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Writing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Writing;

public sealed class ComparisonTextTests
{
    internal static readonly GraphComparison Comparison = GraphComparison.Between(
        new Sketch
        {
            Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Release("4.1.3").From("4.1.0"), Release("4.1.4").From("4.1.0"), Release("4.1.5"),
            Guard("4.1.1", Risk("Slow")), Guard("4.1.1", Risk("Loud")), Guard("4.1.3", Risk("Wet")), Guard("4.1.3", Risk("Old")),
        }.Build().Build.Graph,
        new Sketch
        {
            Release("4.1.0").Payload(PayloadOf("other")), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.1").With("b", "1").With("a", "1"), Release("4.1.3").From("4.1.0"), Release("4.1.5").From("4.1.3"), Release("4.1.6").From("4.1.0", "4.1.1"),
            Guard("4.1.1", Risk("Slow", Query("up"))), Guard("4.1.1", Risk("Warm")), Guard("4.1.3", Risk("Wet")), Guard("4.1.3", Risk("Old")), Guard("4.1.6", Risk("Wet")), Guard("4.1.6", Risk("Old")),
        }.Build().Build.Graph);

    [Fact]
    public void Every_change_is_told_with_its_sign() => Assert.Equal(
        $"""
        stable-4.1 (amd64)
          + 1 release: 4.1.6
          - 1 release: 4.1.4
          + 1 update: 4.1.3 to 4.1.5
          - 2 updates: 4.1.0 to 4.1.2; 4.1.0 to 4.1.4
          + 2 conditional updates: 4.1.0 to 4.1.6 (Old, Wet); 4.1.1 to 4.1.6 (Old, Wet)
          + 1 risk: Warm
          - 1 risk: Loud
          ~ 4.1.0 to 4.1.1: Loud, Slow became Slow, Warm
          ~ 4.1.0: payload {PayloadOf("other")}
          ~ 4.1.2: a, b
          ~ the risk Slow has another text or rule

        """,
        Text(Comparison));

    [Fact]
    public void The_signs_are_seen_in_a_document_as_well()
    {
        var document = Comparison.Write(AnswerFormat.Markdown);

        Assert.StartsWith("# stable-4.1 (amd64)\n\n* **+** 1 release: 4.1.6\n* **-** 1 release: 4.1.4\n", document, StringComparison.Ordinal);
        Assert.Contains("\n* **~** 4.1.2: a, b\n", document, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_channels_are_named_and_nothing_is_said_to_be_nothing()
    {
        var graph = new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Channel("stable-4.1", "4.1.0"), Channel("fast-4.1", "4.1.0", "4.1.1") }.Build().Build.Graph;
        var planner = new Planner(graph, PlanningFacts.None);

        Assert.Equal("stable-4.1 to fast-4.1 (amd64)\n  + 1 release: 4.1.1\n  + 1 update: 4.1.0 to 4.1.1\n", Text(planner.Compare(Architecture.Default, "stable-4.1", "fast-4.1")));
        Assert.Equal("Nothing changed.\n", Text(planner.Compare(Architecture.Default, "stable-4.1", "stable-4.1")));
    }

    private static string Text(GraphComparison comparison) => comparison.Write(AnswerFormat.Text, new WritingOptions { Width = 200 });
}
