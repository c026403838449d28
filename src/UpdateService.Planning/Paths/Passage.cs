using System.Collections.Immutable;
using UpdateService.Planning.Indexes;

namespace UpdateService.Planning.Paths;

/// <summary>Which edges the plans of one question may use, and which of their risks still count.</summary>
internal sealed class Passage
{
    private readonly ulong[] channels;
    private readonly ulong[] accepted;
    private readonly ulong[] avoided;
    private readonly HashSet<int> avoidedNodes;
    private readonly ImmutableArray<int> via;
    private readonly ulong[]?[] unaccepted;
    private readonly ulong[] none;

    public Passage(ArchitectureIndex index, ulong[] channels, IEnumerable<string> accept, IEnumerable<string> avoid, IEnumerable<int> avoidedNodes, IEnumerable<int> via)
    {
        Index = index;
        this.channels = channels;
        this.avoidedNodes = [.. avoidedNodes];
        this.via = [.. via];
        accepted = index.RiskSet(accept);
        avoided = index.RiskSet(avoid);
        unaccepted = new ulong[index.Graph.RiskSets.Length][];
        none = new ulong[index.RiskWords];
    }

    /// <summary>The graph and what belongs to it.</summary>
    public ArchitectureIndex Index { get; }

    /// <summary>No risk.</summary>
    public ulong[] None => none;

    /// <summary>The channels that a hop may be in.</summary>
    public ulong[] Channels => channels;

    /// <summary>Whether plans may use the edge.</summary>
    public bool Allows(int source, int target, int edge) =>
        Index.IsLegal(edge)
        && Index.Channels.Serves(source, target, channels)
        && (Index.RiskBits(edge) is not { } risks || !Bits.Overlap(risks, avoided))
        && !avoidedNodes.Contains(target)
        && !PassesOver(source, target);

    /// <summary>The risks of the edge that are not accepted.</summary>
    public ulong[] Unaccepted(int edge)
    {
        var set = Index.Graph.RiskSetOf[edge];
        if (set == ArchitectureGraph.Unconditional)
        {
            return none;
        }

        if (unaccepted[set] is not { } rest)
        {
            var all = Index.RiskBits(edge)!;
            unaccepted[set] = rest = [.. all.Select((word, number) => word & ~accepted[number])];
        }

        return rest;
    }

    /// <summary>
    /// The nodes that the source reaches, itself included. All edges lead to higher numbers, so one pass is enough.
    /// </summary>
    /// <param name="source">Where plans begin.</param>
    /// <param name="last">Nodes above this one are not looked at.</param>
    /// <param name="budget">What is left to spend.</param>
    public bool[] ReachableFrom(int source, int last, SearchBudget budget)
    {
        var reachable = new bool[Index.Graph.Nodes.Length];
        reachable[source] = true;
        for (var node = source; node <= last; node++)
        {
            if (!reachable[node])
            {
                continue;
            }

            foreach (var edge in Index.EdgesFrom(node))
            {
                if (edge.Target > last)
                {
                    break; // They ascend.
                }

                reachable[edge.Target] = reachable[edge.Target] || Allows(node, edge.Target, edge.Edge);
            }

            budget.Spend(1);
        }

        return reachable;
    }

    /// <summary>Every edge leads upwards, so a plan goes through a release exactly if no hop passes over it.</summary>
    private bool PassesOver(int source, int target)
    {
        foreach (var stop in via)
        {
            if (source < stop && stop < target)
            {
                return true;
            }
        }

        return false;
    }
}
