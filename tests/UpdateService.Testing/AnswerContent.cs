using System.Collections.Immutable;
using System.Text.Json;

namespace UpdateService.Testing;

/// <summary>A Cincinnati answer as sets, for comparison with one in another order.</summary>
public sealed class AnswerContent
{
    private AnswerContent(ImmutableSortedSet<string> nodes, ImmutableSortedSet<string> edges, ImmutableSortedSet<string> conditionalEdges)
    {
        Nodes = nodes;
        Edges = edges;
        ConditionalEdges = conditionalEdges;
    }

    /// <summary>Versions with their errata address.</summary>
    public ImmutableSortedSet<string> Nodes { get; }

    /// <summary>From and to, by version.</summary>
    public ImmutableSortedSet<string> Edges { get; }

    /// <summary>From, to, and the risks with all that they hold.</summary>
    public ImmutableSortedSet<string> ConditionalEdges { get; }

    /// <summary>Reads an answer.</summary>
    public static AnswerContent Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var nodes = document.RootElement.GetProperty("nodes").EnumerateArray().ToList();
        var versions = nodes.ConvertAll(node => node.GetProperty("version").GetString()!);
        var edges = document.RootElement.GetProperty("edges").EnumerateArray()
            .Select(edge => $"{versions[edge[0].GetInt32()]} -> {versions[edge[1].GetInt32()]}");
        return new AnswerContent(
            [.. nodes.Select(node => $"{node.GetProperty("version")} {Url(node)}")],
            [.. edges],
            [.. ConditionalEdgesOf(document.RootElement).SelectMany(Pairs)]);
    }

    /// <summary>The oldest answers of the hosted service have no such key.</summary>
    private static List<JsonElement> ConditionalEdgesOf(JsonElement answer) =>
        answer.TryGetProperty("conditionalEdges", out var groups) ? [.. groups.EnumerateArray()] : [];

    private static string Url(JsonElement node) =>
        node.GetProperty("metadata").TryGetProperty("url", out var url) ? url.GetString()! : "";

    private static IEnumerable<string> Pairs(JsonElement group)
    {
        var risks = string.Join(" & ", group.GetProperty("risks").EnumerateArray().Select(Risk).Order(StringComparer.Ordinal));
        return group.GetProperty("edges").EnumerateArray().Select(edge => $"{edge.GetProperty("from")} -> {edge.GetProperty("to")}: {risks}");
    }

    private static string Risk(JsonElement risk)
    {
        var rules = risk.GetProperty("matchingRules").EnumerateArray().Select(rule =>
            rule.TryGetProperty("promql", out var promql)
                ? $"{rule.GetProperty("type")} {JsonSerializer.Serialize(promql.GetProperty("promql").GetString())}"
                : rule.GetProperty("type").GetString());
        return JsonSerializer.Serialize(new[]
        {
            risk.GetProperty("name").GetString(),
            risk.GetProperty("url").GetString(),
            risk.GetProperty("message").GetString(),
            string.Join(" | ", rules),
        });
    }
}
