using UpdateService.Graph.Cincinnati;

namespace UpdateService.Builder.Answers;

/// <summary>The graph of one architecture with the pieces of JSON that its answers are put together from.</summary>
internal sealed record ArchitecturePart(ArchitectureGraph Graph, JsonFragments Fragments)
{
    public static ArchitecturePart Of(ArchitectureGraph graph, ArchitecturePart? earlier) => new(graph, new JsonFragments(graph, earlier?.Fragments));

    /// <summary>
    /// Which nodes differ, in themselves or in an edge into them, from an earlier graph. Nodes can be compared by their
    /// numbers only where both graphs have the same versions; else every node counts as changed.
    /// </summary>
    public NodeChanges ChangesSince(ArchitecturePart? earlier)
    {
        if (earlier is null || !HasSameVersions(earlier))
        {
            return NodeChanges.Everything;
        }

        var sameSets = MatchRiskSets(earlier);
        var changed = new bool[Graph.Nodes.Length];
        for (var node = 0; node < changed.Length; node++)
        {
            changed[node] = !Fragments.Node(node).SequenceEqual(earlier.Fragments.Node(node)) || !HasSameEdges(earlier, node, sameSets);
        }

        return new NodeChanges(earlier.Graph, changed);
    }

    private bool HasSameVersions(ArchitecturePart earlier)
    {
        var (nodes, before) = (Graph.Nodes, earlier.Graph.Nodes);
        if (nodes == before)
        {
            return true;
        }

        if (nodes.Length != before.Length)
        {
            return false;
        }

        for (var node = 0; node < nodes.Length; node++)
        {
            if (nodes[node].Version != before[node].Version)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>For each set of risks the number of the earlier set with the same bytes, or a number that matches none.</summary>
    private int[] MatchRiskSets(ArchitecturePart earlier)
    {
        const int none = int.MaxValue;
        var earlierNumbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var set = 0; set < earlier.Graph.RiskSets.Length; set++)
        {
            earlierNumbers[System.Text.Encoding.Latin1.GetString(earlier.Fragments.Risks(set))] = set;
        }

        var matches = new int[Graph.RiskSets.Length];
        for (var set = 0; set < matches.Length; set++)
        {
            matches[set] = earlierNumbers.TryGetValue(System.Text.Encoding.Latin1.GetString(Fragments.Risks(set)), out var number) ? number : none;
        }

        return matches;
    }

    private bool HasSameEdges(ArchitecturePart earlier, int node, int[] sameSets)
    {
        var (start, length) = (Graph.Offsets[node], Graph.Offsets[node + 1] - Graph.Offsets[node]);
        var (startBefore, lengthBefore) = (earlier.Graph.Offsets[node], earlier.Graph.Offsets[node + 1] - earlier.Graph.Offsets[node]);
        if (length != lengthBefore
            || !Graph.Sources.AsSpan(start, length).SequenceEqual(earlier.Graph.Sources.AsSpan(startBefore, length)))
        {
            return false;
        }

        for (var edge = 0; edge < length; edge++)
        {
            var set = Graph.RiskSetOf[start + edge];
            if ((set < 0 ? set : sameSets[set]) != earlier.Graph.RiskSetOf[startBefore + edge])
            {
                return false;
            }
        }

        return true;
    }
}
