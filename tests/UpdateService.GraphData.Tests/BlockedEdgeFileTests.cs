using UpdateService.Graph.Risks;

namespace UpdateService.GraphData.Tests;

public sealed class BlockedEdgeFileTests
{
    private const string Path = "blocked-edges/x.yaml";
    private const string Risk = "to: 4.1.2\nfrom: .*\nurl: https://e.com\nname: A\nmessage: m\n";

    [Fact]
    public void A_file_with_matching_rules_is_a_risk()
    {
        var set = Read("to: 4.1.2+amd64\nfrom: 4\\.1\\.[01]\nurl: https://e.com/a\nname: A\nmessage: |-\n  Two\n  lines.\nfixedIn: 4.1.9\nautoExtend: x\nmatchingRules:\n- type: PromQL\n  promql:\n    promql: |\n      up\n      > 1\n- type: Always\n");
        Assert.Empty(set.Problems);
        var entry = Entry(set);
        Assert.Equal(("4.1.2", "amd64", @"4\.1\.[01]"), (entry.To.Version.Text, entry.To.Architecture?.Name, entry.From.Text));
        Assert.Equal(
            new Risk("A", "https://e.com/a", "Two\nlines.", [new MatchingRule("PromQL", "up\n> 1\n", HasPromQlKey: true), new MatchingRule("Always")]),
            entry.Risk);
        Assert.Equal(Path, entry.Place.File);
    }

    [Fact]
    public void A_file_without_matching_rules_is_a_hard_block()
    {
        var set = Read("to: 4.1.2\nfrom: ^4\\.1\\.\n");
        Assert.Null(Entry(set).Risk);
        Assert.Empty(set.Problems);
    }

    [Theory]
    [InlineData("url: https://e.com\n")]
    [InlineData("name: A\n")]
    [InlineData("message: m\n")]
    [InlineData("matchingRules: []\n")]
    [InlineData("matchingRules:\n")]
    [InlineData("matchingRules: null\n")]
    [InlineData("matchingRules: []\nname: A\nurl: https://e.com\nmessage: m\n")]
    public void A_hard_block_that_looks_like_a_risk_is_one_with_a_warning(string reason)
    {
        var set = Read("to: 4.1.2\nfrom: .*\n" + reason);
        Assert.Null(Entry(set).Risk);
        var problem = Assert.Single(set.Problems);
        Assert.Equal((ProblemRule.HardBlockWithReason, ProblemSeverity.Warning), (problem.Rule, problem.Severity));
    }

    [Theory]
    [InlineData("from: .*\ntp: 4.1.2\n", 2, "The key 'to' is missing; 'tp' may be meant for it.")]
    [InlineData("# None.\nfrom: .*\n", 2, "The key 'to' is missing.")]
    public void A_key_that_is_missing_is_told_with_the_one_that_may_be_misspelt(string text, int line, string message)
    {
        var problem = Assert.Single(Read(text).Problems);
        Assert.Equal((line, message), (problem.Place.Line, problem.Message));
    }

