using UpdateService.Builder.Revisions;
using UpdateService.Server.Pages.Assets;
using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Pages;

/// <summary>The common parts of all pages: the head, the navigation, and at the end the revision that they show.</summary>
internal sealed class PageShell(PageAssets assets)
{
    private static readonly (string Path, string Words, PageKind Kind)[] Ways =
    [
        (PagePaths.Plan, "Plan", PageKind.Plan),
        (PagePaths.Recommended, "What next?", PageKind.Recommended),
        (PagePaths.Matrix, "Matrix", PageKind.Matrix),
        (PagePaths.Compare, "Compare", PageKind.Compare),
    ];

    /// <summary>A complete page.</summary>
    /// <param name="kind">The kind of page; null for none of them.</param>
    /// <param name="content">Its content.</param>
    /// <param name="links">The links.</param>
    /// <param name="here">The address of the page itself; null if it has no other formats.</param>
    /// <param name="revision">The revision that it shows; null for none.</param>
    public byte[] Write(PageKind? kind, PageContent content, PageLinks links, string? here, RevisionRecord? revision)
    {
        var page = Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{content.Title} · Update planner</title>
            <link rel="icon" href="{links.Bare(assets.Icon)}" type="image/svg+xml">
            <link rel="stylesheet" href="{links.Bare(assets.Style)}">
            <script type="module" src="{links.Bare(assets.Script)}"></script>
            </head>
            <body>
            <a class="skip" href="#main">To the content</a>
            <header class="top"><a class="home" href="{links.To(PagePaths.Start)}">Update planner</a>
            <nav aria-label="Pages"><ul>{Ways.Select(way => Html.Of($"<li><a href=\"{links.To(way.Path)}\"{Html.If(way.Kind == kind, () => Html.Of($" aria-current=\"page\""))}>{way.Words}</a></li>"))}</ul></nav></header>
            <main id="main" tabindex="-1" data-page="{kind?.ToString().ToLowerInvariant()}" data-summary="{content.Summary}">
            {Pinned(links, revision)}{content.Main}
            </main>
            {Foot(content, links, here, revision)}
            <div class="unseen" role="status" id="announcer"></div>
            </body>
            </html>

            """);
        return Html.Utf8(page);
    }

    /// <summary>A notice that an earlier revision is shown.</summary>
    private static Html Pinned(PageLinks links, RevisionRecord? revision) => Html.If(links.Revision is not null && revision is not null, () => Html.Of(
        $"<p class=\"note pinned\">This is revision {revision!.Number} of {revision.BuiltAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm")} UTC, which may not be the one that clusters get. <a href=\"{links.Bare(PagePaths.Start)}\">To the present one</a></p>"));

    private Html Foot(PageContent content, PageLinks links, string? here, RevisionRecord? revision) => Html.Of($"""
        <footer class="bottom" data-part="foot">
        {Html.If(here is not null && content.Formats.Length > 0, () => Html.Of($"<p>The same as {Html.Join(content.Formats.Select(format => Html.Of($"<a href=\"{With(here!, "format", format)}\" data-plain>{format}</a>")), ", ")}</p>"))}
        {Html.If(revision is not null, () => Html.Of($"<p>Revision {revision!.Number}, {revision.ContentHash[..12]}{Html.If(here is not null && links.Revision is null, () => Html.Of($" · <a href=\"{With(here!, "revision", revision.ContentHash[..12])}\" data-plain>this page of this revision</a>"))}</p>"))}
        <p><a href="{links.Bare(assets.Licences)}" data-plain>Licences</a></p></footer>
        """);

    private static string With(string address, string name, string value) =>
        $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
}
