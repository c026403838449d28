using UpdateService.Planning.Pictures;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Pictures;

public sealed class LaneLayoutTests
{
    [Fact]
    public void Lanes_stand_by_minor_the_highest_on_top_and_releases_in_order()
    {
        var layout = LaneLayout.Of(Releases("4.9.0", "4.9.1", "4.10.0-rc.1", "4.10.0", "5.0.0"), step: 10, rowHeight: 40);

        Assert.Equal(["5.0", "4.10", "4.9"], layout.Lanes.Select(lane => lane.Minor.ToString()));
        Assert.Equal(["69,100", "79,100", "69,60", "79,60", "69,20"], layout.Points.Select(point => $"{point.X},{point.Y}"));
        Assert.Equal((84, 120), (layout.Width, layout.Height));
    }

    [Fact]
    public void A_long_lane_goes_on_in_the_rows_below()
    {
        var layout = LaneLayout.Of(Releases("4.1.0", "4.1.1", "4.1.2", "4.2.0", "4.2.1"), step: 10, rowHeight: 40, mostInRow: 2);

        Assert.Equal(["4.2 3 4: 0+40", "4.1 0 1 2: 40+80"], layout.Lanes.Select(lane => $"{lane.Minor} {string.Join(' ', lane.Places)}: {lane.Top}+{lane.Height}"));
        Assert.Equal(["69,60", "79,60", "69,100", "69,20", "79,20"], layout.Points.Select(point => $"{point.X},{point.Y}"));
        Assert.Equal((84, 120), (layout.Width, layout.Height));
    }

    [Fact]
    public void Nothing_is_as_wide_as_the_names_of_minors_and_not_high() => Assert.Equal((LaneLayout.LabelWidth, 0), (LaneLayout.Of([], 10, 40).Width, LaneLayout.Of([], 10, 40).Height));

    private static GraphNode[] Releases(params string[] versions) => [.. versions.Select(version => new GraphNode(Release(version), [], []))];
}