    [Theory]
    [InlineData("from: .*\n", ProblemRule.InvalidValue, 1)]
    [InlineData("to: 4.1.2\n", ProblemRule.InvalidValue, 1)]
    [InlineData("to: 4.1.2\nfrom:\n", ProblemRule.InvalidValue, 1)]
    [InlineData("to:\nfrom: .*\n", ProblemRule.InvalidValue, 1)]
    [InlineData("to: ''\nfrom: .*\n", ProblemRule.InvalidValue, 1)]
    [InlineData("to: ~\nfrom: .*\n", ProblemRule.InvalidValue, 1)]
    [InlineData("from: .*\nto: 4.10\n", ProblemRule.InvalidValue, 2)]
    [InlineData("from: .*\nto: 4\n", ProblemRule.InvalidValue, 2)]
    [InlineData("from: .*\nto: true\n", ProblemRule.InvalidValue, 2)]
    [InlineData("from: .*\nto: [4.1.2]\n", ProblemRule.InvalidValue, 2)]
    [InlineData("from: .*\nto: {a: 4.1.2}\n", ProblemRule.InvalidValue, 2)]
    [InlineData("from: .*\nto: !!float 4.1.2\n", ProblemRule.InvalidValue, 2)]
    [InlineData("from: .*\nto: '4.10'\n", ProblemRule.InvalidVersion, 2)]
    [InlineData("from: .*\nto: v4.1.2\n", ProblemRule.InvalidVersion, 2)]
    [InlineData("from: .*\nto: 4.1.2+AMD64\n", ProblemRule.InvalidVersion, 2)]
    [InlineData("from: .*\nto: '4.1.2 '\n", ProblemRule.InvalidVersion, 2)]
    [InlineData("to: 4.1.2\nfrom: (\n", ProblemRule.InvalidPattern, 2)]
    [InlineData("to: 4.1.2\nfrom: '*'\n", ProblemRule.InvalidPattern, 2)]
    [InlineData("to: 4.1.2\nfrom: (?=a)\n", ProblemRule.InvalidPattern, 2)]
    [InlineData("to: 4.1.2\nfrom: '[[:digit:]]'\n", ProblemRule.InvalidPattern, 2)]
    [InlineData("to: 4.1.2\nfrom: |\n  .*\n", ProblemRule.InvalidPattern, 2)]
    [InlineData("to: 4.1.2\nfrom: >\n  4[.]1\n", ProblemRule.InvalidPattern, 2)]
    [InlineData("to: 4.1.2\nfrom: 4[.]1\n  [.]1\n", ProblemRule.InvalidPattern, 2)]
    [InlineData("to: 4.1.2\nfrom: \"4[.]1\\b\"\n", ProblemRule.InvalidPattern, 2)]
    [InlineData("to: 4.1.2\nfrom: *\n", ProblemRule.InvalidYaml, 2)]
    [InlineData("to: 4.1.2\nfrom: [a]\n", ProblemRule.InvalidValue, 2)]
    [InlineData("to: 4.1.2\nfrom: 4.1\n", ProblemRule.InvalidValue, 2)]
    [InlineData("to: 4.1.2\nfrom: .5\n", ProblemRule.InvalidValue, 2)]
    [InlineData("to: 4.1.2\nfrom: .inf\n", ProblemRule.InvalidValue, 2)]
    [InlineData("to: 4.1.2\nfrom: false\n", ProblemRule.InvalidValue, 2)]
    [InlineData(Risk + "matchingRules: Always\n", ProblemRule.InvalidValue, 6)]
    [InlineData(Risk + "matchingRules: {type: Always}\n", ProblemRule.InvalidValue, 6)]
    [InlineData(Risk + "matchingRules: true\n", ProblemRule.InvalidValue, 6)]
    [InlineData(Risk + "matchingRules: 1\n", ProblemRule.InvalidValue, 6)]
    [InlineData(Risk + "matchingRules:\n- Always\n", ProblemRule.InvalidValue, 7)]
    [InlineData(Risk + "matchingRules:\n- type: Always\n-\n", ProblemRule.InvalidValue, 8)]
    [InlineData(Risk + "matchingRules:\n- type: 1\n", ProblemRule.InvalidValue, 7)]
    [InlineData(Risk + "matchingRules:\n- type: PromQL\n  promql: up\n", ProblemRule.InvalidValue, 8)]
    [InlineData(Risk + "matchingRules:\n- type: PromQL\n  promql: [up]\n", ProblemRule.InvalidValue, 8)]
    [InlineData(Risk + "matchingRules:\n- type: PromQL\n  promql:\n    promql: 1\n", ProblemRule.InvalidValue, 9)]
    [InlineData(Risk + "matchingRules:\n- type: Always\n  promql: up\n", ProblemRule.InvalidValue, 8)]
    [InlineData("to: 4.1.2\nfrom: .*\nurl: https://e.com\nname: 1\nmessage: m\nmatchingRules:\n- type: Always\n", ProblemRule.InvalidValue, 4)]
    [InlineData("to: 4.1.2\nfrom: .*\nurl: https://e.com\nname: A\nmessage: [m]\nmatchingRules:\n- type: Always\n", ProblemRule.InvalidValue, 5)]
    [InlineData("to: 4.1.2\nfrom: .*\nurl: no\nname: A\nmessage: m\nmatchingRules:\n- type: Always\n  promql: x\n", ProblemRule.InvalidValue, 8)]
    [InlineData("to: 4.1.2\nfrom: .*\nname: 1\n", ProblemRule.InvalidValue, 3)]
    [InlineData("to: 4.1.2\nfrom: .*\nmessage: [m]\n", ProblemRule.InvalidValue, 3)]
    public void What_cannot_be_understood_rejects_with_file_and_line(string text, ProblemRule rule, int line)
    {
        var set = Read(text);
        Assert.True(set.IsRejected);
        Assert.DoesNotContain(set.BlockedEdges, entry => entry.Place.File == Path);
        Assert.Contains(set.Problems, problem => (problem.Rule, problem.Severity, problem.Place) == (rule, ProblemSeverity.Rejecting, new Place(Path, line)));
        Assert.All(set.Problems, problem => Assert.Equal(Path, problem.Place.File));
    }

