using System.Collections.Immutable;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Matrices;

/// <summary>A run of releases in a matrix.</summary>
/// <param name="Minor">The minor of the first.</param>
/// <param name="Start">The place of the first.</param>
/// <param name="Length">How many.</param>
public readonly record struct MatrixSpan(MinorName Minor, int Start, int Length)
{
    /// <summary>Whether the place is one of it.</summary>
    public bool Contains(int place) => place >= Start && place < Start + Length;

    /// <summary>The minors of a matrix, ascending.</summary>
    public static ImmutableArray<MatrixSpan> Minors(UpdateMatrix matrix)
    {
        var minors = ImmutableArray.CreateBuilder<MatrixSpan>();
        for (var place = 0; place < matrix.Versions.Length; place++)
        {
            var minor = MinorName.Of(matrix.Versions[place]);
            if (minors.Count > 0 && minors[^1].Minor == minor)
            {
                minors[^1] = minors[^1] with { Length = minors[^1].Length + 1 };
            }
            else
            {
                minors.Add(new MatrixSpan(minor, place, 1));
            }
        }

        return minors.ToImmutable();
    }
}

/// <summary>The part of a matrix that is looked at: all of it, or the updates from one minor to another.</summary>
/// <param name="Sources">The rows.</param>
/// <param name="Targets">The columns.</param>
public sealed record MatrixView(MatrixSpan Sources, MatrixSpan Targets)
{
    /// <summary>The whole matrix.</summary>
    public static MatrixView All(UpdateMatrix matrix)
    {
        var all = new MatrixSpan(matrix.Versions.IsEmpty ? default : MinorName.Of(matrix.Versions[0]), 0, matrix.Versions.Length);
        return new MatrixView(all, all);
    }

    /// <summary>The updates from one minor to another; null if the channel has no release of one of them.</summary>
    public static MatrixView? Of(UpdateMatrix matrix, MinorName from, MinorName to)
    {
        var minors = MatrixSpan.Minors(matrix);
        return minors.FirstOrDefault(span => span.Minor == from) is { Length: > 0 } sources && minors.FirstOrDefault(span => span.Minor == to) is { Length: > 0 } targets
            ? new MatrixView(sources, targets)
            : null;
    }

    /// <summary>How many updates it has, without risks and with them.</summary>
    public (int Recommended, int Conditional) Count(UpdateMatrix matrix)
    {
        var (recommended, conditional) = (0, 0);
        for (var source = Sources.Start; source < Sources.Start + Sources.Length; source++)
        {
            foreach (var cell in matrix.Rows[source])
            {
                if (Targets.Contains(cell.To))
                {
                    _ = cell.RiskSet == 0 ? recommended++ : conditional++;
                }
            }
        }

        return (recommended, conditional);
    }
}
