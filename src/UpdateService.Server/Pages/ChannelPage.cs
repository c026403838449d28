using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Channels;
using UpdateService.Planning.Matrices;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary><c>/channels/{channel}</c>: its releases in lanes, all updates of the selected release, and a table.</summary>
internal static class ChannelPage
{
    /// <summary>The value that names the selected release.</summary>
    public const string Focus = "focus";

    /// <summary>The value that requests only a part of the page: <c>focus</c>.</summary>
    public const string Part = "part";

    /// <summary>Creates the page.</summary>
    public static PageContent Show(PageView view)
    {
        var reply = view.Ask(QuestionKind.Matrix);
        if (reply.Answer is not UpdateMatrix matrix)
        {
            return Unknown(view, reply);
        }

        if (view.Query[Part] == Focus)
        {
            return new PageContent(matrix.Channel, ShowFocus(view, matrix, view.Planner.Picture(matrix.Architecture, matrix.Channel), Focused(view))) { IsPart = true };
        }

        var overview = view.Planner.Overview(matrix.Architecture, matrix.Channel);
        var focus = Focused(view);
        var (free, conditional) = MatrixView.All(matrix).Count(matrix); // Of a group there is no overview.
        var summary = $"{matrix.Channel}: {Amount.Of(matrix.Versions.Length, "release")}, {Amount.Of(free, "update")} without risks, {conditional:N0} with risks.";
        return new PageContent(
            matrix.Channel,
            Html.Of($"""
                <h1>{matrix.Channel}</h1>
                <p class="summary">{summary}</p>
                {Actions(view, matrix)}
                {NotMirrored(overview)}
                {Lanes(view, matrix, focus)}
                {Table(view, matrix)}
                """))
        {
            Summary = focus is null ? summary : FocusWords(matrix, focus),
            Formats = ["json", "text", "md"],
        };
    }

    private static ReleaseVersion? Focused(PageView view) => ReleaseVersion.TryParse(view.Query[Focus], out var version, out _) ? version.WithoutBuild : null;

    /// <summary>All updates of one release, in the lanes and as text.</summary>
    private static Html ShowFocus(PageView view, UpdateMatrix matrix, ChannelPicture? picture, ReleaseVersion? focus) => focus is null
        ? Html.Of($"<div class=\"focus\" data-part=\"focus\"><p class=\"hint\">Choose a release to see all its updates.</p></div>")
        : Html.Of($"""
            <div class="focus" data-part="focus" data-summary="{FocusWords(matrix, focus)}">{(picture?.DrawUpdatesOf(focus) is { } layer ? Html.Picture(layer) : Html.Empty)}
            <p>{FocusWords(matrix, focus)} <a href="{view.Links.Release(focus)}">All of {focus}</a> · <a href="{view.Links.Plan(focus.Text, channel: matrix.Channel)}">Plan from here</a></p></div>
            """);

    private static PageContent Unknown(PageView view, Reply reply)
    {
        var near = reply.Refusals.SelectMany(refusal => refusal.Parameter == "channel" ? refusal.NearMatches : []);
        var main = Html.Of($"""
            <h1>Channel</h1><div class="problem">{reply.Refusals.Select(refusal => Html.Of($"<p class=\"summary none\">{Foreign.Text(refusal.Message)}</p>"))}
            {near.Select(name => Html.Of($"<p class=\"near\">Perhaps <a href=\"{view.Links.Channel(name)}\">{name}</a>?</p>"))}
            <p><a href="{view.Links.To(PagePaths.Start)}">All channels</a></p></div>
            """);
        var isUnknown = reply.Refusals.Any(refusal => refusal is { Kind: RefusalKind.UnknownName, Parameter: "channel" });
        var problem = PlannerProblem.Of(reply);
        return new PageContent("Channel", main) { Problem = isUnknown ? problem with { Status = StatusCodes.Status404NotFound } : problem, Summary = problem.Detail };
    }

    private static Html Actions(PageView view, UpdateMatrix matrix) => Html.Of($"""
        <p class="actions"><a class="action" href="{view.Links.To(PagePaths.Matrix, ("channel", matrix.Channel))}">All updates as a matrix</a>
        <a class="action" href="{view.Links.To(PagePaths.Compare, ("channel", matrix.Channel))}">Compare with another channel</a></p>
        """);

