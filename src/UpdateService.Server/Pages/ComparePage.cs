using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Builder.Revisions;
using UpdateService.Planning.Comparisons;
using UpdateService.Planning.Questions;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Pages.Parts;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary><c>/compare</c>: the differences between two channels, or a revision and a later one; + is what only the second has.</summary>
internal static class ComparePage
{
    /// <summary>The parameter for the earlier revision.</summary>
    public const string Before = "before";

    /// <summary>The parameter for the later revision.</summary>
    public const string After = "after";

    private const string Title = "Compare";

    /// <summary>Whether revisions are compared, and not channels.</summary>
    public static bool IsOfRevisions(PageKind kind, RequestQuery query) => kind == PageKind.Compare && (query[Before] is not null || query[After] is not null);

    /// <summary>Creates the page.</summary>
    /// <param name="view">What is asked.</param>
    /// <param name="records">The existing revisions, oldest first.</param>
    public static PageContent Show(PageView view, ImmutableArray<RevisionRecord> records)
    {
        var isOfRevisions = IsOfRevisions(PageKind.Compare, view.Query);
        var forms = Html.Of($"{Channels(view)}{Html.If(records.Length > 1, () => Revisions(view, records, isOfRevisions))}");
        if (!isOfRevisions && (view.Values["channel"] is null || view.Values["with"] is null))
        {
            return new PageContent(Title, Html.Of($"<h1>{Title}</h1>{forms}<p class=\"hint\">Choose two channels{(records.Length > 1 ? ", or two revisions" : "")}.</p>")) { IsKept = false };
        }

        var reply = isOfRevisions
            ? GraphComparison.Ask(view.Revisions[0].Graph, view.Revisions[1].Graph, view.Values, view.CancellationToken)
            : view.Ask(QuestionKind.Comparison);
        if (reply.Answer is not GraphComparison comparison)
        {
            return new PageContent(Title, Html.Of($"<h1>{Title}</h1>{forms}<section data-part=\"result\">{ProblemPieces.Show(reply.Refusals, view, PagePaths.Compare)}</section>"))
            {
                Problem = PlannerProblem.Of(reply),
                Summary = reply.Refusals[0].Message,
            };
        }

        var what = isOfRevisions ? $"Revision {view.Revisions[1].Number} compared with {view.Revisions[0].Number}" : $"{view.Values["channel"]} to {view.Values["with"]}";
        var summary = comparison.IsEmpty ? $"{what}: nothing differs." : isOfRevisions ? $"{what}: {comparison.Channels.Length} {(comparison.Channels.Length == 1 ? "channel differs" : "channels differ")}." : $"{what}.";
        return new PageContent(what, Html.Of($"<h1>{Title}</h1>{forms}<section class=\"result\" data-part=\"result\" aria-label=\"What differs\"><h2 class=\"summary\">{summary}</h2>{ComparisonPieces.Show(comparison, view, isOfRevisions)}</section>"))
        {
            Summary = summary,
            IsKept = false, // It lists the revisions that there are at this moment.
            Formats = [.. comparison.Formats.Select(Planning.Writing.AnswerFormats.Name)],
        };
    }

    private static Html Channels(PageView view) => Fields.Form(
        PagePaths.Compare,
        view.Links,
        Html.Of($"{Fields.Channel(view.Planner, view.Values["channel"], none: null)}{Fields.Channel(view.Planner, view.Values["with"], "with", "With channel", none: null)}{Fields.Architectures(view)}"),
        "Compare the channels");

    private static Html Revisions(PageView view, ImmutableArray<RevisionRecord> records, bool isOfRevisions)
    {
        var (before, after) = isOfRevisions ? (view.Revisions[0].Number, view.Revisions[1].Number) : (records[^2].Number, records[^1].Number);
        var choices = records.Reverse().Select(record => (
            Written(record.Number),
            $"{record.Number} of {record.BuiltAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm")}")).ToList();
        return Fields.Form(
            PagePaths.Compare,
            view.Links with { Revision = null },
            Html.Of($"""
                {Fields.Choice(After, "Revision", Written(after), choices)}
                {Fields.Choice(Before, "Compared with the earlier", Written(before), choices)}
                """),
            "Compare the revisions");
    }

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
