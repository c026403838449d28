using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Cincinnati;

/// <summary>
/// The parts that many answers share, as JSON bytes created once: every node, every set of risks, every version.
/// </summary>
public sealed class JsonFragments
{
    /// <summary>No set of risks, in place of the number of one.</summary>
    public const int NoRiskSet = int.MaxValue;

    private static readonly JsonWriterOptions Options = new()
    {
        // The answer is JSON for programs and never part of an HTML page, so only what JSON requires is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ImmutableArray<GraphNode> source;
    private readonly ReadOnlyMemory<byte>[] nodes;
    private readonly ReadOnlyMemory<byte>[] versions;
    private readonly ReadOnlyMemory<byte>[] riskSets;
    private readonly Dictionary<ImmutableArray<Risk>, int> riskSetNumbers;

    /// <summary>Creates the fragments of one architecture.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="earlier">Fragments whose nodes and risks may be the same objects; those are not written again.</param>
    public JsonFragments(ArchitectureGraph graph, JsonFragments? earlier = null)
    {
        source = graph.Nodes;
        var buffer = new ArrayBufferWriter<byte>(1 << 12);
        using var json = new Utf8JsonWriter(buffer, Options);
        riskSetNumbers = Numbers(graph.RiskSets);
        EarlierRiskSets = ImmutableArray.CreateRange(graph.RiskSets, set => earlier?.riskSetNumbers.GetValueOrDefault(set, NoRiskSet) ?? NoRiskSet);
        riskSets = WriteRiskSets(graph.RiskSets, earlier, buffer, json);
        if (earlier?.source.Length == source.Length)
        {
            nodes = WriteChanged(earlier.source, earlier.nodes, static (node, before) => ReferenceEquals(node, before), buffer, json, WriteNode);
            versions = WriteChanged(earlier.source, earlier.versions, static (node, before) => ReferenceEquals(node.Release, before.Release), buffer, json, WriteVersion);
            return;
        }

        nodes = WriteEach(source, buffer, json, WriteNode);
        versions = WriteEach(source, buffer, json, WriteVersion);
    }

    /// <summary>For each set of risks the number that it had in the earlier fragments, or <see cref="NoRiskSet"/>.</summary>
    public ImmutableArray<int> EarlierRiskSets { get; }

    /// <summary><c>{"version":…,"payload":…,"metadata":{…}}</c> of a node.</summary>
    public ReadOnlySpan<byte> Node(int node) => nodes[node].Span;

    /// <summary>The version of a node as a JSON string.</summary>
    public ReadOnlySpan<byte> Version(int node) => versions[node].Span;

    /// <summary>The array of the risks of a set.</summary>
    public ReadOnlySpan<byte> Risks(int riskSet) => riskSets[riskSet].Span;

    private static Dictionary<ImmutableArray<Risk>, int> Numbers(ImmutableArray<ImmutableArray<Risk>> sets)
    {
        var numbers = new Dictionary<ImmutableArray<Risk>, int>(sets.Length, SameRisks.Instance);
        for (var set = 0; set < sets.Length; set++)
        {
            numbers[sets[set]] = set;
        }

        return numbers;
    }

    private ReadOnlyMemory<byte>[] WriteRiskSets(ImmutableArray<ImmutableArray<Risk>> sets, JsonFragments? earlier, ArrayBufferWriter<byte> buffer, Utf8JsonWriter json)
    {
        var fragments = new ReadOnlyMemory<byte>[sets.Length];
        for (var set = 0; set < sets.Length; set++)
        {
            if (earlier is not null && EarlierRiskSets[set] != NoRiskSet)
            {
                fragments[set] = earlier.riskSets[EarlierRiskSets[set]];
                continue;
            }

            fragments[set] = WriteAlone(sets[set], buffer, json, WriteRisks);
        }

        return fragments;
    }

    /// <summary>The earlier nodes' fragments if the nodes are the same.</summary>
    private ReadOnlyMemory<byte>[] WriteChanged(
        ImmutableArray<GraphNode> before,
        ReadOnlyMemory<byte>[] known,
        Func<GraphNode, GraphNode, bool> isSame,
        ArrayBufferWriter<byte> buffer,
        Utf8JsonWriter json,
        Action<Utf8JsonWriter, GraphNode> write)
    {
        if (before == source)
        {
            return known;
        }

        ReadOnlyMemory<byte>[] fragments = [.. known];
        for (var node = 0; node < fragments.Length; node++)
        {
            if (!isSame(source[node], before[node]))
            {
                fragments[node] = WriteAlone(source[node], buffer, json, write);
            }
        }

        return fragments;
    }

    /// <summary>Copies into a new array, so that a fragment that stays keeps no other in memory.</summary>
    private static ReadOnlyMemory<byte> WriteAlone<T>(T item, ArrayBufferWriter<byte> buffer, Utf8JsonWriter json, Action<Utf8JsonWriter, T> write)
    {
        buffer.ResetWrittenCount();
        json.Reset();
        write(json, item);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>All in one array.</summary>
    private static ReadOnlyMemory<byte>[] WriteEach(
        ImmutableArray<GraphNode> items,
        ArrayBufferWriter<byte> buffer,
        Utf8JsonWriter json,
        Action<Utf8JsonWriter, GraphNode> write)
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

    private static void WriteVersion(Utf8JsonWriter json, GraphNode node) => json.WriteStringValue(node.Version.Text);

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

    /// <summary>Sets of the same objects: if the risks of one revision are kept for the next, equal risks are one object.</summary>
    private sealed class SameRisks : IEqualityComparer<ImmutableArray<Risk>>
    {
        public static SameRisks Instance { get; } = new();

        public bool Equals(ImmutableArray<Risk> left, ImmutableArray<Risk> right)
        {
            if (left.Length != right.Length)
            {
                return false;
            }

            for (var index = 0; index < left.Length; index++)
            {
                if (!ReferenceEquals(left[index], right[index]))
                {
                    return false;
                }
            }

            return true;
        }

        public int GetHashCode(ImmutableArray<Risk> risks)
        {
            var hash = default(HashCode);
            foreach (var risk in risks)
            {
                hash.Add(RuntimeHelpers.GetHashCode(risk));
            }

            return hash.ToHashCode();
        }
    }
}
