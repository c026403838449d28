using System.Collections.Immutable;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Building;

/// <summary>
/// Steps 5 and 6 for one architecture: which edges carry which risks, and which are taken away. A hard block beats a risk,
/// and every rule that takes an edge away counts.
/// </summary>
internal sealed class EdgeRules
{
    /// <summary>The mark of an edge that is taken away.</summary>
    public const int Removed = -2;

    private readonly Topology topology;
    private readonly RiskTable risks;
    private readonly ProblemList problems;
    private readonly RiskSetTable riskSets;

    private EdgeRules(Topology topology, RiskTable risks, ProblemList problems)
    {
        this.topology = topology;
        this.risks = risks;
        this.problems = problems;
        riskSets = new RiskSetTable(risks);
        State = new int[topology.Sources.Length];
        Array.Fill(State, ArchitectureGraph.Unconditional);
    }

    /// <summary>Of each edge: unconditional, removed, or the number of its set of risks.</summary>
    public int[] State { get; }

    /// <summary>The sets that <see cref="State"/> numbers.</summary>
    public ImmutableArray<ImmutableArray<Risk>> RiskSets => riskSets.ToImmutable();

    public static EdgeRules Apply(Topology topology, ImmutableArray<BlockedEdge> entries, RiskTable risks, ProblemList problems)
    {
        var rules = new EdgeRules(topology, risks, problems);
        foreach (var (target, indices) in rules.EntriesByTarget(entries))
        {
            rules.ApplyEntries(target, entries, indices);
        }

        rules.ApplyDirectives();
        topology.ForgetUnusedPatterns();
        return rules;
    }

    private SortedDictionary<int, List<int>> EntriesByTarget(ImmutableArray<BlockedEdge> entries)
    {
        var byTarget = new SortedDictionary<int, List<int>>();
        for (var index = 0; index < entries.Length; index++)
        {
            var to = entries[index].To;
            if (to.Covers(topology.Architecture) && topology.TryFind(to.Version, out var target))
            {
                (byTarget.TryGetValue(target, out var list) ? list : byTarget[target] = []).Add(index);
            }
        }

        return byTarget;
    }

    private void ApplyEntries(int target, ImmutableArray<BlockedEdge> entries, List<int> indices)
    {
        var matches = indices.ConvertAll(index => topology.MatchesOf(entries[index].From).Use());
        var carried = new List<int>();
        for (var edge = topology.Offsets[target]; edge < topology.Offsets[target + 1]; edge++)
        {
            carried.Clear();
            var blocked = false;
            for (var index = 0; index < indices.Count && !blocked; index++)
            {
                if (matches[index][topology.Sources[edge]])
                {
                    var risk = risks.OfEntry(indices[index]);
                    blocked = risk == RiskTable.HardBlock;
                    carried.Add(risk);
                }
            }

            if (blocked)
            {
                State[edge] = Removed;
            }
            else if (carried.Count > 0)
            {
                var set = riskSets.Intern(carried);
                State[edge] = set.Number;
                if (set.Refusal is { } refusal)
                {
                    var places = MatchingPlaces(entries, indices, matches, topology.Sources[edge]);
                    problems.Error(
                        refusal.Rule,
                        places.Min(),
                        $"Edges into {topology.Releases[target]} are blocked outright, because clusters could not store their risks: {refusal.Reason}.");
                }
            }
        }
    }

    private static IEnumerable<Place> MatchingPlaces(ImmutableArray<BlockedEdge> entries, List<int> indices, List<PatternMatches> matches, int source) =>
        indices.Where((_, index) => matches[index][source]).Select(index => entries[index].Place);

    private void ApplyDirectives()
    {
        for (var index = 0; index < topology.Directives.Length; index++)
        {
            var directives = topology.Directives[index];
            if (directives.IsEmpty)
            {
                continue;
            }

            RemoveIncoming(index, directives);
            foreach (var version in directives.NextRemove)
            {
                if (topology.TryFind(version, out var target))
                {
                    RemoveWhere(target, source => source == index);
                }
            }

            if (directives.RemoveAllNext)
            {
                for (var target = 0; target < topology.Releases.Length; target++)
                {
                    RemoveWhere(target, source => source == index);
                }
            }
        }
    }

    private void RemoveIncoming(int target, Directives directives)
    {
        if (directives.RemoveAllPrevious)
        {
            RemoveWhere(target, _ => true);
        }

        foreach (var pattern in directives.PreviousRemovePatterns)
        {
            var matches = topology.MatchesOf(pattern).Use();
            RemoveWhere(target, source => matches[source]);
        }

        foreach (var version in directives.PreviousRemove)
        {
            if (topology.TryFind(version, out var removed))
            {
                RemoveWhere(target, source => source == removed);
            }
        }
    }

    private void RemoveWhere(int target, Func<int, bool> isRemoved)
    {
        for (var edge = topology.Offsets[target]; edge < topology.Offsets[target + 1]; edge++)
        {
            if (isRemoved(topology.Sources[edge]))
            {
                State[edge] = Removed;
            }
        }
    }
}
