using System.Collections;
using System.Collections.Immutable;
using UpdateService.Graph.Patterns;

namespace UpdateService.Graph.Building;

/// <summary>
/// The rules of one target's blocked edges for the edges into it. They depend only on the edges and the entries, so they are the same object
/// in every build in which these are the same.
/// </summary>
/// <param name="Entries">All entries that name the target, in their order.</param>
/// <param name="Matches">For each entry and each edge into the target, whether the pattern matches the source.</param>
/// <param name="Marks">For each edge: <see cref="ArchitectureGraph.Unconditional"/>, <see cref="Removed"/>, or an index into <paramref name="Sets"/>.</param>
/// <param name="Sets">The sets of risks on these edges.</param>
/// <param name="Problems">What was meant as a risk and had to be blocked.</param>
internal sealed record TargetRules(
    ImmutableArray<BlockedEdge> Entries,
    ImmutableArray<BitArray> Matches,
    ImmutableArray<int> Marks,
    ImmutableArray<RiskSet> Sets,
    ImmutableArray<Problem> Problems)
{
    /// <summary>The mark of an edge that is removed.</summary>
    public const int Removed = -2;

    /// <summary>The matches of a pattern that one of the entries has; null if none has it.</summary>
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

    /// <summary>Whether both remove the same edges. No rules remove none.</summary>
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
