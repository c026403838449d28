using UpdateService.Server.Administration;
using UpdateService.Server.Hosting;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Pages;

/// <summary>Finds the page of a kind, and passes to it what it needs besides graphs.</summary>
internal sealed class PageBook(ServiceOptions options, StatusDocument status, RevisionFinder finder)
{
    /// <summary>Creates the content of a page.</summary>
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
