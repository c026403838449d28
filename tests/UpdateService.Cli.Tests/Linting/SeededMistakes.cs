using System.Collections.Immutable;

namespace UpdateService.Cli.Tests.Linting;

/// <summary>A mistake in one file, and where it must be found.</summary>
/// <param name="File">The file that is written.</param>
/// <param name="Content">Its content.</param>
/// <param name="Line">The line to be told.</param>
/// <param name="Rule">The rule to be told.</param>
internal sealed record SeededMistake(string File, string Content, int Line, ProblemRule Rule);

/// <summary>Mistakes as people make them, each in a file of its own.</summary>
internal static class SeededMistakes
{
    private const string Rules = "matchingRules:\n- type: Always\n";

    public static ImmutableArray<SeededMistake> All { get; } =
    [
        Channel("a01", "name: a01\nversions:\n- 4.10\n", 3, ProblemRule.InvalidValue),
        Channel("a02", "name: a02\nversions:\n- 4.18.1\n- four\n", 4, ProblemRule.InvalidVersion),
        Channel("a03", "name: a03\nversions: 4.18.1\n", 2, ProblemRule.InvalidValue),
        Channel("a04", "versions:\n- 4.18.1\n", 1, ProblemRule.InvalidValue),
        Channel("a05", "name: 'a 05'\nversions:\n- 4.18.1\n", 1, ProblemRule.InvalidValue),
        Channel("a06", "name: a06\nversions:\n- 4.18.1\n- @4.18.2\n", 4, ProblemRule.InvalidYaml),
        Channel("a07", "name: a07\nname: a07\nversions:\n- 4.18.1\n", 2, ProblemRule.InvalidYaml),
        Channel("a08", "name: a08\nversions:\n- 4.18.1\n---\nname: a08\n", 4, ProblemRule.InvalidYaml),
        Channel("a09", "name: a09\nversions:\n- 4.18.1\n- 4.18.2\n- 4.18.1\n", 5, ProblemRule.RepeatedVersion),
        Channel("a10", "name: a10\nversions:\n- 4.18.1\n- 4.18.9\n", 4, ProblemRule.UnknownVersion),
        Channel("a11", "name: a11\nversions:\n- 4.18.1+s390x\n", 3, ProblemRule.UnknownVersion),
        Channel("a12", "name: a12\nverions:\n- 4.18.1\nversions:\n- 4.18.1\n", 2, ProblemRule.UnknownKey),
        Channel("a13", "name: a31\nversions:\n- 4.18.1\n", 1, ProblemRule.MisnamedFile),
        Channel("A14", "versions:\n- 4.18.1\nname: A14\n", 3, ProblemRule.UnrequestableChannel),
        Channel("z15", "name: stable-4.18\nversions:\n- 4.18.1\n", 1, ProblemRule.DuplicateChannel),
        new("channels/a16.yml", "name: a16\nversions:\n- 4.18.1\n", 0, ProblemRule.YmlExtension),
        new("channels/a17.yaml~", "name: a17\nversions:\n- 4.18.1\n", 0, ProblemRule.UnreadableFile),
        Block("4.18.3-b01", "to: 4.18.3\n", 1, ProblemRule.InvalidValue),
        Block("4.18.3-b02", "from: .*\n", 1, ProblemRule.InvalidValue),
        Block("4.18.3-b03", "to: v4.18.3\nfrom: .*\n", 1, ProblemRule.InvalidVersion),
        Block("4.18.3-b04", "to: 4.18.3\nfrom: 4[.18\n", 2, ProblemRule.InvalidPattern),
        Block("4.18.3-b05", "to: 4.18.3\nfrom: '4[.]18[.](?!1)'\n", 2, ProblemRule.InvalidPattern),
        Block("4.18.3-b06", "to: 4.18.3\nfrom: 4[.]71[.].*\n", 2, ProblemRule.IdlePattern),
        Block("4.18.3-b07", "to: 4.18.3\nfrom: 4[.]19[.].*\n", 2, ProblemRule.IdlePattern),
        Block("4.18.99-b08", "from: .*\nto: 4.18.99\n", 2, ProblemRule.UnknownVersion),
        Block("4.18.2-b09", "to: 4.18.3\nfrom: .*\n", 1, ProblemRule.MisnamedFile),
        Block("4.18.3-b10", "to: 4.18.3\nfrom: .*\nname: B10\nurl: https://example.com\n" + Rules, 1, ProblemRule.UnusableRisk),
        Block("4.18.3-b11", "to: 4.18.3\nfrom: .*\nname: ''\nmessage: It may.\nurl: https://example.com\n" + Rules, 3, ProblemRule.UnusableRisk),
        Block("4.18.3-b12", "to: 4.18.3\nfrom: .*\nname: B12\nmessage: It may.\nurl: 'http://[::1'\n" + Rules, 1, ProblemRule.UnusableRisk),
        Risk("B13", "matchingRules: Always\n", 6, ProblemRule.InvalidValue),
        Risk("B14", "matchingRules:\n- promql:\n    promql: up\n", 7, ProblemRule.UnusableRisk),
        Risk("B15", "matchingRules:\n- type: Cloud\n- type: Always\n", 1, ProblemRule.UnknownMatchingRule),
        Risk("B16", "matchingRules:\n- type: Cloud\n", 1, ProblemRule.UnusableRisk),
        Risk("B17", "matchingRules:\n- type: Always\n  promql:\n    promql: up\n", 1, ProblemRule.UnusableRisk),
        Risk("B18", "matchingRules:\n- type: PromQL\n", 1, ProblemRule.UnusableRisk),
        Risk("b19", Rules, 1, ProblemRule.UnusableRisk),
        Risk("B20", "matchingRules: []\n", 3, ProblemRule.HardBlockWithReason),
        Risk("B21", "", 3, ProblemRule.HardBlockWithReason),
        Risk("B22", "mesage: It may not.\n" + Rules, 6, ProblemRule.UnknownKey),
        Risk("B23", "matchingRules:\n- type: PromQL\n  promql:\n    promql: up\n    promQL: up\n", 10, ProblemRule.UnknownKey),
        new("blocked-edges/4.18.2-Twice.yaml", RiskText("4.18.2", "Twice", "It may.") + Rules, 0, default),
        new("blocked-edges/4.18.3-Twice.yaml", RiskText("4.18.3", "Twice", "It may.") + "matchingRules:\n- type: PromQL\n  promql:\n    promql: up\n", 1, ProblemRule.RiskRulesDiffer),
        new("blocked-edges/4.18.2-Reworded.yaml", RiskText("4.18.2", "Reworded", "It may.") + Rules, 0, default),
        new("blocked-edges/4.18.3-Reworded.yaml", RiskText("4.18.3", "Reworded", "It might.") + Rules, 1, ProblemRule.RiskTextsDiffer),
        new("blocked-edges/NOTES.md", "Mind the gap.\n", 0, ProblemRule.UnknownFile),
        new("blocked_edges/4.18.3.yaml", "to: 4.18.3\nfrom: .*\n", 0, ProblemRule.UnknownFile),
        new("raw/metadata.json", "{\n  \"4.18.1\": {\n    \"io.openshift.upgrades.graph.release.remove\": true\n  }\n}\n", 3, ProblemRule.InvalidValue),
        new("releases/broken.jsonl", GraphDataDirectory.ReleaseOf("4.18.4", "amd64") + "{\"version\":\n", 2, ProblemRule.UnreadableRelease),
        new("releases/more.jsonl", GraphDataDirectory.ReleaseOf("4.18.5", "amd64", "4.18.5"), 1, ProblemRule.SelfEdge),
        new("releases/notes.txt", "none\n", 0, ProblemRule.UnknownFile),
        new("version", "1.9.0\n", 1, ProblemRule.NewerSchema),
    ];

    private static SeededMistake Channel(string name, string content, int line, ProblemRule rule) => new($"channels/{name}.yaml", content, line, rule);

    private static SeededMistake Block(string name, string content, int line, ProblemRule rule) => new($"blocked-edges/{name}.yaml", content, line, rule);

    private static SeededMistake Risk(string name, string rest, int line, ProblemRule rule) => new($"blocked-edges/4.18.3-{name}.yaml", RiskText("4.18.3", name, "It may.") + rest, line, rule);

    private static string RiskText(string to, string name, string message) => $"to: {to}\nfrom: .*\nname: {name}\nmessage: {message}\nurl: https://example.com/{name}\n";
}
