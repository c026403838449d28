using UpdateService.Graph.Cincinnati;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Pictures;

/// <summary>
/// Draws a channel: all releases in lanes, and of its updates the skeleton. Layers upon it show all updates of one release, or
/// a plan.
/// </summary>
public sealed class ChannelPicture
{
    private const int Step = 27;
    private const int RowHeight = 58;
    private const int MostInRow = 40;
    private const int Radius = 4;
    private const int Caption = 26;
    private const int MinimumWidth = 480;

    private readonly string name;
    private readonly ChannelGraph channel;
    private readonly GraphNode[] releases;
    private readonly LaneLayout layout;

    /// <summary>Lays a channel out.</summary>
    /// <param name="name">The channel's name.</param>
    /// <param name="channel">Its part of the graph.</param>
    public ChannelPicture(string name, ChannelGraph channel)
    {
        this.name = name;
        this.channel = channel;
        releases = [.. channel.Nodes.Select(node => channel.Graph.Nodes[node])];
        layout = LaneLayout.Of(releases, Step, RowHeight, MostInRow);
    }

    private int Width => Math.Max(MinimumWidth, layout.Width);

    private int Height => layout.Height + Caption;

    /// <summary>The picture as SVG text.</summary>
    /// <param name="isPart">Whether it becomes part of a page that has styles for its classes; else it brings its own.</param>
    /// <param name="addressOf">What each release leads to; null for nothing.</param>
    public string Draw(bool isPart = false, Func<ReleaseVersion, string>? addressOf = null)
    {
        var reduction = TransitiveReduction.Of(channel);
        var shown = $"showing {reduction.Edges.Length:N0} of {reduction.AllEdges:N0} updates; the others are implied by longer ways";
        var svg = new Svg(Width, Height, $"{name}, {channel.Graph.Architecture}", $"{Amount.Of(releases.Length, "release")}, {shown}.", isPart, hasLinks: addressOf is not null);
        svg.Lanes(layout, Width);
        foreach (var edges in reduction.Edges.GroupBy(edge => edge.IsConditional))
        {
            svg.Curves(Style("edge", edges.Key), edges.Select(edge => (layout.Points[edge.From], layout.Points[edge.To])));
        }

        for (var place = 0; place < releases.Length; place++)
        {
            var version = releases[place].Version;
            svg.Release("release", layout.Points[place], Radius, version.Text, ShortName(version), addressOf?.Invoke(version));
        }

        svg.Text("small", new Point(12, layout.Height + 17), shown);
        return svg.Finish();
    }

    /// <summary>A layer with all updates of one release, those to it and those from it; null if the channel does not have it.</summary>
    public string? DrawUpdatesOf(ReleaseVersion version)
    {
        var place = Find(version);
        if (place < 0)
        {
            return null;
        }

        var edges = new List<DrawnEdge>();
        channel.Visit((source, target, riskSet) =>
        {
            if (source == place || target == place)
            {
                edges.Add(new DrawnEdge(source, target, riskSet != ArchitectureGraph.Unconditional));
            }
        });
        var svg = Svg.Layer(Width, Height);
        foreach (var group in edges.GroupBy(edge => (IsOut: edge.From == place, edge.IsConditional)).OrderBy(group => group.Key))
        {
            svg.Curves(Style(group.Key.IsOut ? "edge out" : "edge in", group.Key.IsConditional), group.Select(edge => (layout.Points[edge.From], layout.Points[edge.To])));
        }

        svg.Dot("release focus", layout.Points[place], Radius + 3, version.Text);
        return svg.Finish();
    }

    /// <summary>A layer with the hops of a plan that are in this channel.</summary>
    public string Draw(Plan plan)
    {
        var svg = Svg.Layer(Width, Height);
        foreach (var hop in plan.Hops)
        {
            var (from, to) = (Find(hop.From.Version), Find(hop.To.Version));
            if (from >= 0 && to >= 0)
            {
                svg.Curve(Style("edge hop", !hop.Risks.IsEmpty), layout.Points[from], layout.Points[to], $"{hop.From.Version} to {hop.To.Version}");
                svg.Dot("release focus", layout.Points[from], Radius + 2, hop.From.Version.Text);
                svg.Dot("release focus", layout.Points[to], Radius + 2, hop.To.Version.Text);
            }
        }

        return svg.Finish();
    }

    private int Find(ReleaseVersion version) => Array.FindIndex(releases, release => release.Version == version.WithoutBuild);

    private static string Style(string style, bool isConditional) => isConditional ? $"{style} conditional" : style;

    /// <summary>What the name of the lane does not say: <c>20</c> of 4.14.20, <c>rc.3</c> of 4.14.0-rc.3.</summary>
    private static string ShortName(ReleaseVersion version)
    {
        var hyphen = version.Text.IndexOf('-', StringComparison.Ordinal);
        return hyphen < 0 ? version.Text[(version.Text.LastIndexOf('.') + 1)..] : version.Text[(hyphen + 1)..];
    }
}
