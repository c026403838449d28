using UpdateService.Server.Administration;
using UpdateService.Server.Hosting;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Pages;

/// <summary>Opens the page of a kind. What a page needs beside graphs is given to it here.</summary>
internal sealed class PageBook(ServiceOptions options, StatusDocument status, RevisionFinder finder)
{
    /// <summary>Makes the content of a page.</summary>
    public PageContent Open(PageKind kind, PageView view) => kind switch
    {
        PageKind.Start => StartPage.Show(view, [.. status.PublicTroubles()]),
        PageKind.Plan => PlanPage.Show(view),
        PageKind.Recommended => RecommendedPage.Show(view),
        PageKind.Channel => ChannelPage.Show(view),
        PageKind.Release => ReleasePage.Show(view),
        PageKind.Matrix => MatrixPage.Show(view, options),
        _ => ComparePage.Show(view, finder.Records),
    };
}
