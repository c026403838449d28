using UpdateService.Graph.Risks;
using UpdateService.Snapshot.Risks;

namespace UpdateService.Snapshot.Tests.Risks;

public sealed class RiskRewordingTests : IDisposable
{
    private const string PublishedRules = "[{type: PromQL, promql: {promql: 'up{_id=\"\"}\n  > 0'}}]";

    private static readonly string Fingerprint = RuleFingerprint.Of([new MatchingRule(MatchingRule.PromQlType, "up{_id=\"\"} > 0")]);

    private static readonly string Head = $"Known:\n  message: Our words.\n  checkedAgainst: ['{Fingerprint}']\n";

    private readonly SmallInputs inputs = new();

    public void Dispose() => inputs.Dispose();

    [Fact]
    public async Task A_name_that_is_not_in_the_table_gets_Always_a_neutral_message_and_a_line_in_the_report()
    {
        inputs.Put("blocked-edges/a.yaml", SmallInputs.Risk("Unknown", PublishedRules));
        Assert.Equal(0, await inputs.RunAsync());
        var written = inputs.Written("blocked-edges/4.16.3-Unknown.yaml");
        Assert.EndsWith("matchingRules:\n- type: Always\n", written, StringComparison.Ordinal);
        Assert.Contains("The risk Unknown was published for this update", written, StringComparison.Ordinal);
        Assert.DoesNotContain("Their words", written, StringComparison.Ordinal);
        Assert.Contains(
            "note: Unknown is not in the table: 1 entries get the rule Always and a neutral message.",
            inputs.OutputText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_query_stands_for_the_published_rule_that_it_was_checked_against()
    {
        inputs.Table = $"{Head}  promql: |\n    max(up{{_id=\"\"}})\n    > bool 0\n";
        inputs.Put("blocked-edges/a.yaml", SmallInputs.Risk("Known", PublishedRules));
        Assert.Equal(0, await inputs.RunAsync());
        Assert.EndsWith(
            "matchingRules:\n- type: PromQL\n  promql:\n    promql: |\n      max(up{_id=\"\"})\n      > bool 0\n",
            inputs.Written("blocked-edges/4.16.3-Known.yaml"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("note:", inputs.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_unknown_published_rule_gives_all_entries_of_the_name_Always()
    {
        inputs.Table = $"{Head}  promql: up\n";
        inputs.Put("blocked-edges/a.yaml", SmallInputs.Risk("Known", PublishedRules));
        inputs.Put("blocked-edges/b.yaml", SmallInputs.Risk("Known", to: "4.16.2"));
        Assert.Equal(0, await inputs.RunAsync());
        Assert.EndsWith("- type: Always\n", inputs.Written("blocked-edges/4.16.3-Known.yaml"), StringComparison.Ordinal);
        Assert.EndsWith("- type: Always\n", inputs.Written("blocked-edges/4.16.2-Known.yaml"), StringComparison.Ordinal);
        var fingerprint = RuleFingerprint.Of([new MatchingRule(MatchingRule.Always)]);
        Assert.Contains(
            $"note: Known has a published rule that our query was not checked against (fingerprint {fingerprint}): 2 entries get the rule",
            inputs.OutputText,
            StringComparison.Ordinal);
    }
}
