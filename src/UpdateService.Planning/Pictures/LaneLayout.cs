using System.Collections.Immutable;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Pictures;

/// <summary>One lane of a picture: the releases of a minor, in order.</summary>
/// <param name="Minor">Which minor.</param>
/// <param name="Places">The places of its releases in the list that was laid out, ascending.</param>
public sealed record Lane(MinorName Minor, ImmutableArray<int> Places);

/// <summary>Where a release stands.</summary>
/// <param name="X">From 0, to the right.</param>
/// <param name="Y">From 0, downwards.</param>
public readonly record struct Point(int X, int Y);

/// <summary>
/// Lays releases out in fixed lanes: one for each minor, the lowest at the bottom, releases in order from left to right. No
/// engine, no iterations: the same releases always stand at the same points.
/// </summary>
/// <param name="Lanes">The highest minor first, as drawn from the top.</param>
/// <param name="Points">Of each release that was laid out.</param>
/// <param name="Width">Of the whole picture.</param>
/// <param name="Height">Of the whole picture.</param>
public sealed record LaneLayout(ImmutableArray<Lane> Lanes, ImmutableArray<Point> Points, int Width, int Height)
{
    /// <summary>What stands left of the lanes: the names of the minors.</summary>
    public const int LabelWidth = 64;

    /// <summary>Lays out.</summary>
    /// <param name="releases">Ascending.</param>
    /// <param name="step">From one release to the next of its lane.</param>
    /// <param name="laneHeight">From one lane to the next.</param>
    public static LaneLayout Of(IReadOnlyList<GraphNode> releases, int step, int laneHeight)
    {
        ImmutableArray<Lane> lanes =
        [
            .. Enumerable.Range(0, releases.Count)
                .GroupBy(place => releases[place].Minor())
                .OrderByDescending(group => group.Key)
                .Select(group => new Lane(group.Key, [.. group.Order()])),
        ];
        var points = new Point[releases.Count];
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            for (var index = 0; index < lanes[lane].Places.Length; index++)
            {
                points[lanes[lane].Places[index]] = new Point(LabelWidth + (step * index) + (step / 2), (laneHeight * lane) + (laneHeight / 2));
            }
        }

        var longest = lanes.IsEmpty ? 0 : lanes.Max(lane => lane.Places.Length);
        return new LaneLayout(lanes, [.. points], LabelWidth + (step * longest), laneHeight * lanes.Length);
    }
}
