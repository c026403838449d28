using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Server.Hosting;
using UpdateService.Server.Pages.Assets;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Pages.Parts;
using UpdateService.Server.Plans;
using UpdateService.Server.Revisions;

namespace UpdateService.Server.Pages;

/// <summary>
/// The pages of the planner. A browser gets HTML that is complete without scripts. Other clients get the planner's answer from the
/// same address. Pages are made from the planner's answers, share their queue, and are cached with them.
/// </summary>
internal sealed class PageEndpoint(
    RevisionFinder finder,
    Planners planners,
    PreparedAnswers answers,
    PlannerEndpoint planner,
    RevisionsEndpoint revisions,
    PageBook book,
    PageShell shell,
    PageAssets assets,
    ServiceOptions options)
{
    private const string MediaType = "text/html; charset=utf-8";

    private static readonly string[] OwnNames = [RequestQuery.Revision, ComparePage.Before, ComparePage.After, ChannelPage.Focus, ChannelPage.Part];

    /// <summary>Answers a request for a page's address.</summary>
    /// <param name="context">The request.</param>
    /// <param name="kind">The kind of page.</param>
    /// <param name="subject">The name in the path; null if there is none.</param>
    public Task GetAsync(HttpContext context, PageKind kind, string? subject = null)
    {
        var inPath = subject is null ? ((string, string)?)null : (kind.NameInPath()!, subject);
        return PageNegotiation.WantsPage(context.Request, kind) ? ShowAsync(context, kind, inPath) : AnswerAsync(context, kind, inPath);
    }

    /// <summary>Reports to a browser that there is no such page.</summary>
    /// <returns>False if the client is not a browser; its answer is sent elsewhere.</returns>
    public async Task<bool> TryMissAsync(HttpContext context)
    {
        var isPage = PageNegotiation.WantsPage(context.Request, PageKind.Start);
        if (isPage)
        {
            await WriteProblemAsync(context, new PlannerProblem(StatusCodes.Status404NotFound, "No such page", $"There is no page '{Excerpt.Of(context.Request.Path.Value ?? "")}'."), new PageLinks(options.BasePath, null, null));
        }

        return isPage;
    }

    /// <summary>The planner's answer at this address.</summary>
    private Task AnswerAsync(HttpContext context, PageKind kind, (string Name, string Value)? inPath)
    {
        var (before, after) = (NullIfEmpty(context.Request.Query[ComparePage.Before]), NullIfEmpty(context.Request.Query[ComparePage.After]));
        return kind == PageKind.Compare && (before ?? after) is not null
            ? revisions.CompareAsync(context, before, after)
            : planner.AnswerAsync(context, kind.Question(), inPath);
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private async Task ShowAsync(HttpContext context, PageKind kind, (string Name, string Value)? inPath)
    {
        PageHeaders.Set(context.Response);
        if (RequestQuery.Read(context.Request, inPath, OwnNames, out var problem) is not { } query)
        {
            await WriteProblemAsync(context, problem!, new PageLinks(options.BasePath, null, null));
            return;
        }

        var links = new PageLinks(options.BasePath, query.Parameters["arch"], null);
        var (chosen, unknown) = ComparePage.IsOfRevisions(kind, query) ? finder.ChooseAll(query[ComparePage.Before], query[ComparePage.After]) : finder.ChooseAll(query[RequestQuery.Revision]);
        if (unknown is not null)
        {
            await WriteProblemAsync(context, unknown, links);
            return;
        }

        var tag = query.Parameters.Refusals.IsEmpty ? Tag(kind, query, chosen) : null;
        PlannerProblem? told = null;
        var (page, failure) = await answers.FindAsync(tag, chosen, found => Make(context, kind, query, found, tag, out told), context.RequestAborted);
        if (page is null)
        {
            await WriteProblemAsync(context, failure!, links);
            return;
        }

        SetProblem(context, told);
        await answers.WriteAsync(context, page);
    }

    private (PreparedAnswer? Page, PlannerProblem? Problem) Make(
        HttpContext context,
        PageKind kind,
        RequestQuery query,
        ImmutableArray<Revision> found,
        string? tag,
        out PlannerProblem? told)
    {
        var view = new PageView(query, found, options.BasePath, planners.Of(found[0]), context.RequestAborted);
        var content = book.Open(kind, view);
        told = content.Problem;
        var here = content.Here ?? kind.Address(query, view.Links);
        var body = content.IsPart ? Html.Utf8(content.Main) : shell.Write(kind, content, view.Links, here, found.Length > 1 ? null : view.Revision.Record);
        var isKept = tag is not null && content.IsKept && told is null;
        var page = new PreparedAnswer(tag ?? "", MediaType, body, isKept);
        if (isKept)
        {
            answers.Keep(page);
        }

        return (page, null);
    }

    private string Tag(PageKind kind, RequestQuery query, ImmutableArray<ChosenRevision> chosen)
    {
        var own = string.Join(' ', OwnNames.Select(name => $"{query[name]?.Length ?? -1}:{query[name]}"));
        return AnswerTags.Of(chosen.Select(revision => revision.Record), $"page {assets.Identity} {options.BasePath} {kind} {own} {query.Parameters.Normalise()}");
    }

    private static void SetProblem(HttpContext context, PlannerProblem? problem)
    {
        context.Items[typeof(PlannerProblem)] = problem; // For the metrics.
        problem?.SetStatus(context.Response);
    }

    private async Task WriteProblemAsync(HttpContext context, PlannerProblem problem, PageLinks links)
    {
        PageHeaders.Set(context.Response);
        SetProblem(context, problem);
        var content = new PageContent(problem.Title, Html.Of($"<h1>{problem.Title}</h1>{ProblemPieces.Show(problem)}<p><a href=\"{links.Bare(PagePaths.Start)}\">To the start</a></p>")) { Summary = problem.Detail };
        await answers.WriteAsync(context, new PreparedAnswer("", MediaType, shell.Write(null, content, links, null, null), IsComplete: false));
    }
}
