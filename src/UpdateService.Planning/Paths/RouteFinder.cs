using System.Collections.Immutable;
using UpdateService.Planning.Indexes;

namespace UpdateService.Planning.Paths;

/// <summary>Picks routes out of a finished search, in the order of plans.</summary>
internal sealed class RouteFinder(Passage passage, LabelSearch search, SearchBudget budget)
{
    /// <summary>The largest number that every reader of JSON reads exactly; larger numbers of ties are reported as this one.</summary>
    public const long MostTies = (1L << 53) - 1;

    /// <summary>
    /// For each number of unaccepted risks that buys a shorter plan the fewest hops: the Pareto front, fewest risks first.
    /// </summary>
    public ImmutableArray<(int Unaccepted, int Hops)> Front
    {
        get
        {
            var front = ImmutableArray.CreateBuilder<(int Unaccepted, int Hops)>();
            foreach (var label in search.At(search.Source).OrderBy(label => label.Count).ThenBy(label => label.Hops))
            {
                if (front.Count == 0 || label.Hops < front[^1].Hops)
                {
                    front.Add((label.Count, label.Hops));
                }
            }

            return front.ToImmutable();
        }
    }

    /// <summary>The sets of unaccepted risks of which no part is enough, smallest first, as names.</summary>
    public ImmutableArray<ImmutableArray<string>> MinimalSets
    {
        get
        {
            var minimal = new List<Label>();
            foreach (var label in search.At(search.Source).OrderBy(label => label.Count))
            {
                if (!minimal.Exists(known => Bits.IsSubset(known.Risks, label.Risks)))
                {
                    minimal.Add(label);
                }
            }

            return
            [
                .. minimal.Select(label => Bits.Numbers(label.Risks).Select(number => passage.Index.RiskNames[number]).ToImmutableArray())
                    .OrderBy(names => names.Length)
                    .ThenBy(names => string.Join('\n', names), StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>The route with these numbers, both the least possible together, that is newest hop by hop from the start.</summary>
    public Route Newest(int unaccepted, int hops)
    {
        var nodes = ImmutableArray.CreateBuilder<int>(hops + 1);
        var edges = ImmutableArray.CreateBuilder<int>(hops);
        var risks = new ulong[passage.Index.RiskWords];
        nodes.Add(search.Source);
        while (nodes[^1] != search.Target)
        {
            var (target, edge) = NewestStep(nodes[^1], risks, hops - edges.Count - 1, unaccepted);
            Bits.Unite(risks, passage.Unaccepted(edge), risks);
            nodes.Add(target);
            edges.Add(edge);
        }

        return new Route(nodes.ToImmutable(), edges.ToImmutable());
    }

    /// <summary>
    /// How many routes have these numbers, the best ones: at most <see cref="MostTies"/>. Where the budget ends before all are
    /// counted it is the least there are.
    /// </summary>
    public long CountTies(int unaccepted, int hops)
    {
        var level = new Dictionary<RouteState, long> { [new RouteState(search.Source, passage.None)] = 1 };
        for (var left = hops - 1; left >= 0; left--)
        {
            var next = new Dictionary<RouteState, long>();
            foreach (var (state, count) in level)
            {
                if (!CountSteps(state, count, left, unaccepted, next))
                {
                    return 1;
                }
            }

            level = next;
        }

        return level.Where(entry => entry.Key.Node == search.Target).Aggregate(0L, (sum, entry) => Add(sum, entry.Value));
    }

    /// <summary>
    /// All routes from so many unaccepted risks on in the order of plans, as far as the budget lasts, but for those with over
    /// <see cref="RouteLengths.MostExtra"/> hops more than the fewest.
    /// </summary>
    public IEnumerable<Route> InOrder(int fewestUnaccepted)
    {
        var lengths = new RouteLengths(passage, search);
        var fewestHops = lengths.Fewest(search.Source);
        for (var unaccepted = fewestUnaccepted; unaccepted <= passage.Index.RiskNames.Length; unaccepted++)
        {
            for (var hops = fewestHops; hops <= fewestHops + RouteLengths.MostExtra && !budget.IsSpent; hops++)
            {
                if (!lengths.Has(search.Source, hops) || !search.CanGoOn(search.Source, passage.None, hops, unaccepted))
                {
                    continue;
                }

                foreach (var route in Exactly(unaccepted, hops, lengths))
                {
                    yield return route;
                }
            }
        }
    }

    private static long Add(long left, long right) => left > MostTies - right ? MostTies : left + right;

    private (int Target, int Edge) NewestStep(int node, ulong[] risks, int hopsLeft, int unaccepted)
    {
        var edges = passage.Index.EdgesFrom(node);
        for (var index = edges.Length - 1; index >= 0; index--)
        {
            var (target, edge) = edges[index];
            if (CanStep(node, target, edge, risks, hopsLeft, unaccepted, out _))
            {
                return (target, edge);
            }
        }

        throw new InvalidOperationException("A label stands for a route that does not exist.");
    }

    /// <summary>Whether a plan within these limits goes on over the edge, and what is on it then.</summary>
    private bool CanStep(int node, int target, int edge, ulong[] risks, int hopsLeft, int unaccepted, out ulong[] united)
    {
        united = risks;
        if (search.At(target).Count == 0 || !passage.Allows(node, target, edge))
        {
            return false;
        }

        if (passage.Unaccepted(edge) is var own && !Bits.IsSubset(own, risks))
        {
            united = new ulong[risks.Length];
            Bits.Unite(risks, own, united);
        }

        budget.Spend(search.At(target).Count);
        return search.CanGoOn(target, united, hopsLeft, unaccepted);
    }

    private bool CountSteps(RouteState state, long count, int left, int unaccepted, Dictionary<RouteState, long> next)
    {
        foreach (var (target, edge) in passage.Index.EdgesFrom(state.Node))
        {
            if (budget.IsSpent)
            {
                return false;
            }

            if (CanStep(state.Node, target, edge, state.Risks, left, unaccepted, out var risks))
            {
                var reached = new RouteState(target, risks);
                next[reached] = Add(next.GetValueOrDefault(reached), count);
            }
        }

        return true;
    }

    private IEnumerable<Route> Exactly(int unaccepted, int hops, RouteLengths lengths)
    {
        // A stack by hand: an iterator that calls itself would cost the depth again for every route.
        var path = new Stack<(int Node, ulong[] Risks, int NextEdge)>();
        var edges = new Stack<int>();
        path.Push((search.Source, passage.None, passage.Index.EdgesFrom(search.Source).Length - 1));
        while (path.Count > 0)
        {
            var (node, risks, nextEdge) = path.Pop();
            if (edges.Count == hops)
            {
                if (Bits.Count(risks) == unaccepted)
                {
                    yield return new Route([.. path.Reverse().Select(step => step.Node), node], [.. edges.Reverse()]);
                }

                _ = edges.TryPop(out _);
                continue;
            }

            if (nextEdge < 0 || budget.IsSpent)
            {
                _ = edges.TryPop(out _);
                continue;
            }

            path.Push((node, risks, nextEdge - 1));
            var (target, edge) = passage.Index.EdgesFrom(node)[nextEdge];
            var left = hops - edges.Count - 1;
            budget.Spend(1);
            if (lengths.Has(target, left) && CanStep(node, target, edge, risks, left, unaccepted, out var united))
            {
                path.Push((target, united, passage.Index.EdgesFrom(target).Length - 1));
                edges.Push(edge);
            }
        }
    }
}
