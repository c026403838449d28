using System.Collections.Immutable;
using System.Text.Json;

namespace UpdateService.Snapshot.Tests.Shipped;

/// <summary>The facts in an answer, without words, rules, digests and channels.</summary>
internal sealed record AnswerFacts(
    ImmutableSortedSet<string> Nodes,
    ImmutableSortedSet<string> Edges,
    ImmutableSortedSet<string> ConditionalEdges)
{
    public static AnswerFacts Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var nodes = document.RootElement.GetProperty("nodes").EnumerateArray().ToList();
        var versions = nodes.ConvertAll(node => node.GetProperty("version").GetString()!);
        var edges = document.RootElement.GetProperty("edges").EnumerateArray();
        return new AnswerFacts(
            [.. nodes.Select(Node)],
            [.. edges.Select(edge => $"{versions[edge[0].GetInt32()]} -> {versions[edge[1].GetInt32()]}")],
            [.. document.RootElement.GetProperty("conditionalEdges").EnumerateArray().SelectMany(Pairs)]);
    }

    private static string Node(JsonElement node)
    {
        var metadata = node.GetProperty("metadata");
        return $"{node.GetProperty("version")} {Text(metadata, MetadataKeys.Url)} {Text(metadata, MetadataKeys.PayloadArchitecture)}";
    }

    private static string Text(JsonElement metadata, string key) => metadata.TryGetProperty(key, out var value) ? value.GetString()! : "";

    private static IEnumerable<string> Pairs(JsonElement group)
    {
        var risks = string.Join(", ", group.GetProperty("risks").EnumerateArray()
            .Select(risk => $"{risk.GetProperty("name")} {risk.GetProperty("url")}").Order(StringComparer.Ordinal));
        return group.GetProperty("edges").EnumerateArray()
            .Select(edge => $"{edge.GetProperty("from")} -> {edge.GetProperty("to")}: {risks}");
    }
}
