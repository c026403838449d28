using System.Collections.Immutable;
using System.Text.Json;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Cincinnati;

/// <summary>Reads the edges of an answer whose nodes are known.</summary>
internal sealed class CincinnatiEdges
{
    private readonly int[] numberOf;
    private readonly Dictionary<string, int> nodeOf;
    private readonly Action<ProblemRule, ProblemSeverity, string> report;
    private readonly SortedDictionary<(int Target, int Source), int> edges = [];
    private readonly HashSet<(int Target, int Source)> dropped = [];
    private readonly List<ImmutableArray<Risk>> riskSets = [];

    public CincinnatiEdges(int[] numberOf, GraphNode[] nodes, Action<ProblemRule, ProblemSeverity, string> report)
    {
        this.numberOf = numberOf;
        this.report = report;
        nodeOf = nodes.Select((node, number) => KeyValuePair.Create(node.Version.Text, number)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Reads <c>edges</c>: pairs of places among the nodes.</summary>
    public void ReadPlain(JsonElement pairs)
    {
        var place = 0;
        foreach (var pair in pairs.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || !TryNode(pair[0], out var source) || !TryNode(pair[1], out var target))
            {
                report(ProblemRule.InvalidValue, ProblemSeverity.Rejecting, $"edges[{place}] is not a pair of places among the {numberOf.Length} nodes; clients crash on it.");
                return;
            }

            Add(source, target, ArchitectureGraph.Unconditional, $"edges[{place}]");
            place++;
        }
    }

    /// <summary>Reads <c>conditionalEdges</c>: groups of pairs of versions with their risks.</summary>
    public void ReadConditional(JsonElement groups)
    {
        var place = 0;
        foreach (var group in groups.EnumerateArray())
        {
            ReadGroup(group, $"conditionalEdges[{place}]");
            place++;
        }
    }

    /// <summary>Creates the graph.</summary>
    public ArchitectureGraph Assemble(Architecture architecture, GraphNode[] nodes, ImmutableSortedDictionary<string, ImmutableArray<int>> channelNodes)
    {
        var kept = edges.Where(edge => !dropped.Contains(edge.Key)).ToList();
        ImmutableArray<int> used = [.. kept.Select(edge => edge.Value).Where(set => set != ArchitectureGraph.Unconditional).Distinct().Order()];
        var offsets = new int[nodes.Length + 1];
        foreach (var ((target, _), _) in kept)
        {
            offsets[target + 1]++;
        }

        for (var node = 0; node < nodes.Length; node++)
        {
            offsets[node + 1] += offsets[node];
        }

        return new ArchitectureGraph
        {
            Architecture = architecture,
            Nodes = [.. nodes],
            Offsets = [.. offsets],
            Sources = [.. kept.Select(edge => edge.Key.Source)],
            RiskSetOf = [.. kept.Select(edge => edge.Value == ArchitectureGraph.Unconditional ? edge.Value : used.BinarySearch(edge.Value))],
            RiskSets = [.. used.Select(set => riskSets[set])],
            ChannelNodes = channelNodes,
        };
    }

    private bool TryNode(JsonElement element, out int node)
    {
        node = -1;
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out var place) || place < 0 || place >= numberOf.Length)
        {
            return false;
        }

        node = numberOf[place];
        return true;
    }

    private void Add(int source, int target, int riskSet, string place)
    {
        if (source == target)
        {
            report(ProblemRule.SelfEdge, ProblemSeverity.Error, $"{place} leads from a release to itself; it is dropped.");
        }
        else if (!edges.TryAdd((target, source), riskSet))
        {
            report(ProblemRule.InvalidValue, ProblemSeverity.Error, $"{place} repeats an edge; it keeps the risks of both.");
            edges[(target, source)] = Union(edges[(target, source)], riskSet);
        }
    }

    /// <summary>Joins the risks of an edge that is in the answer twice: an administrator must see all of them.</summary>
    private int Union(int first, int second)
    {
        if (first == ArchitectureGraph.Unconditional || second == ArchitectureGraph.Unconditional || first == second)
        {
            return Math.Max(first, second);
        }

        riskSets.Add([.. riskSets[first].Concat(riskSets[second]).DistinctBy(risk => risk.Name, StringComparer.Ordinal).Order(Risk.SortOrder)]);
        return riskSets.Count - 1;
    }

    private void ReadGroup(JsonElement group, string place)
    {
        if (group.ValueKind != JsonValueKind.Object
            || !group.TryGetProperty("edges", out var pairs) || pairs.ValueKind != JsonValueKind.Array
            || !group.TryGetProperty("risks", out var riskElements) || riskElements.ValueKind != JsonValueKind.Array)
        {
            report(ProblemRule.InvalidValue, ProblemSeverity.Rejecting, $"{place} has no array 'edges' or no array 'risks'.");
            return;
        }

        ImmutableArray<Risk> risks = [.. riskElements.EnumerateArray().Select(ReadRisk).Order(Risk.SortOrder)];
        var refusal = risks.IsEmpty ? "it has no risk" : risks.Select(risk => risk.Refuse()).FirstOrDefault(reason => reason is not null);
        refusal ??= risks.Zip(risks.Skip(1)).Any(pair => pair.First.Name == pair.Second.Name) ? "a risk stands in it twice" : null;
        if (refusal is not null)
        {
            report(ProblemRule.UnusableRisk, ProblemSeverity.Error, $"{place} is dropped, as clusters drop it: {refusal}.");
        }

        riskSets.Add(risks);
        foreach (var pair in pairs.EnumerateArray())
        {
            if (!TryVersion(pair, "from", out var source) || !TryVersion(pair, "to", out var target))
            {
                report(ProblemRule.InvalidValue, ProblemSeverity.Error, $"{place} has an edge with an end that is no node; it is dropped.");
                continue;
            }

            Add(source, target, riskSets.Count - 1, place);
            if (refusal is not null)
            {
                _ = dropped.Add((target, source));
            }
        }
    }

    private bool TryVersion(JsonElement pair, string name, out int node)
    {
        node = -1;
        return pair.ValueKind == JsonValueKind.Object
            && pair.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            && nodeOf.TryGetValue(value.GetString()!, out node);
    }

    private static Risk ReadRisk(JsonElement element)
    {
        string Text(string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        var rules = element.ValueKind == JsonValueKind.Object && element.TryGetProperty("matchingRules", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(ReadRule).ToImmutableArray()
            : [];
        return new Risk(Text("name"), Text("url"), Text("message"), rules);
    }

    private static MatchingRule ReadRule(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            return new MatchingRule("");
        }

        var hasKey = element.TryGetProperty("promql", out var promql);
        var query = hasKey && promql.ValueKind == JsonValueKind.Object && promql.TryGetProperty("promql", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
        return new MatchingRule(type.GetString()!, query, hasKey);
    }
}
