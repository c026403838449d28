using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Cincinnati;

/// <summary>
/// The parts of answers that many answers share, as JSON bytes made once: every node, every set of risks, every version.
/// </summary>
public sealed class JsonFragments
{
    private static readonly JsonWriterOptions Options = new()
    {
        // The answer is JSON for programs, never part of an HTML page, so only what JSON itself asks for is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ImmutableArray<GraphNode> source;
    private readonly ReadOnlyMemory<byte>[] nodes;
    private readonly ReadOnlyMemory<byte>[] versions;
    private readonly ReadOnlyMemory<byte>[] riskSets;

    /// <summary>Makes the fragments of one architecture.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="earlier">Fragments whose nodes may be the same objects; those are not written again.</param>
    public JsonFragments(ArchitectureGraph graph, JsonFragments? earlier = null)
    {
        source = graph.Nodes;
        var buffer = new ArrayBufferWriter<byte>(1 << 12);
        using var json = new Utf8JsonWriter(buffer, Options);
        riskSets = WriteEach(graph.RiskSets, buffer, json, WriteRisks);
        if (earlier is not null && earlier.source == source)
        {
            (nodes, versions) = (earlier.nodes, earlier.versions);
            return;
        }

        nodes = WriteEach(graph.Nodes, buffer, json, WriteNode);
        versions = WriteEach(graph.Nodes, buffer, json, static (json, node) => json.WriteStringValue(node.Version.Text));
    }

    /// <summary><c>{"version":…,"payload":…,"metadata":{…}}</c> of a node.</summary>
    public ReadOnlySpan<byte> Node(int node) => nodes[node].Span;

    /// <summary>The version of a node as a JSON string.</summary>
    public ReadOnlySpan<byte> Version(int node) => versions[node].Span;

    /// <summary>The array of the risks of a set.</summary>
    public ReadOnlySpan<byte> Risks(int riskSet) => riskSets[riskSet].Span;

    private static ReadOnlyMemory<byte>[] WriteEach<T>(
        ImmutableArray<T> items,
        ArrayBufferWriter<byte> buffer,
        Utf8JsonWriter json,
        Action<Utf8JsonWriter, T> write)
    {
        buffer.ResetWrittenCount();
        var ends = new int[items.Length];
        for (var index = 0; index < items.Length; index++)
        {
            json.Reset();
            write(json, items[index]);
            json.Flush();
            ends[index] = buffer.WrittenCount;
        }

        ReadOnlyMemory<byte> all = buffer.WrittenSpan.ToArray();
        var fragments = new ReadOnlyMemory<byte>[items.Length];
        for (var index = 0; index < items.Length; index++)
        {
            fragments[index] = all[(index == 0 ? 0 : ends[index - 1])..ends[index]];
        }

        return fragments;
    }

    private static void WriteNode(Utf8JsonWriter json, GraphNode node)
    {
        json.WriteStartObject();
        json.WriteString("version"u8, node.Version.Text);
        json.WriteString("payload"u8, node.Release.Payload);
        json.WriteStartObject("metadata"u8);
        foreach (var (key, value) in node.Metadata)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRisks(Utf8JsonWriter json, ImmutableArray<Risk> risks)
    {
        json.WriteStartArray();
        foreach (var risk in risks)
        {
            json.WriteStartObject();
            json.WriteString("url"u8, risk.Url);
            json.WriteString("name"u8, risk.Name);
            json.WriteString("message"u8, risk.Message);
            json.WriteStartArray("matchingRules"u8);
            foreach (var rule in risk.MatchingRules)
            {
                WriteRule(json, rule);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRule(Utf8JsonWriter json, MatchingRule rule)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, rule.Type);
        if (!string.IsNullOrEmpty(rule.PromQl))
        {
            json.WriteStartObject("promql"u8);
            json.WriteString("promql"u8, rule.PromQl);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
