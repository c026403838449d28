using System.Collections.Immutable;
using System.Runtime.InteropServices;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Building;

/// <summary>
/// The edges of one architecture that remain after all rules, with their sets of risks, as the graph has them. Arrays that did not
/// change since an earlier table are the same objects.
/// </summary>
internal sealed class EdgeTable
{
    private readonly EdgeRules rules;

    private EdgeTable(EdgeRules rules, ImmutableArray<int> offsets, ImmutableArray<int> sources, ImmutableArray<int> riskSetOf, ImmutableArray<ImmutableArray<Risk>> riskSets)
    {
        this.rules = rules;
        Offsets = offsets;
        Sources = sources;
        RiskSetOf = riskSetOf;
        RiskSets = riskSets;
    }

    /// <summary>The start of each node's incoming edges; one entry more than nodes.</summary>
    public ImmutableArray<int> Offsets { get; }

    /// <summary>The source of each edge, ascending within a target.</summary>
    public ImmutableArray<int> Sources { get; }

    /// <summary>For each edge <see cref="ArchitectureGraph.Unconditional"/>, or the index of its risks in <see cref="RiskSets"/>.</summary>
    public ImmutableArray<int> RiskSetOf { get; }

    /// <summary>Sets of risks in the order of the first edges that have them.</summary>
    public ImmutableArray<ImmutableArray<Risk>> RiskSets { get; }

    /// <summary>Creates a table, or returns the earlier one if the rules are the same.</summary>
    public static EdgeTable Of(Topology topology, EdgeRules rules, EdgeTable? earlier)
    {
        if (earlier is not null && ReferenceEquals(earlier.rules, rules))
        {
            return earlier;
        }

        var kept = earlier is not null && RemoveTheSame(topology, rules, earlier.rules) ? earlier : null;
        var (offsets, sources) = kept is null ? Keep(topology, rules) : (kept.Offsets, kept.Sources);
        var (riskSetOf, riskSets) = Number(topology, rules, offsets, kept);
        return new EdgeTable(rules, offsets, sources, riskSetOf, riskSets);
    }

    private static bool RemoveTheSame(Topology topology, EdgeRules rules, EdgeRules earlier)
    {
        for (var target = 0; target < topology.Releases.Length; target++)
        {
            if (!ReferenceEquals(rules.Into(target), earlier.Into(target)) && !TargetRules.RemoveTheSame(rules.Into(target), earlier.Into(target)))
            {
                return false;
            }
        }

        return true;
    }

    private static (ImmutableArray<int> Offsets, ImmutableArray<int> Sources) Keep(Topology topology, EdgeRules rules)
    {
        var offsets = ImmutableArray.CreateBuilder<int>(topology.KeptCount + 1);
        var sources = new List<int>(topology.Sources.Length);
        offsets.Add(0);
        for (var target = 0; target < topology.Releases.Length; target++)
        {
            if (topology.NumberOf[target] == Topology.RemovedNode)
            {
                continue;
            }

            var marks = rules.Into(target)?.Marks ?? [];
            for (var edge = topology.Offsets[target]; edge < topology.Offsets[target + 1]; edge++)
            {
                if (!topology.IsRemoved[edge] && (marks.IsEmpty || marks[edge - topology.Offsets[target]] != TargetRules.Removed))
                {
                    sources.Add(topology.NumberOf[topology.Sources[edge]]);
                }
            }

            offsets.Add(sources.Count);
        }

        return (offsets.MoveToImmutable(), [.. sources]);
    }

    /// <summary>Numbers the sets in the order of the edges. <paramref name="same"/> has the same edges; its array is reused if no number differs.</summary>
    private static (ImmutableArray<int> RiskSetOf, ImmutableArray<ImmutableArray<Risk>> RiskSets) Number(Topology topology, EdgeRules rules, ImmutableArray<int> offsets, EdgeTable? same)
    {
        var numbers = new Dictionary<RiskSet, int>(ReferenceEqualityComparer.Instance);
        var written = same is null ? Unconditional(offsets[^1]) : null;
        var row = new List<int>();
        for (var target = 0; target < topology.Releases.Length; target++)
        {
            var node = topology.NumberOf[target];
            if (node == Topology.RemovedNode || (rules.Into(target) ?? same?.rules.Into(target)) is null)
            {
                continue;
            }

            row.Clear();
            AddNumbers(topology, target, rules.Into(target), numbers, row);
            var span = CollectionsMarshal.AsSpan(row);
            if (written is null && !same!.RiskSetOf.AsSpan(offsets[node], row.Count).SequenceEqual(span))
            {
                written = [.. same.RiskSetOf];
            }

            if (written is not null)
            {
                span.CopyTo(written.AsSpan(offsets[node]));
            }
        }

        return (written is null ? same!.RiskSetOf : ImmutableCollectionsMarshal.AsImmutableArray(written), [.. numbers.OrderBy(number => number.Value).Select(number => number.Key.Risks)]);
    }

    /// <summary>The numbers of the remaining edges into one target.</summary>
    private static void AddNumbers(Topology topology, int target, TargetRules? rules, Dictionary<RiskSet, int> numbers, List<int> row)
    {
        var numberOf = new int[rules?.Sets.Length ?? 0]; // From 1; 0 for a set that was not met yet.
        for (var edge = topology.Offsets[target]; edge < topology.Offsets[target + 1]; edge++)
        {
            var mark = rules is null ? ArchitectureGraph.Unconditional : rules.Marks[edge - topology.Offsets[target]];
            if (topology.IsRemoved[edge] || mark == TargetRules.Removed)
            {
                continue;
            }

            if (mark == ArchitectureGraph.Unconditional)
            {
                row.Add(mark);
                continue;
            }

            ref var number = ref numberOf[mark];
            number = number > 0 ? number : NumberOf(rules!.Sets[mark], numbers) + 1;
            row.Add(number - 1);
        }
    }

    private static int NumberOf(RiskSet set, Dictionary<RiskSet, int> numbers)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, set, out var isKnown);
        return number = isKnown ? number : numbers.Count - 1;
    }

    private static int[] Unconditional(int count)
    {
        var marks = new int[count];
        Array.Fill(marks, ArchitectureGraph.Unconditional);
        return marks;
    }
}
