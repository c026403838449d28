using System.Text.Json;

namespace UpdateService.Testing;

/// <summary>The pairs of versions that an answer names.</summary>
/// <param name="Nodes">The versions, in the answer's order.</param>
/// <param name="Edges">Unconditional.</param>
/// <param name="Conditional">With the names of the risks, comma-separated.</param>
/// <param name="Metadata">Of each version.</param>
public sealed record AnswerPairs(
    IReadOnlyList<string> Nodes,
    IReadOnlyList<(string From, string To)> Edges,
    IReadOnlyDictionary<(string From, string To), string> Conditional,
    IReadOnlyDictionary<string, Dictionary<string, string>> Metadata)
{
    /// <summary>Reads an answer that breaks no rule.</summary>
    public static AnswerPairs Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var nodes = document.RootElement.GetProperty("nodes").EnumerateArray().ToList();
        var versions = nodes.ConvertAll(node => node.GetProperty("version").GetString()!);
        var conditional = new Dictionary<(string From, string To), string>();
        foreach (var group in document.RootElement.GetProperty("conditionalEdges").EnumerateArray())
        {
            var risks = string.Join(", ", group.GetProperty("risks").EnumerateArray().Select(risk => risk.GetProperty("name").GetString()));
            foreach (var edge in group.GetProperty("edges").EnumerateArray())
            {
                conditional.Add((edge.GetProperty("from").GetString()!, edge.GetProperty("to").GetString()!), risks);
            }
        }

        return new AnswerPairs(
            versions,
            [.. document.RootElement.GetProperty("edges").EnumerateArray().Select(edge => (versions[edge[0].GetInt32()], versions[edge[1].GetInt32()]))],
            conditional,
            nodes.ToDictionary(
                node => node.GetProperty("version").GetString()!,
                node => node.GetProperty("metadata").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.Ordinal),
                StringComparer.Ordinal));
    }
}
