using System.Text;
using UpdateService.Graph.Versions;

namespace UpdateService.Server.Pages;

/// <summary>Addresses of pages. They begin with the base path, and keep the selected architecture and revision.</summary>
/// <param name="BasePath">The path under which a reverse proxy serves the pages; empty for none.</param>
/// <param name="Architecture">The architecture as the reader wrote it; null for the default.</param>
/// <param name="Revision">The revision that is shown; null for the served one.</param>
internal sealed record PageLinks(string BasePath, string? Architecture, string? Revision)
{
    /// <summary>An address.</summary>
    /// <param name="path">The page's path.</param>
    /// <param name="values">Its values; absent ones are left out.</param>
    public string To(string path, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var address = new StringBuilder(Bare(path));
        var separator = '?';
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[.. values, ("arch", Architecture), ("revision", Revision)])
        {
            if (!string.IsNullOrEmpty(value))
            {
                _ = address.Append(separator).Append(name).Append('=').Append(Escape(value));
                separator = '&';
            }
        }

        return address.ToString();
    }

    /// <summary>An address without any values.</summary>
    /// <param name="path">The path of a page, of an asset or of the API.</param>
    public string Bare(string path) => BasePath + path;

    /// <summary>The page of a channel.</summary>
    public string Channel(string name) => To(PagePaths.Channels + Uri.EscapeDataString(name));

    /// <summary>The page of a release.</summary>
    public string Release(ReleaseVersion version) => To(PagePaths.Releases + Uri.EscapeDataString(version.Text));

    /// <summary>A plan.</summary>
    public string Plan(string from, string? to = null, string? channel = null, IEnumerable<string>? accept = null, IEnumerable<string>? via = null) =>
        To(PagePaths.Plan, ("from", from), ("to", to), ("channel", channel), ("accept", List(accept)), ("via", List(via)));

    /// <summary>Names as a list in an address; null for none.</summary>
    public static string? List(IEnumerable<string>? names) => names is null ? null : string.Join(',', names);

    /// <summary>A query may contain a comma as it is, which makes a list easier to read.</summary>
    private static string Escape(string value) => Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal);
}