    private static Html NotMirrored(ChannelOverview? overview) => overview is not { NotMirrored.IsEmpty: false } ? Html.Empty : Html.Of($"""
        <p class="note">The channel names {Amount.Of(overview.NotMirrored.Length, "release")} of which no source has an image, so nothing leads to them: {string.Join(", ", overview.NotMirrored.Select(version => version.Text))}</p>
        """);

    private static Html Lanes(PageView view, UpdateMatrix matrix, ReleaseVersion? focus)
    {
        if (view.Planner.Picture(matrix.Architecture, matrix.Channel) is not { } picture)
        {
            return matrix.Versions.IsEmpty
                ? Html.Of($"<p class=\"none\">No release of the channel has an image for {matrix.Architecture.Name}.</p>")
                : Html.Of($"<p class=\"hint\">{matrix.Channel} is a group of channels. Lanes are drawn of one channel.</p>");
        }

        string AddressOf(ReleaseVersion version) => $"{view.Links.To(PagePaths.Channels + Uri.EscapeDataString(matrix.Channel), (Focus, version.Text))}#lanes";
        return Html.Of($"""
            <section id="lanes" data-island="lanes" aria-label="Releases in lanes">
            <div class="wide lanes" tabindex="0" role="region" aria-label="Lanes of {matrix.Channel}">{Html.Picture(picture.Draw(isPart: true, AddressOf))}
            {ShowFocus(view, matrix, picture, focus)}</div>
            <p class="legend"><span class="key"><svg width="34" height="10" aria-hidden="true"><path class="edge" d="M0 5H34"/></svg> without risks</span> <span class="key"><svg width="34" height="10" aria-hidden="true"><path class="edge conditional" d="M0 5H34"/></svg> with risks</span> <span class="key"><svg width="34" height="10" aria-hidden="true"><path class="edge in" d="M0 5H34"/></svg> to the chosen release</span> <span class="key"><svg width="34" height="10" aria-hidden="true"><path class="edge out" d="M0 5H34"/></svg> from it</span></p></section>
            """);
    }

    private static string FocusWords(UpdateMatrix matrix, ReleaseVersion focus)
    {
        var place = matrix.Versions.IndexOf(focus);
        if (place < 0)
        {
            return $"{focus} is not in {matrix.Channel}.";
        }

        var into = matrix.Rows.SelectMany(row => row).Where(cell => cell.To == place).ToList();
        return $"{focus}: {Words(matrix.Rows[place])} from it, {Words(into)} to it.";
    }

    private static string Words(IReadOnlyCollection<MatrixCell> cells)
    {
        var conditional = cells.Count(cell => cell.RiskSet != 0);
        return $"{Amount.Of(cells.Count, "update")}{(conditional > 0 ? $" ({conditional} with risks)" : "")}";
    }

    private static Html Table(PageView view, UpdateMatrix matrix) => Html.If(!matrix.Versions.IsEmpty, () => Html.Of($"""
        <div class="wide" tabindex="0" role="region" aria-label="Releases"><table class="releases"><caption>Releases, newest first</caption>
        <thead><tr><th scope="col">Release</th><th scope="col">Updates</th><th scope="col">Newest</th><th scope="col">With risks</th></tr></thead>
        <tbody>{Enumerable.Range(1, matrix.Versions.Length).Select(back => Row(view, matrix, matrix.Versions.Length - back))}</tbody></table></div>
        """));

    private static Html Row(PageView view, UpdateMatrix matrix, int place)
    {
        ImmutableArray<MatrixCell> free = [.. matrix.Rows[place].Where(cell => cell.RiskSet == 0)];
        var newest = free.IsEmpty ? "–" : matrix.Versions[free[^1].To].Text;
        return Html.Of($"<tr><th scope=\"row\"><a href=\"{view.Links.Plan(matrix.Versions[place].Text, channel: matrix.Channel)}\">{matrix.Versions[place]}</a></th><td>{free.Length}</td><td>{newest}</td><td>{matrix.Rows[place].Length - free.Length}</td></tr>\n");
    }
}
