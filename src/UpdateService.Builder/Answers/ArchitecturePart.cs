using UpdateService.Graph.Cincinnati;

namespace UpdateService.Builder.Answers;

/// <summary>The graph of one architecture, and the pieces of JSON from which its answers are made.</summary>
internal sealed record ArchitecturePart(ArchitectureGraph Graph, JsonFragments Fragments)
{
    public static ArchitecturePart Of(ArchitectureGraph graph, ArchitecturePart? earlier) => new(graph, new JsonFragments(graph, earlier?.Fragments));

    /// <summary>
    /// Which nodes differ from an earlier graph, in themselves or in an edge into them. Nodes can be compared by number only if both
    /// graphs have the same versions; otherwise every node counts as changed.
    /// </summary>
    public NodeChanges ChangesSince(ArchitecturePart? earlier)
    {
        if (earlier is null || !HasSameVersions(earlier))
        {
            return NodeChanges.Everything;
        }

        var changed = new bool[Graph.Nodes.Length];
        for (var node = 0; node < changed.Length; node++)
        {
            changed[node] = !Fragments.Node(node).SequenceEqual(earlier.Fragments.Node(node)) || !HasSameEdges(earlier, node);
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

    private bool HasSameEdges(ArchitecturePart earlier, int node)
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
            if ((set < 0 ? set : Fragments.EarlierRiskSets[set]) != earlier.Graph.RiskSetOf[startBefore + edge])
            {
                return false;
            }
        }

        return true;
    }
}
