using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Recommendations;
using UpdateService.Planning.Writing;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Pages.Parts;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary><c>/recommended</c>: what a cluster of a version should do next, and its other options.</summary>
internal static class RecommendedPage
{
    private const string Title = "What next?";

    /// <summary>Creates the page.</summary>
    public static PageContent Show(PageView view)
    {
        if (view.Values["version"] is null)
        {
            return new PageContent(Title, Html.Of($"<h1>{Title}</h1>{Form(view, null)}<p class=\"hint\">Type the version that the cluster runs.</p>"));
        }

        var reply = view.Ask(QuestionKind.Recommended);
        if (reply.Answer is not RecommendationAnswer answer)
        {
            return new PageContent(Title, Html.Of($"<h1>{Title}</h1>{Form(view, null)}<section data-part=\"result\">{ProblemPieces.Show(reply.Refusals, view, PagePaths.Recommended)}</section>"))
            {
                Problem = PlannerProblem.Of(reply),
                Summary = reply.Refusals[0].Message,
            };
        }

        var summary = Summary(answer);
        return new PageContent($"{answer.Question.Version}: what next?", Html.Of($"<h1>{Title}</h1>{Form(view, answer)}<section class=\"result\" data-part=\"result\" aria-label=\"The advice\">{Result(view, answer, summary)}</section>"))
        {
            Summary = summary,
            Formats = [.. answer.Formats.Select(format => format.Name())],
        };
    }

    private static Html Form(PageView view, RecommendationAnswer? answer)
    {
        var (version, channel) = (view.Values["version"], view.Values["channel"]);
        return Fields.Form(
            PagePaths.Recommended,
            view.Links,
            Html.Of($"""
                {Fields.Version("version", "The cluster runs", version, "4.16.3", Suggestions.For(view, channel, version))}
                {Fields.Channel(view.Planner, channel, none: answer?.Channel is { } chosen && channel is null ? $"usual: {chosen}" : "usual")}
                {Fields.Architectures(view)}
                {Fields.Risks(answer is null ? [] : Risks(answer).Select(risk => risk.Risk.Name), view.Accepted, answer?.Channel is { } inChannel ? view.Planner.RisksIn(view.Architecture, inChannel) : [])}
                """),
            "Show the advice");
    }

    private static string Summary(RecommendationAnswer answer) => answer switch
    {
        { Recommended: { } update } => $"Update {answer.Question.Version} to {update.Release.Version}.",
        { Current: null } => $"{answer.Question.Version} is not known for {answer.Question.Architecture}.",
        _ when IsUpToDate(answer) => $"{answer.Question.Version} is up to date.",
        _ => $"No update of {answer.Question.Version} can be recommended.",
    };

    private static bool IsUpToDate(RecommendationAnswer answer) => answer.Reasons.Any(reason => reason.Kind == ReasonKind.UpToDate);

    private static Html Result(PageView view, RecommendationAnswer answer, string summary)
    {
        ImmutableArray<HopRisk> risks = [.. Risks(answer)];
        return Html.Of($"""
            <h2 class="summary {(answer.Recommended is null && !IsUpToDate(answer) ? "none" : "good")}">{Foreign.Text(summary)}</h2>
            {PlanWords.Notes(answer).Select(note => Html.Of($"<p class=\"note\">{Foreign.Text(note)}</p>"))}
            {Next(view, answer)}
            {ReasonPieces.Show(answer.Reasons, view.Links, set => Address(view, answer, answer.Question.Accept.Union(set, StringComparer.Ordinal)), (_, near) => view.Links.To(PagePaths.Recommended, ("version", near), ("channel", answer.Question.Channel)))}
            {Updates(view, answer)}
            {Html.If(!risks.IsEmpty, () => Html.Of($"<section><h2>Risks</h2>{RiskPieces.InFull(risks, answer.Question.Accept, names => Address(view, answer, names), hasAnchors: true)}</section>"))}
            {Others(view, answer)}
            """);
    }

    private static Html Next(PageView view, RecommendationAnswer answer) => answer.Recommended is not { } update ? Html.Empty : Html.Of($"""
        <dl class="facts"><div><dt>Payload</dt><dd><code class="payload">{update.Release.Release.Payload}</code></dd></div>
        {(update.Release.MetadataValue(Graph.MetadataKeys.Url) is { } url ? Html.Of($"<div><dt>Errata</dt><dd>{Foreign.Link(url)}</dd></div>") : Html.Empty)}
        <div><dt>Further</dt><dd><a href="{view.Links.Plan(answer.Question.Version.Text, accept: answer.Question.Accept)}">the way to the newest release</a></dd></div></dl>
        """);

    private static Html Updates(PageView view, RecommendationAnswer answer) => answer.Current is null ? Html.Empty : Html.Of($"""
        {UpdateTable.Show(answer.Updates, "Updates without risks", "There is no update without risks.", update => Plan(view, answer, update))}
        {UpdateTable.Show(answer.ConditionalUpdates, "Updates with risks", "There is no update with risks.", update => Plan(view, answer, update))}
        """);

    private static Html Others(PageView view, RecommendationAnswer answer) => Html.Of($"""
        {Html.If(!answer.OtherChannels.IsEmpty, () => Html.Of($"<p>Other channels of {answer.Question.Version}: {Html.Join(answer.OtherChannels.Select(channel => Html.Of($"<a href=\"{view.Links.To(PagePaths.Recommended, ("version", answer.Question.Version.Text), ("channel", channel), ("accept", PageLinks.List(answer.Question.Accept)))}\">{channel}</a>")), ", ")}</p>"))}
        {(answer.MultiArchitecture is { } multi ? Html.Of($"<p>The cluster can move to several architectures with {multi.Version}: <code class=\"payload\">{multi.Release.Payload}</code></p>") : Html.Empty)}
        """);

    private static string Plan(PageView view, RecommendationAnswer answer, Update update) =>
        view.Links.Plan(answer.Question.Version.Text, update.Release.Version.Text, answer.Channel, answer.Question.Accept);

    private static string Address(PageView view, RecommendationAnswer answer, IEnumerable<string> accept) =>
        view.Links.To(PagePaths.Recommended, ("version", answer.Question.Version.Text), ("channel", answer.Question.Channel), ("accept", PageLinks.List(accept)));

    private static IEnumerable<HopRisk> Risks(RecommendationAnswer answer) => RiskPieces.Once(answer.ConditionalUpdates.SelectMany(update => update.Risks));
}
