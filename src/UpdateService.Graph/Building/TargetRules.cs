using System.Collections;
using System.Collections.Immutable;
using UpdateService.Graph.Patterns;

namespace UpdateService.Graph.Building;

/// <summary>
/// What the blocked edges of one target say of the edges into it. It follows from the edges and the entries alone, so it is the same object in
/// every build in which these are the same.
/// </summary>
/// <param name="Entries">All that name the target, in their order.</param>
/// <param name="Matches">Of each entry, for each edge into the target, whether the pattern matches the source.</param>
/// <param name="Marks">Of each edge into the target: <see cref="ArchitectureGraph.Unconditional"/>, <see cref="Removed"/>, or a place in <paramref name="Sets"/>.</param>
/// <param name="Sets">The sets of risks on these edges.</param>
/// <param name="Problems">What had to be blocked that was meant as a risk.</param>
internal sealed record TargetRules(
    ImmutableArray<BlockedEdge> Entries,
    ImmutableArray<BitArray> Matches,
    ImmutableArray<int> Marks,
    ImmutableArray<RiskSet> Sets,
    ImmutableArray<Problem> Problems)
{
    /// <summary>The mark of an edge that is taken away.</summary>
    public const int Removed = -2;

    /// <summary>The matches of a pattern that one of the entries has; null where none has it.</summary>
    public BitArray? MatchesOf(SourcePattern pattern)
    {
        for (var entry = 0; entry < Entries.Length; entry++)
        {
            if (string.Equals(Entries[entry].From.Text, pattern.Text, StringComparison.Ordinal))
            {
                return Matches[entry];
            }
        }

        return null;
    }

    /// <summary>Whether both take the same edges away. No rules take none away.</summary>
    public static bool RemoveTheSame(TargetRules? left, TargetRules? right)
    {
        var marks = (left ?? right)?.Marks.Length ?? 0;
        for (var edge = 0; edge < marks; edge++)
        {
            if (left?.Marks[edge] == Removed != (right?.Marks[edge] == Removed))
            {
                return false;
            }
        }

        return true;
    }
}
