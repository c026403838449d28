namespace UpdateService.Graph.Building;

/// <summary>
/// Finds the edges that make cycles: in each strongly connected component, the edges whose target does not have a higher precedence
/// than their source. Without them, every edge inside a component leads upwards, so no cycle remains. Downward
/// edges outside cycles stay.
/// </summary>
/// <param name="offsets">The start of each target's sources.</param>
/// <param name="sources">The sources; nodes are numbered by precedence.</param>
/// <seealso href="https://doi.org/10.1137/0201010">Tarjan, Depth-first search and linear graph algorithms</seealso>
internal sealed class CycleFinder(int[] offsets, int[] sources)
{
    private const int Unseen = 0;

    private readonly int count = offsets.Length - 1;

    /// <summary>The edges to drop; empty for a graph without cycles.</summary>
    public HashSet<(int Source, int Target)> FindClosingEdges()
    {
        var closing = new HashSet<(int Source, int Target)>();
        var downward = DownwardEdges();
        if (downward.Count == 0)
        {
            return closing; // Edges that all lead upwards close no cycle.
        }

        var component = Components();
        foreach (var (source, target) in downward)
        {
            if (component[source] == component[target])
            {
                _ = closing.Add((source, target));
            }
        }

        return closing;
    }

    private List<(int Source, int Target)> DownwardEdges()
    {
        var downward = new List<(int Source, int Target)>();
        for (var target = 0; target < count; target++)
        {
            for (var edge = offsets[target]; edge < offsets[target + 1]; edge++)
            {
                if (sources[edge] > target)
                {
                    downward.Add((sources[edge], target));
                }
            }
        }

        return downward;
    }

    /// <summary>
    /// Tarjan's algorithm on the reversed edges (the components are the same), with its own stack, because a chain of releases may be
    /// too long for the thread's stack.
    /// </summary>
    private int[] Components()
    {
        var component = new int[count];
        var order = new int[count];
        var low = new int[count];
        var onStack = new bool[count];
        var next = offsets[..count];
        var open = new Stack<int>();
        var path = new Stack<int>();
        var seen = 0;
        for (var root = 0; root < count; root++)
        {
            if (order[root] == Unseen)
            {
                Enter(root);
            }

            while (path.TryPeek(out var node))
            {
                if (next[node] < offsets[node + 1])
                {
                    var neighbour = sources[next[node]++];
                    if (order[neighbour] == Unseen)
                    {
                        Enter(neighbour);
                    }
                    else if (onStack[neighbour])
                    {
                        low[node] = Math.Min(low[node], order[neighbour]);
                    }
                }
                else
                {
                    Leave(node);
                }
            }
        }

        return component;

        void Enter(int node)
        {
            order[node] = low[node] = ++seen;
            onStack[node] = true;
            open.Push(node);
            path.Push(node);
        }

        void Leave(int node)
        {
            _ = path.Pop();
            if (path.TryPeek(out var parent))
            {
                low[parent] = Math.Min(low[parent], low[node]);
            }

            if (low[node] == order[node])
            {
                int member;
                do
                {
                    member = open.Pop();
                    onStack[member] = false;
                    component[member] = node;
                }
                while (member != node);
            }
        }
    }
}
