using UpdateService.Graph.Cincinnati;

namespace UpdateService.Planning.Pictures;

/// <summary>Draws a channel: all releases in lanes, and of its updates the skeleton.</summary>
public static class ChannelPicture
{
    private const int Step = 26;
    private const int LaneHeight = 92;
    private const int Radius = 4;
    private const int Caption = 26;
    private const int MinimumWidth = 480;

    /// <summary>The picture as SVG text.</summary>
    /// <param name="name">The channel's name.</param>
    /// <param name="channel">Its part of the graph.</param>
    /// <param name="isPart">Whether it becomes part of a page that has styles for its classes; else it brings its own.</param>
    public static string Draw(string name, ChannelGraph channel, bool isPart = false)
    {
        GraphNode[] releases = [.. channel.Nodes.Select(node => channel.Graph.Nodes[node])];
        var reduction = TransitiveReduction.Of(channel);
        var layout = LaneLayout.Of(releases, Step, LaneHeight);
        var shown = $"showing {reduction.Edges.Length:N0} of {reduction.AllEdges:N0} updates; the others are implied by longer ways";
        var width = Math.Max(MinimumWidth, layout.Width);
        var svg = new Svg(width, layout.Height + Caption, $"{name}, {channel.Graph.Architecture}", $"{releases.Length} releases, {shown}.", isPart);
        for (var lane = 0; lane < layout.Lanes.Length; lane++)
        {
            svg.Rectangle("lane", 0, (lane * LaneHeight) + 3, width, LaneHeight - 6);
            svg.Text("name", new Point(12, (lane * LaneHeight) + (LaneHeight / 2) + 4), layout.Lanes[lane].Minor.ToString());
        }

        foreach (var edge in reduction.Edges)
        {
            svg.Curve(
                edge.IsConditional ? "edge conditional" : "edge",
                layout.Points[edge.From],
                layout.Points[edge.To],
                $"{releases[edge.From].Version} to {releases[edge.To].Version}{(edge.IsConditional ? ", with risks" : "")}");
        }

        for (var place = 0; place < releases.Length; place++)
        {
            svg.Dot("release", layout.Points[place], Radius, releases[place].Version.Text);
        }

        foreach (var lane in layout.Lanes)
        {
            Ends(svg, layout, releases, lane);
        }

        svg.Text("small", new Point(12, layout.Height + 17), shown);
        return svg.Finish();
    }

    /// <summary>Names the first and last release of a lane; the others say their names when pointed at.</summary>
    private static void Ends(Svg svg, LaneLayout layout, GraphNode[] releases, Lane lane)
    {
        foreach (var place in new[] { lane.Places[0], lane.Places[^1] }.Distinct())
        {
            svg.Text("small", layout.Points[place] with { Y = layout.Points[place].Y - 10 }, releases[place].Version.Text, isCentred: true);
        }
    }
}
