using System.Collections.Immutable;
using UpdateService.Planning.Questions;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages.Parts;

/// <summary>What is wrong with a query, and what may have been meant.</summary>
internal static class ProblemPieces
{
    /// <summary>Refusals, each with links that repeat the query with a similar name.</summary>
    /// <param name="refusals">At least one.</param>
    /// <param name="view">The page.</param>
    /// <param name="path">Its path.</param>
    public static Html Show(ImmutableArray<Refusal> refusals, PageView view, string path) => Html.Of($"""
        <div class="problem"><h2 class="summary none">{Foreign.Text(refusals[0].Message)}</h2>
        {refusals.Skip(1).Select(refusal => Html.Of($"<p>{Foreign.Text(refusal.Message)}</p>"))}
        {refusals.Select(refusal => Near(refusal.Parameter, [.. refusal.NearMatches.Union(Beginning(refusal, view), StringComparer.Ordinal)], view, path))}</div>
        """);

    /// <summary>A problem that is not the planner's.</summary>
    public static Html Show(PlannerProblem problem) => Html.Of($"<div class=\"problem\"><p class=\"summary none\">{Foreign.Text(problem.Detail)}</p></div>");

    /// <summary>Versions that begin with the typed text.</summary>
    private static IReadOnlyList<string> Beginning(Refusal refusal, PageView view) =>
        refusal.Parameter is "from" or "to" or "version" && view.Values[refusal.Parameter] is { } typed
            ? Suggestions.For(view, view.Values["channel"], typed)
            : [];

    private static Html Near(string parameter, IReadOnlyList<string> names, PageView view, string path) => Html.If(names.Count > 0, () => Html.Of($"""
        <p class="near">Perhaps {Html.Join(names.Select(name => Html.Of($"<a href=\"{Address(parameter, name, view, path)}\">{name}</a>")), ", ")}?</p>
        """));

    private static string Address(string parameter, string name, PageView view, string path) => (parameter == "arch" ? view.Links with { Architecture = null } : view.Links).To(
        path,
        [.. view.Values.All.Where(pair => pair.Key is not ("arch" or "format") && pair.Key != parameter).Select(pair => (pair.Key, (string?)pair.Value)), (parameter, name)]);
}
