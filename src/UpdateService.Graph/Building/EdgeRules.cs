using System.Collections;
using System.Collections.Immutable;
using UpdateService.Graph.Patterns;

namespace UpdateService.Graph.Building;

/// <summary>
/// Step 5 for one architecture: which edges have which risks, and which are removed. A hard block overrides a risk, and any entry can
/// remove an edge. Rules of targets whose entries did not change since an earlier build are the same objects.
/// </summary>
internal sealed class EdgeRules
{
    private const int None = -1;

    private readonly TargetRules?[] byTarget;

    private EdgeRules(TargetRules?[] byTarget) => this.byTarget = byTarget;

    /// <summary>The rules of all targets.</summary>
    public IEnumerable<Problem> Problems => byTarget.OfType<TargetRules>().SelectMany(rules => rules.Problems);

    /// <summary>The rules of the edges into a target; null if there are none.</summary>
    public TargetRules? Into(int target) => byTarget[target];

    /// <summary>Reads the entries. If they are equivalent to the entries before, returns the earlier rules.</summary>
    public static EdgeRules Of(Topology topology, ImmutableArray<BlockedEdge> entries, RiskTable risks, EdgeRules? earlier)
    {
        var (first, next) = ByTarget(topology, entries);
        var reading = new Reading(topology, entries, risks, earlier);
        var rules = new TargetRules?[first.Length];
        var isSame = earlier is not null;
        for (var target = 0; target < rules.Length; target++)
        {
            rules[target] = first[target] == None ? null : reading.RulesOf(target, Chain(first[target], next));
            isSame &= ReferenceEquals(rules[target], earlier?.byTarget[target]);
        }

        return isSame ? earlier! : new EdgeRules(rules);
    }

    /// <summary>The entries of each target as chains: the first of each target, and the next after each.</summary>
    private static (int[] First, int[] Next) ByTarget(Topology topology, ImmutableArray<BlockedEdge> entries)
    {
        var (first, next) = (new int[topology.Releases.Length], new int[entries.Length]);
        Array.Fill(first, None);
        for (var index = entries.Length - 1; index >= 0; index--)
        {
            var to = entries[index].To;
            if (to.Covers(topology.Architecture) && topology.TryFind(to.Version, out var target))
            {
                (next[index], first[target]) = (first[target], index);
            }
        }

        return (first, next);
    }

    private static List<int> Chain(int index, int[] next)
    {
        var chain = new List<int>();
        for (; index != None; index = next[index])
        {
            chain.Add(index);
        }

        return chain;
    }

    /// <summary>One reading of all entries, and what its targets share.</summary>
    private sealed class Reading(Topology topology, ImmutableArray<BlockedEdge> entries, RiskTable risks, EdgeRules? earlier)
    {
        private readonly Dictionary<string, PatternMatches> matches = new(StringComparer.Ordinal);
        private readonly AutomatonPool automata = new();
        private readonly RiskSetPool pool = new(risks, (earlier?.byTarget ?? []).OfType<TargetRules>().SelectMany(rules => rules.Sets).Distinct(ReferenceEqualityComparer.Instance).Cast<RiskSet>());

        public TargetRules RulesOf(int target, List<int> indices) =>
            earlier?.byTarget[target] is { } known && IsOf(known, indices) ? known : Read(target, indices);

        private bool IsOf(TargetRules known, List<int> indices)
        {
            if (known.Entries.Length != indices.Count)
            {
                return false;
            }

            for (var place = 0; place < indices.Count; place++)
            {
                if (known.Entries[place] != entries[indices[place]])
                {
                    return false;
                }
            }

            return true;
        }

        private TargetRules Read(int target, List<int> indices)
        {
            var entriesOfTarget = indices.ConvertAll(index => entries[index]);
            var matchesOfTarget = entriesOfTarget.ConvertAll(entry => MatchesOf(entry.From, target));
            var marks = ImmutableArray.CreateBuilder<int>(topology.SourcesOf(target).Length);
            var (sets, problems, carried) = (new List<RiskSet>(), new List<Problem>(), new List<int>());
            while (marks.Count < marks.Capacity)
            {
                marks.Add(MarkOf(marks.Count));
            }

            ReportMistakes(target, entriesOfTarget, matchesOfTarget, problems);
            return new TargetRules([.. entriesOfTarget], [.. matchesOfTarget], marks.MoveToImmutable(), [.. sets], [.. problems.Distinct()]);

            int MarkOf(int edge)
            {
                if (IsBlocked(edge, indices, matchesOfTarget, carried))
                {
                    return TargetRules.Removed;
                }

                if (carried.Count == 0)
                {
                    return ArchitectureGraph.Unconditional;
                }

                var set = pool.Intern(carried);
                if (set.Refusal is not { } refusal)
                {
                    return PlaceOf(set, sets);
                }

                var place = entriesOfTarget.Where((_, entry) => matchesOfTarget[entry][edge]).Min(entry => entry.Place);
                problems.Add(new Problem(refusal.Rule, ProblemSeverity.Error, place, $"Edges into {topology.Releases[target]} are blocked outright, because clusters could not store their risks: {refusal.Reason}."));
                return TargetRules.Removed;
            }
        }

        /// <summary>Warns of entries that match no source because of a likely mistake in the pattern.</summary>
        private void ReportMistakes(int target, List<BlockedEdge> entriesOfTarget, List<BitArray> matchesOfTarget, List<Problem> problems)
        {
            string[]? sources = null;
            for (var place = 0; place < entriesOfTarget.Count; place++)
            {
                if (matchesOfTarget[place].Length == 0 || matchesOfTarget[place].HasAnySet())
                {
                    continue;
                }

                sources ??= topology.SubjectsOf(target);
                if (PatternMistakes.MeantBy(entriesOfTarget[place].From, sources) is { } meant)
                {
                    problems.Add(new Problem(
                        ProblemRule.IdlePattern,
                        ProblemSeverity.Warning,
                        entriesOfTarget[place].Place,
                        $"'{Excerpt.Of(entriesOfTarget[place].From.Text)}' matches no version, so the entry blocks nothing. It is matched against versions such as {sources[^1]}; '{Excerpt.Of(meant)}' may be meant."));
                }
            }
        }

        /// <summary>Whether an entry removes the edge; collects the numbers of the risks found before that entry.</summary>
        private bool IsBlocked(int edge, List<int> indices, List<BitArray> matchesOfTarget, List<int> carried)
        {
            carried.Clear();
            for (var place = 0; place < indices.Count; place++)
            {
                if (matchesOfTarget[place][edge])
                {
                    var risk = risks.OfEntry(indices[place]);
                    carried.Add(risk);
                    if (risk == RiskTable.HardBlock)
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        private static int PlaceOf(RiskSet set, List<RiskSet> sets)
        {
            var place = sets.IndexOf(set);
            if (place < 0)
            {
                place = sets.Count;
                sets.Add(set);
            }

            return place;
        }

        /// <summary>Whether the pattern matches the source of each edge into the target. Known results are reused.</summary>
        private BitArray MatchesOf(SourcePattern pattern, int target)
        {
            if (earlier?.byTarget[target]?.MatchesOf(pattern) is { } known)
            {
                return known;
            }

            if (!matches.TryGetValue(pattern.Text, out var ofAll))
            {
                ofAll = topology.MatchesOf(pattern);
                matches.Add(pattern.Text, ofAll);
            }

            return ofAll.Of(topology.SourcesOf(target), automata);
        }
    }
}
