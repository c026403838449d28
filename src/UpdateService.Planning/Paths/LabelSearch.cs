using UpdateService.Planning.Indexes;

namespace UpdateService.Planning.Paths;

/// <summary>A path from a release to the target: its number of hops and the unaccepted risks on them.</summary>
/// <param name="Hops">To the target.</param>
/// <param name="Risks">As bits.</param>
/// <param name="Count">How many they are.</param>
internal sealed record Label(int Hops, ulong[] Risks, int Count)
{
    /// <summary>Whether the other is no better in any way, wherever both are continued to.</summary>
    public bool Dominates(int hops, ReadOnlySpan<ulong> risks, int count) => Hops <= hops && Count <= count && Bits.IsSubset(Risks, risks);
}

/// <summary>
/// Finds for each release on a way from the source to the target all pairs of hops and set of unaccepted risks that no other
/// pair beats in both. Edges lead upwards only, so one pass from the target down is exact.
/// </summary>
internal sealed class LabelSearch
{
    private readonly Passage passage;
    private readonly SearchBudget budget;
    private readonly int mostRisks;
    private readonly List<Label>?[] labels;
    private readonly ulong[] united;

    /// <summary>Searches.</summary>
    /// <param name="passage">Which edges there are.</param>
    /// <param name="source">Where plans begin.</param>
    /// <param name="target">Where plans end.</param>
    /// <param name="reachable">For each node whether the source reaches it.</param>
    /// <param name="budget">What is left to spend.</param>
    /// <param name="mostRisks">Plans with more unaccepted risks than that are not looked for.</param>
    public LabelSearch(Passage passage, int source, int target, bool[] reachable, SearchBudget budget, int mostRisks = int.MaxValue)
    {
        this.mostRisks = mostRisks;
        this.passage = passage;
        this.budget = budget;
        Source = source;
        Target = target;
        united = new ulong[passage.Index.RiskWords];
        labels = new List<Label>?[passage.Index.Graph.Nodes.Length];
        labels[target] = [new Label(0, passage.None, 0)];
        var graph = passage.Index.Graph;
        for (var node = target; node > source; node--)
        {
            if (labels[node] is null)
            {
                continue;
            }

            for (var edge = graph.Offsets[node]; edge < graph.Offsets[node + 1]; edge++)
            {
                var from = graph.Sources[edge];
                if (reachable[from] && passage.Allows(from, node, edge))
                {
                    Extend(from, edge, labels[node]!);
                }
            }
        }
    }

    /// <summary>Where plans begin.</summary>
    public int Source { get; }

    /// <summary>Where plans end.</summary>
    public int Target { get; }

    /// <summary>The paths from a node; empty if there is none.</summary>
    public IReadOnlyList<Label> At(int node) => labels[node] ?? [];

    /// <summary>Whether a plan within these limits can go on from the node, which has ways to go on.</summary>
    public bool CanGoOn(int node, ReadOnlySpan<ulong> risksSoFar, int hopsLeft, int mostRisks)
    {
        foreach (var label in labels[node]!)
        {
            if (label.Hops <= hopsLeft && Bits.CountOfUnion(label.Risks, risksSoFar) <= mostRisks)
            {
                return true;
            }
        }

        return false;
    }

    private void Extend(int from, int edge, List<Label> onwards)
    {
        var risks = passage.Unaccepted(edge);
        var own = labels[from] ??= [];
        foreach (var label in onwards)
        {
            Bits.Unite(label.Risks, risks, united);
            Insert(own, label.Hops + 1, united);
        }
    }

    private void Insert(List<Label> own, int hops, ReadOnlySpan<ulong> risks)
    {
        var count = Bits.Count(risks);
        if (count > mostRisks)
        {
            return;
        }

        budget.Spend(own.Count + 1);
        for (var index = own.Count - 1; index >= 0; index--)
        {
            if (own[index].Dominates(hops, risks, count))
            {
                return;
            }
        }

        var added = new Label(hops, risks.ToArray(), count);
        _ = own.RemoveAll(label => added.Dominates(label.Hops, label.Risks, label.Count));
        own.Add(added);

        // With a spent budget the rest is a search for two plans: the fewest risks and the fewest hops that are met.
        var most = budget.IsSpent ? 2 : budget.LabelsPerRelease;
        while (own.Count > most)
        {
            budget.Exceed();
            own.RemoveAt(Worst(own));
        }
    }

    /// <summary>The most risks, then the most hops; but never the only one with the fewest hops.</summary>
    private static int Worst(List<Label> own)
    {
        var quickest = 0;
        for (var index = 1; index < own.Count; index++)
        {
            if ((own[index].Hops, own[index].Count).CompareTo((own[quickest].Hops, own[quickest].Count)) < 0)
            {
                quickest = index;
            }
        }

        var worst = quickest == 0 ? 1 : 0;
        for (var index = worst + 1; index < own.Count; index++)
        {
            if (index != quickest && (own[index].Count, own[index].Hops).CompareTo((own[worst].Count, own[worst].Hops)) >= 0)
            {
                worst = index;
            }
        }

        return worst;
    }
}
