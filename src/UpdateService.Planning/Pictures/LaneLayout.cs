using System.Collections.Immutable;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Pictures;

/// <summary>One lane of a picture: the releases of a minor, in order, in one row or several.</summary>
/// <param name="Minor">Which minor.</param>
/// <param name="Places">The places of its releases in the list that was laid out, ascending.</param>
/// <param name="Top">Where it begins, from the top of the picture.</param>
/// <param name="Height">How high it is.</param>
public sealed record Lane(MinorName Minor, ImmutableArray<int> Places, int Top, int Height);

/// <summary>Where a release stands.</summary>
/// <param name="X">From 0, to the right.</param>
/// <param name="Y">From 0, downwards.</param>
public readonly record struct Point(int X, int Y);

/// <summary>
/// Lays releases out in fixed lanes: one for each minor, the lowest at the bottom, releases in order from left to right. No
/// engine, no iterations: the same releases always have the same points.
/// </summary>
/// <param name="Lanes">The highest minor first, as drawn from the top.</param>
/// <param name="Points">The point of each release that was laid out.</param>
/// <param name="Width">The width of the whole picture.</param>
/// <param name="Height">The height of the whole picture.</param>
public sealed record LaneLayout(ImmutableArray<Lane> Lanes, ImmutableArray<Point> Points, int Width, int Height)
{
    /// <summary>The width to the left of the lanes, for the names of the minors.</summary>
    public const int LabelWidth = 64;

    /// <summary>Lays out.</summary>
    /// <param name="releases">Ascending.</param>
    /// <param name="step">From one release to the next of its row.</param>
    /// <param name="rowHeight">From one row to the next.</param>
    /// <param name="mostInRow">A lane with more releases continues in a row below.</param>
    public static LaneLayout Of(IReadOnlyList<GraphNode> releases, int step, int rowHeight, int mostInRow = int.MaxValue)
    {
        var lanes = ImmutableArray.CreateBuilder<Lane>();
        var points = new Point[releases.Count];
        var (top, longest) = (0, 0);
        foreach (var minor in Enumerable.Range(0, releases.Count).GroupBy(place => releases[place].Minor()).OrderByDescending(group => group.Key))
        {
            ImmutableArray<int> places = [.. minor.Order()];
            for (var index = 0; index < places.Length; index++)
            {
                var (row, column) = Math.DivRem(index, mostInRow);
                points[places[index]] = new Point(LabelWidth + (step * column) + (step / 2), top + (rowHeight * row) + (rowHeight / 2));
                longest = Math.Max(longest, column + 1);
            }

            var rows = ((places.Length - 1) / mostInRow) + 1;
            lanes.Add(new Lane(minor.Key, places, top, rows * rowHeight));
            top += rows * rowHeight;
        }

        return new LaneLayout(lanes.ToImmutable(), [.. points], LabelWidth + (step * longest), top);
    }
}