    [Theory]
    [InlineData(Risk + "matchingRules:\n- promql: {promql: up}\n", 7)]
    [InlineData(Risk + "matchingRules:\n- type:\n", 7)]
    [InlineData(Risk + "matchingRules:\n- type: ''\n", 7)]
    [InlineData("to: 4.1.2\nfrom: .*\nurl: https://e.com\nmessage: m\nmatchingRules:\n- type: Always\n", 1)]
    [InlineData("to: 4.1.2\nfrom: .*\nurl: https://e.com\nname: A\nmatchingRules:\n- type: Always\n", 1)]
    [InlineData("to: 4.1.2\nfrom: .*\nname: A\nmessage: m\nmatchingRules:\n- type: Always\n", 1)]
    [InlineData("to: 4.1.2\nfrom: .*\nurl: https://e.com\nname: ''\nmessage: m\nmatchingRules:\n- type: Always\n", 4)]
    [InlineData("to: 4.1.2\nfrom: .*\nurl:\nname: A\nmessage: m\nmatchingRules:\n- type: Always\n", 1)]
    [InlineData("to: 4.1.2\nfrom: .*\nurl: https://e.com\nmane: A\nmessage: m\nmatchingRules:\n- type: Always\n", 4)]
    [InlineData(Risk + "matchingRules:\n- type: Always\n- {}\n", 8)]
    public void A_risk_that_lacks_a_part_is_a_hard_block_and_an_error(string text, int line)
    {
        var set = Read(text);
        Assert.False(set.IsRejected);
        Assert.Null(Assert.Single(set.BlockedEdges, entry => entry.Place.File == Path).Risk);
        var problem = Assert.Single(set.Problems);
        Assert.Equal((ProblemRule.UnusableRisk, ProblemSeverity.Error, new Place(Path, line)), (problem.Rule, problem.Severity, problem.Place));
        Assert.Contains("its edges are blocked outright", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_part_of_a_risk_is_told_with_what_may_be_meant() =>
        Assert.EndsWith(
            "'mane' may be meant for 'name'.",
            Assert.Single(Read("to: 4.1.2\nfrom: .*\nurl: https://e.com\nmane: A\nmessage: m\nmatchingRules:\n- type: Always\n").Problems).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Every_problem_of_a_file_is_reported_at_once() =>
        Assert.Equal(["2", "3", "4"], Read("from: (\nto: 4\nname: 1\nmessage: [m]\nurl: https://e.com\nmatchingRules:\n- type: Always\n").Problems.Select(problem => $"{problem.Place.Line}").Skip(1));

    [Theory]
    [InlineData("- type: Always\n  promql: {promql: up}\n", true)]
    [InlineData("- type: Always\n  promql:\n", true)]
    [InlineData("- type: Always\n  promql: {}\n", true)]
    [InlineData("- type: PromQL\n", true)]
    [InlineData("- type: PromQL\n  promql: {promql: ''}\n", true)]
    [InlineData("- type: PromQL\n  promql: {}\n", true)]
    [InlineData("- type: promql\n  promql: {promql: up}\n", true)]
    [InlineData("- type: Later\n", true)]
    [InlineData("- type: Later\n  promql: up\n- type: Always\n", false)]
    [InlineData("- type: Later\n  other: [1, {a: b}]\n- type: Always\n", false)]
    [InlineData("- type: Always\n  other: x\n", false)]
    public void Rules_that_a_cluster_drops_leave_a_risk_that_the_builder_blocks(string rules, bool refused)
    {
        var set = Read(Risk + "matchingRules:\n" + rules);
        Assert.Empty(set.Problems);
        Assert.Equal(refused, Entry(set).Risk!.Refuse() is not null);
    }

    private static GraphDataSet Read(string text) => GraphDataSketch.Good.With(Path, text).Read();

    private static BlockedEdge Entry(GraphDataSet set) => Assert.Single(set.BlockedEdges, entry => entry.Place.File == Path);
}
