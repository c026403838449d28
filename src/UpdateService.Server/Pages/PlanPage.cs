using System.Collections.Immutable;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Pages.Parts;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary><c>/plan</c>: the query, then the steps, then the reasons, then the picture.</summary>
internal static class PlanPage
{
    private const string UsualAlternatives = "2";
    private const string Title = "Plan an update";

    private static readonly string[] AlternativeCounts = ["0", "2", "5", "10", "25"];

    /// <summary>Creates the page.</summary>
    public static PageContent Show(PageView view)
    {
        if (view.Values["from"] is null)
        {
            return new PageContent(Title, Html.Of($"<h1>{Title}</h1>{Form(view, null, [])}<p class=\"hint\">Type the version that the cluster runs. Without a target the way to the newest release is shown.</p>"));
        }

        var reply = view.Planner.Ask(QuestionKind.Path, WithAlternatives(view.Values), view.CancellationToken);
        if (reply.Answer is not PathAnswer answer || answer.Refusal is { Kind: not RefusalKind.Rollback })
        {
            var problem = ProblemPieces.Show(reply.Refusals, view, PagePaths.Plan);
            return new PageContent(Title, Html.Of($"<h1>{Title}</h1>{Form(view, null, [])}<section data-part=\"result\">{problem}</section>"))
            {
                Problem = PlannerProblem.Of(reply),
                Summary = reply.Refusals[0].Message,
            };
        }

        var summary = PlanWords.Headline(answer);
        return new PageContent(
            $"{answer.Question.From} to {PlanWords.TargetName(answer.Question.To)}",
            Html.Of($"<h1>{Title}</h1>{Form(view, answer, [.. RisksOf(answer)])}<section class=\"result\" data-part=\"result\" aria-label=\"The plan\">{Result(view, answer, summary)}</section>"))
        {
            Problem = reply.IsRefused ? PlannerProblem.Of(reply) : null,
            Summary = summary,
            Here = view.Values.IsOfHostedTool ? new PlanSteps(view, answer.Question).Here : null,
            IsKept = answer.IsComplete,
            Formats = [.. answer.Formats.Select(format => format.Name())],
        };
    }

    /// <summary>Requests alternatives by default, because readers of a page want to see them.</summary>
    private static QuestionParameters WithAlternatives(QuestionParameters values) =>
        values["alternatives"] is null ? values.With("alternatives", UsualAlternatives) : values;

    private static Html Form(PageView view, PathAnswer? answer, ImmutableArray<string> named)
    {
        var channel = answer is null ? view.Values["channel"] : answer.Question.Channel;
        var (from, to) = (view.Values["from"], view.Values["to"]);
        var conditions = Html.Of($"""
            <details class="more"{Html.If(HasConditions(view.Values), () => Html.Of($" open"))}><summary>More conditions</summary>
            {Fields.Channel(view.Planner, answer is null ? view.Values["currentChannel"] : answer.Question.CurrentChannel, "currentChannel", "Channel it is in now", "not known")}
            {Fields.Words("via", "Stop at", view.Values["via"], "4.15.20,4.15.22")}
            {Fields.Words("avoid", "Avoid", view.Values["avoid"], "versions, risks")}
            {Fields.Choice("alternatives", "Other plans", view.Values["alternatives"] ?? UsualAlternatives, AlternativeCounts.Append(view.Values["alternatives"] ?? "0").Distinct(StringComparer.Ordinal).Select(count => (count, count)), UsualAlternatives)}
            </details>
            """);
        return Fields.Form(
            PagePaths.Plan,
            view.Links,
            Html.Of($"""
                {Fields.Version("from", "The cluster runs", from, "4.14.20", Suggestions.For(view, channel, from))}
                {Fields.Version("to", "It shall run", to, "newest, 4.16 or 4.16.3", Suggestions.For(view, channel, to))}
                {Fields.Channel(view.Planner, channel)}
                {Fields.Architectures(view)}
                {Fields.Risks(named, view.Accepted, channel is null ? view.Planner.RiskNames : view.Planner.RisksIn(view.Architecture, channel))}
                {conditions}
                """),
            "Show the plan");
    }

    private static bool HasConditions(QuestionParameters values) => values["via"] is not null || values["avoid"] is not null || values["currentChannel"] is not null;

    private static Html Result(PageView view, PathAnswer answer, string summary)
    {
        var steps = new PlanSteps(view, answer.Question);
        var notes = PlanWords.Notes(answer);
        var best = answer.Best;
        return Html.Of($"""
            <h2 class="summary {Tone(best)}">{summary}</h2>
            {notes.Select(note => Html.Of($"<p class=\"note\">{Foreign.Text(note)}</p>"))}
            {(best is { Hops.IsEmpty: false } ? steps.Show(best) : Html.Empty)}
            {Why(answer, steps)}
            {Alternatives(answer, steps)}
            {(best is { Hops.IsEmpty: false } ? Pictures(view, answer, best) : Html.Empty)}
            """);
    }

    private static string Tone(Plan? best) => best is null ? "none" : best.UnacceptedRisks.IsEmpty ? "good" : "risky";

    private static Html Why(PathAnswer answer, PlanSteps steps)
    {
        if (answer.Reasons.IsEmpty)
        {
            return Html.Empty;
        }

        var title = answer.Best switch { null => "Why not", { Hops.IsEmpty: true } => "Why", _ => "Why no better plan" };
        return Html.Of($"<section class=\"why\"><h2>{title}</h2>{steps.Reasons(answer.Reasons)}</section>");
    }

    private static Html Alternatives(PathAnswer answer, PlanSteps steps) => Html.If(answer.Plans.Length > 1, () => Html.Of($"""
        <section class="alternatives"><h2>Other plans</h2>
        {steps.ShowFolded(answer.Plans[1..])}
        </section>
        """));

    private static Html Pictures(PageView view, PathAnswer answer, Plan plan)
    {
        var channel = plan.Hops[^1].Channel;
        var lanes = view.Planner.Picture(answer.Question.Architecture, channel) is { } picture
            ? Html.Of($"""
                <details class="lanes-of-plan"><summary>The way through {channel}</summary>
                <div class="wide lanes" tabindex="0" role="region" aria-label="Lanes of {channel}">{Html.Picture(picture.Draw(isPart: true))}{Html.Picture(picture.Draw(plan))}</div>
                <p><a href="{view.Links.Channel(channel)}">{channel}</a></p></details>
                """)
            : Html.Empty;
        return Html.Of($"<figure class=\"picture\"><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Picture of the plan\">{Html.Picture(PlanPicture.Draw(plan, isPart: true))}</div></figure>{lanes}");
    }

    private static IEnumerable<string> RisksOf(PathAnswer answer) => answer.Plans.SelectMany(plan => plan.Risks)
        .Concat(answer.Reasons.SelectMany(reason => reason.Evidence.RiskSets).SelectMany(set => set))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);
}
