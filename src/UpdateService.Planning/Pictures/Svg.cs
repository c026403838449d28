using System.Globalization;
using System.Text;

namespace UpdateService.Planning.Pictures;

/// <summary>
/// Writes SVG that holds nothing but shapes and text: every text is escaped, there is no script, no link and no address, and
/// colours come from classes, so that a page can give its own.
/// </summary>
internal sealed class Svg
{
    private const string Style = """
        <style>
        svg{color-scheme:light dark;font:13px system-ui,sans-serif;--ink:#1b1f24;--line:#5b6570;--lane:#eef1f4;--risk:#a34700}
        @media(prefers-color-scheme:dark){svg{--ink:#e6e9ec;--line:#9aa5b1;--lane:#22282e;--risk:#ffb26b}}
        text{fill:var(--ink)}.lane{fill:var(--lane)}.name{font-weight:600}.lane~.name{paint-order:stroke;stroke:var(--lane);stroke-width:4px}.small{font-size:11px}.tiny{font-size:10px}
        .release{fill:var(--ink)}.edge{fill:none;stroke:var(--line);stroke-width:1.2}.hop{stroke:var(--ink);stroke-width:2.5}
        .conditional{stroke:var(--risk);stroke-dasharray:5 4}.risk{fill:var(--risk)}.arrow{fill:var(--ink)}
        </style>
        """;

    private readonly StringBuilder text = new();

    /// <summary>Begins a picture.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="title">What the picture shows, for those who do not see it.</param>
    /// <param name="description">The same at length.</param>
    /// <param name="isPart">Whether it is inside a page, which has styles of its own and may forbid those of others.</param>
    /// <param name="hasLinks">Whether what it holds leads somewhere: an image would hide that from who does not see it.</param>
    public Svg(int width, int height, string title, string description, bool isPart, bool hasLinks = false)
    {
        _ = text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"{(hasLinks ? "group" : "img")}\">\n");
        _ = text.Append("<title>").Append(Escape(title)).Append("</title>\n<desc>").Append(Escape(description)).Append("</desc>\n").Append(isPart ? "" : Style + "\n");
    }

    private Svg(int width, int height) =>
        _ = text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"layer\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" aria-hidden=\"true\">\n");

    /// <summary>Starts a layer over another picture of the same size; the text next to it describes its content.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static Svg Layer(int width, int height) => new(width, height);

    /// <summary>Adds the lanes of a layout with the names of their minors.</summary>
    public void Lanes(LaneLayout layout, int width)
    {
        foreach (var lane in layout.Lanes)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"<rect class=\"lane\" x=\"0\" y=\"{lane.Top + 3}\" width=\"{width}\" height=\"{lane.Height - 6}\" rx=\"6\"/>\n");
            Text("name", new Point(12, lane.Top + (lane.Height / 2) + 4), lane.Minor.ToString());
        }
    }

    /// <summary>Adds a dot, with a text that appears when it is pointed at.</summary>
    public void Dot(string style, Point at, int radius, string title) =>
        _ = text.Append(CultureInfo.InvariantCulture, $"<circle class=\"{style}\" cx=\"{at.X}\" cy=\"{at.Y}\" r=\"{radius}\"><title>{Escape(title)}</title></circle>\n");

    /// <summary>Adds a dot with a short name below it, and the full one that appears when it is pointed at.</summary>
    /// <param name="style">The classes of the dot.</param>
    /// <param name="at">Its middle.</param>
    /// <param name="radius">In pixels.</param>
    /// <param name="name">The full name.</param>
    /// <param name="shortName">What fits below.</param>
    /// <param name="address">What it leads to; null for nothing.</param>
    public void Release(string style, Point at, int radius, string name, string shortName, string? address)
    {
        _ = text.Append(CultureInfo.InvariantCulture, $"<{(address is null ? "g" : $"a href=\"{Escape(address)}\"")} class=\"stop\"><title>{Escape(name)}</title>");
        _ = text.Append(CultureInfo.InvariantCulture, $"<circle class=\"{style}\" cx=\"{at.X}\" cy=\"{at.Y}\" r=\"{radius}\"/>");
        _ = text.Append(CultureInfo.InvariantCulture, $"<text class=\"tiny\" x=\"{at.X}\" y=\"{at.Y + radius + 10}\" text-anchor=\"middle\">{Escape(shortName)}</text></{(address is null ? "g" : "a")}>\n");
    }

    /// <summary>Adds a curve from one point to another, with a text that appears when it is pointed at.</summary>
    public void Curve(string style, Point from, Point to, string title) =>
        _ = text.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"{Path(from, to)}\"><title>{Escape(title)}</title></path>\n");

    /// <summary>Adds many curves, at least one, as one shape, so that a large picture stays light.</summary>
    public void Curves(string style, IEnumerable<(Point From, Point To)> curves) =>
        Shape(style, string.Concat(curves.Select(curve => Path(curve.From, curve.To))));

    /// <summary>Adds a shape.</summary>
    /// <param name="style">Its classes.</param>
    /// <param name="path">In the letters of SVG.</param>
    public void Shape(string style, string path) => _ = text.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"{path}\"/>\n");

    /// <summary>Adds a line of text.</summary>
    /// <param name="style">Its class; empty for none.</param>
    /// <param name="at">Its left end, or its middle.</param>
    /// <param name="words">The text.</param>
    /// <param name="isCentred">Whether <paramref name="at"/> is its middle.</param>
    public void Text(string style, Point at, string words, bool isCentred = false) =>
        _ = text.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{at.X}\" y=\"{at.Y}\"{(isCentred ? " text-anchor=\"middle\"" : "")}>{Escape(words)}</text>\n");

    /// <summary>Ends the picture.</summary>
    public string Finish() => text.Append("</svg>\n").ToString();

    /// <summary>Within a row it bows downwards, between rows it swings from the one to the other.</summary>
    private static string Path(Point from, Point to) => from.Y == to.Y
        ? $"M{from.X} {from.Y}Q{(from.X + to.X) / 2} {from.Y + Math.Min(34, 10 + (Math.Abs(to.X - from.X) / 6))} {to.X} {to.Y}"
        : $"M{from.X} {from.Y}C{from.X} {(from.Y + to.Y) / 2} {to.X} {(from.Y + to.Y) / 2} {to.X} {to.Y}";

    /// <summary>Text that is nothing but text in XML: its five characters are escaped, and what XML cannot hold is replaced.</summary>
    public static string Escape(string words)
    {
        var escaped = new StringBuilder(words.Length);
        foreach (var rune in words.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '\n' or '\t' => escaped.Append(' '),
                < 0x20 or 0x7F or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune),
            };
        }

        return escaped.ToString();
    }
}
