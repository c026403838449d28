using System.Collections.Immutable;
using System.Runtime.InteropServices;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph.Building;

/// <summary>
/// All updates of one architecture that its releases declare, with the results of the rules, including blocked ones, which the graph
/// does not have. The pairs into release <c>t</c> are those at the indices <c>Offsets[t]</c> to <c>Offsets[t+1]</c> of <see cref="Sources"/>
/// and <see cref="Marks"/>.
/// </summary>
public sealed class DeclaredPairs
{
    /// <summary>The mark of a pair that is an edge without risks.</summary>
    public const int Plain = ArchitectureGraph.Unconditional;

    /// <summary>The mark of a pair that a block, a directive or the removal of a release removes.</summary>
    public const int Blocked = TargetRules.Removed;

    /// <summary>The architecture of all its releases.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>By precedence, lowest first, including removed releases.</summary>
    public required ImmutableArray<ReleaseVersion> Versions { get; init; }

    /// <summary>Whether a directive removes each release (<see cref="MetadataKeys.Remove"/>).</summary>
    public required ImmutableArray<bool> IsRemoved { get; init; }

    /// <summary>The start of the pairs into each release; one entry more than releases.</summary>
    public required ImmutableArray<int> Offsets { get; init; }

    /// <summary>The source of each pair, ascending within a target.</summary>
    public required ImmutableArray<int> Sources { get; init; }

    /// <summary>For each pair <see cref="Plain"/>, <see cref="Blocked"/>, or the index of its risks in <see cref="RiskSets"/>.</summary>
    public required ImmutableArray<int> Marks { get; init; }

    /// <summary>Sets of risks, each in <see cref="Risk.SortOrder"/>, names unique.</summary>
    public required ImmutableArray<ImmutableArray<Risk>> RiskSets { get; init; }

    /// <summary>Whether blocked pairs are included; false for pairs read from answers, which have only edges.</summary>
    public bool HasBlocked { get; init; } = true;

    /// <summary>How many pairs are blocked or carry risks.</summary>
    public int ClosedCount => Marks.Length - Marks.AsSpan().Count(Plain);

    /// <summary>The edges of a graph, if nothing else is known about it.</summary>
    public static DeclaredPairs Of(ArchitectureGraph graph) => new()
    {
        Architecture = graph.Architecture,
        Versions = [.. graph.Nodes.Select(node => node.Version)],
        IsRemoved = [.. new bool[graph.Nodes.Length]],
        Offsets = graph.Offsets,
        Sources = graph.Sources,
        Marks = graph.RiskSetOf,
        RiskSets = graph.RiskSets,
        HasBlocked = false,
    };

    /// <summary>The pairs of a topology under its rules.</summary>
    internal static DeclaredPairs Of(Topology topology, EdgeRules rules)
    {
        var numbers = new Dictionary<RiskSet, int>(ReferenceEqualityComparer.Instance);
        var marks = new int[topology.Sources.Length];
        for (var target = 0; target < topology.Releases.Length; target++)
        {
            Mark(topology, target, rules.Into(target), numbers, marks);
        }

        return new DeclaredPairs
        {
            Architecture = topology.Architecture,
            Versions = [.. topology.Releases.Select(release => release.Version)],
            IsRemoved = [.. topology.NumberOf.Select(number => number == Topology.RemovedNode)],
            Offsets = ImmutableCollectionsMarshal.AsImmutableArray(topology.Offsets),
            Sources = ImmutableCollectionsMarshal.AsImmutableArray(topology.Sources),
            Marks = ImmutableCollectionsMarshal.AsImmutableArray(marks),
            RiskSets = [.. numbers.OrderBy(number => number.Value).Select(number => number.Key.Risks)],
        };
    }

    private static void Mark(Topology topology, int target, TargetRules? rules, Dictionary<RiskSet, int> numbers, int[] marks)
    {
        var start = topology.Offsets[target];
        for (var pair = start; pair < topology.Offsets[target + 1]; pair++)
        {
            var mark = rules is null ? Plain : rules.Marks[pair - start];
            marks[pair] = topology.IsRemoved[pair] ? Blocked : mark >= 0 ? NumberOf(rules!.Sets[mark], numbers) : mark;
        }
    }

    private static int NumberOf(RiskSet set, Dictionary<RiskSet, int> numbers)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, set, out var isKnown);
        return number = isKnown ? number : numbers.Count - 1;
    }
}
