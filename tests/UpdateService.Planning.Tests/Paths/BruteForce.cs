using System.Collections.Immutable;

namespace UpdateService.Planning.Tests.Paths;

/// <summary>A plan as the oracle sees it.</summary>
public sealed record SlowPlan(ImmutableArray<int> Stops, ImmutableSortedSet<int> Unaccepted)
{
    public int Hops => Stops.Length - 1;

    public bool Uses(SmallEdge edge) => Stops.Zip(Stops.Skip(1)).Contains((edge.From, edge.To));

    public string Words => string.Join('>', Stops.Select(stop => SmallGraph.Versions[stop]));
}

/// <summary>Tries every way through a small graph, with rules of its own.</summary>
public sealed class BruteForce(SmallGraph graph)
{
    private static readonly (int Major, int Minor)[] Minors = [(4, 1), (4, 1), (4, 1), (4, 2), (4, 2), (4, 3), (4, 3), (5, 0), (5, 0)];

    /// <summary>All plans, best first.</summary>
    /// <param name="from">The source.</param>
    /// <param name="to">The target.</param>
    /// <param name="channels">The channels that hops may be in, as bits.</param>
    public IReadOnlyList<SlowPlan> Plans(int from, int to, int channels = 15)
    {
        var plans = new List<SlowPlan>();
        Walk([from], [], to, channels, plans);
        plans.Sort(Compare);
        return plans;
    }

    /// <summary>The order of plans.</summary>
    public static int Compare(SlowPlan left, SlowPlan right)
    {
        var order = left.Unaccepted.Count.CompareTo(right.Unaccepted.Count);
        order = order != 0 ? order : left.Hops.CompareTo(right.Hops);
        for (var hop = 0; order == 0 && hop <= left.Hops; hop++)
        {
            order = right.Stops[hop].CompareTo(left.Stops[hop]);
        }

        return order;
    }

    private void Walk(ImmutableArray<int> stops, ImmutableSortedSet<int> risks, int to, int channels, List<SlowPlan> plans)
    {
        if (stops[^1] == to)
        {
            plans.Add(new SlowPlan(stops, risks));
            return;
        }

        foreach (var edge in graph.Edges)
        {
            if (edge.From == stops[^1] && IsLegal(edge) && (graph.ChannelsOf[edge.From] & graph.ChannelsOf[edge.To] & channels) != 0)
            {
                Walk(stops.Add(edge.To), risks.Union(edge.Risks.Except(graph.Accepted)), to, channels, plans);
            }
        }
    }

    private bool IsLegal(SmallEdge edge)
    {
        var (from, to) = (Minors[edge.From], Minors[edge.To]);
        return from.Major == to.Major ? to.Minor - from.Minor <= 1 : from.Minor == LastMinor();
    }

    private int LastMinor() => graph.Edges.Where(edge => Minors[edge.From].Major == 4 && Minors[edge.To].Major == 5).Max(edge => Minors[edge.From].Minor);
}
