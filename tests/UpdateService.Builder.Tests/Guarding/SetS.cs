using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Guarding;

/// <summary>
/// 80 releases, each with an update from every older one, and 60 files that block all updates into 4.18.2 to 4.18.61: 1,330 edges, where there
/// would be 3,160.
/// </summary>
internal static class SetS
{
    public const int Blocked = 1830;
    public const int Edges = 1330;

    public static IEnumerable<int> Numbers => Enumerable.Range(2, 60);

    public static ReleaseReading Releases { get; } = new(
        [.. Enumerable.Range(1, 80).Select(patch => Release($"4.18.{patch}").From([.. Enumerable.Range(1, patch - 1).Select(source => $"4.18.{source}")]))],
        []);

    public static GraphDataSketch Open { get; } = GraphDataSketch.Empty
        .With("version", "1.1.0\n")
        .With("blocked-edges/other.yaml", "to: 4.17.1\nfrom: .*\n")
        .With("channels/stable-4.18.yaml", $"name: stable-4.18\nversions: [{string.Join(", ", Enumerable.Range(1, 80).Select(patch => $"4.18.{patch}"))}]\n");

    public static GraphDataSketch Data { get; } = Numbers.Aggregate(Open, (sketch, number) => sketch.With(File(number), $"to: 4.18.{number}\nfrom: .*\n"));

    /// <summary>The same with risks in place of blocks.</summary>
    public static GraphDataSketch Risky(string from = ".*", string rule = "type: Always", params string[] names) => Numbers.Aggregate(
        Open,
        (sketch, number) => names.Aggregate(sketch, (inner, name) => inner.With($"blocked-edges/{number}-{name}.yaml", Risk(number, name, from, rule))));

    public static string File(int number) => $"blocked-edges/{number}.yaml";

    public static string Risk(int number, string name, string from = ".*", string rule = "type: Always") =>
        $"to: 4.18.{number}\nfrom: '{from}'\nurl: https://e.com\nname: {name}\nmessage: m\nmatchingRules:\n- {rule}\n";

    /// <summary>The edges into a release of an amd64 graph: each source with the names of its risks.</summary>
    public static IReadOnlyList<string> Into(Revision revision, string target) => [.. All(revision).Where(edge => edge.To == target).Select(edge => $"{edge.From} {edge.Risks}".TrimEnd())];

    /// <summary>All edges of a revision.</summary>
    public static IEnumerable<(string Architecture, string From, string To, string Risks)> All(Revision revision) => revision.Graph.Architectures.SelectMany(graph =>
        Enumerable.Range(0, graph.Nodes.Length).SelectMany(target => Enumerable.Range(graph.Offsets[target], graph.Offsets[target + 1] - graph.Offsets[target]).Select(edge => (
            graph.Architecture.Name,
            graph.Nodes[graph.Sources[edge]].Version.Text,
            graph.Nodes[target].Version.Text,
            graph.RiskSetOf[edge] < 0 ? "" : string.Join(' ', graph.RiskSets[graph.RiskSetOf[edge]].Select(risk => risk.Name))))));
}
