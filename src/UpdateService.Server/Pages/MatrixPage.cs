using UpdateService.Planning.Matrices;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;
using UpdateService.Server.Hosting;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Pages.Parts;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary><c>/matrix</c>: all updates of a channel, or those from one minor version to another, as a picture and as tables.</summary>
internal static class MatrixPage
{
    private const string Title = "All updates of a channel";

    private static readonly string[] StyleWords = ["no risks", "all risks accepted", "one risk to accept", "two", "three or more"];

    /// <summary>Creates the page.</summary>
    /// <param name="view">What is asked.</param>
    /// <param name="options">Where the planner's answers are served.</param>
    public static PageContent Show(PageView view, ServiceOptions options)
    {
        if (view.Values["channel"] is null)
        {
            return new PageContent(Title, Html.Of($"<h1>{Title}</h1>{Form(view, null)}<p class=\"hint\">Choose a channel.</p>"));
        }

        var reply = view.Ask(QuestionKind.Matrix);
        if (reply.Answer is not UpdateMatrix matrix)
        {
            return new PageContent(Title, Html.Of($"<h1>{Title}</h1>{Form(view, null)}<section data-part=\"result\">{ProblemPieces.Show(reply.Refusals, view, PagePaths.Matrix)}</section>"))
            {
                Problem = PlannerProblem.Of(reply),
                Summary = reply.Refusals[0].Message,
            };
        }

        var pair = Pair(view, matrix);
        var tables = new MatrixTables(view, matrix);
        var (recommended, conditional) = (pair ?? MatrixView.All(matrix)).Count(matrix);
        var summary = $"{matrix.Channel}{(pair is null ? "" : $", {pair.Sources.Minor} to {pair.Targets.Minor}")}: {Amount.Of(recommended, "update")} without risks, {conditional:N0} with risks.";
        return new PageContent(
            $"{matrix.Channel}: all updates",
            Html.Of($"""
                <h1>{Title}</h1>
                {Form(view, matrix)}
                <section class="result" data-part="result" aria-label="The updates"><h2 class="summary">{summary}</h2>
                {Missing(view, matrix, pair)}
                {Picture(view, matrix, pair ?? MatrixView.All(matrix), options)}
                {tables.Counts(pair)}
                {(pair is null ? Html.Empty : tables.Sources(pair))}
                </section>
                """))
        {
            Summary = summary,
            Formats = [.. matrix.Formats.Select(Planning.Writing.AnswerFormats.Name)],
        };
    }

    private static MatrixView? Pair(PageView view, UpdateMatrix matrix) =>
        MinorName.TryParse(view.Values["from"] ?? "", out var from) && MinorName.TryParse(view.Values["to"] ?? "", out var to) ? MatrixView.Of(matrix, from, to) : null;

    private static Html Missing(PageView view, UpdateMatrix matrix, MatrixView? pair) => (pair, view.Values["from"], view.Values["to"]) switch
    {
        (not null, _, _) or (null, null, null) => Html.Empty,
        (null, { } from, { } to) => Html.Of($"<p class=\"note\">{matrix.Channel} has no updates from {from} to {to}; give two minors such as 4.15 and 4.16. All updates are shown.</p>"),
        _ => Html.Of($"<p class=\"note\">One minor is given: give both, where clusters are and where they may go, to see their updates alone. All updates are shown.</p>"),
    };

    private static Html Form(PageView view, UpdateMatrix? matrix)
    {
        var minors = matrix is null ? [] : MatrixSpan.Minors(matrix).Select(span => (span.Minor.ToString(), span.Minor.ToString())).ToList();
        var pair = Html.If(minors.Count > 1, () => Html.Of($"{Fields.Choice("from", "From minor", view.Values["from"], minors.Prepend(("", "all")))}{Fields.Choice("to", "To minor", view.Values["to"], minors.Prepend(("", "all")))}"));
        return Fields.Form(
            PagePaths.Matrix,
            view.Links,
            Html.Of($"{Fields.Channel(view.Planner, view.Values["channel"], none: null)}{pair}{Fields.Architectures(view)}{Fields.Risks(matrix is null ? [] : matrix.Risks.Select(risk => risk.Name), view.Accepted, [])}"),
            "Show the updates");
    }

    private static Html Picture(PageView view, UpdateMatrix matrix, MatrixView shown, ServiceOptions options)
    {
        // Of exactly this revision: it numbers the rows and columns, and an open page loads another table for the next one.
        var source = view.LinksToThis.To($"{options.PathPrefix}/v1/matrix", ("channel", matrix.Channel));
        var accepted = view.Accepted.ToHashSet(StringComparer.Ordinal);
        return Html.Of($"""
            <figure class="matrix" data-island="matrix" data-source="{source}" data-plan="{view.Links.To(PagePaths.Plan, ("channel", matrix.Channel))}" data-rows="{shown.Sources.Start.ToString()}-{shown.Sources.Length.ToString()}" data-columns="{shown.Targets.Start.ToString()}-{shown.Targets.Length.ToString()}">
            <div class="wide canvas" tabindex="0" role="region" aria-label="Matrix of updates">{Html.Picture(MatrixPicture.Draw(matrix, shown, accepted))}</div>
            <figcaption>Rows are where a cluster is, columns where it may go. {Legend()}</figcaption></figure>
            """);
    }

    private static Html Legend() => Html.Join(
        StyleWords.Select((words, style) => Html.Of(
            $"<span class=\"key\"><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect class=\"cell cell-{style}\" x=\"{style}\" y=\"{style}\" width=\"{14 - (2 * style)}\" height=\"{14 - (2 * style)}\"/></svg> {words}</span>")),
        " ");
}
