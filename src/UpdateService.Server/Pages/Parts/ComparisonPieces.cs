using System.Collections.Immutable;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Comparisons;
using UpdateService.Planning.Writing;
using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Pages.Parts;

/// <summary>Comparisons on a page: the releases, updates and risks of each channel that only one side has.</summary>
internal static class ComparisonPieces
{
    /// <summary>How many are shown in full below their table. A page with more would be too long to read.</summary>
    private const int MostInFull = 6;

    /// <summary>The differences; nothing if there are none.</summary>
    /// <param name="comparison">The differences.</param>
    /// <param name="view">The page.</param>
    /// <param name="isOfRevisions">Whether a channel is compared with itself in another revision.</param>
    public static Html Show(GraphComparison comparison, PageView view, bool isOfRevisions)
    {
        if (isOfRevisions && comparison.Channels.Length > 1)
        {
            return Html.Of($"""
                <div class="wide" tabindex="0" role="region" aria-label="Channels that differ"><table class="differences"><caption>Channels that differ; + added, − removed, ~ changed</caption>
                <thead><tr><th scope="col">Channel</th><th scope="col">Releases</th><th scope="col">Updates without risks</th><th scope="col">With risks</th><th scope="col">Risks</th></tr></thead>
                <tbody>{comparison.Channels.Select(channel => Row(channel, view))}</tbody></table></div>
                {Html.If(comparison.Channels.Length <= MostInFull, () => Html.Join(comparison.Channels.Select(InFull)))}
                """);
        }

        return Html.Join(comparison.Channels.Select(InFull));
    }

    private static Html Row(ChannelComparison channel, PageView view)
    {
        var address = (view.Links with { Architecture = channel.Architecture.Name, Revision = null }).To(
            PagePaths.Compare,
            ("channel", channel.After),
            (ComparePage.Before, view.Query[ComparePage.Before]),
            (ComparePage.After, view.Query[ComparePage.After]));
        return Html.Of($"""
            <tr><th scope="row"><a href="{address}">{channel.After}</a> {channel.Architecture.Name}</th><td>{Counts(channel.Releases, channel.ChangedReleases.Length)}</td>
            <td>{Counts(channel.Edges, 0)}</td><td>{Counts(channel.ConditionalEdges, channel.ChangedConditionalEdges.Length)}</td><td>{Counts(channel.Risks, channel.ChangedRisks.Length)}</td></tr>

            """);
    }

    private static string Counts<T>(Changes<T> changes, int changed)
    {
        string[] words = [.. Count("+", changes.Added.Length), .. Count("−", changes.Removed.Length), .. Count("~", changed)];
        return words.Length == 0 ? "–" : string.Join(' ', words);

        static string[] Count(string sign, int number) => number == 0 ? [] : [$"{sign}{number:N0}"];
    }

    private static Html InFull(ChannelComparison channel) => Html.Of($"""
        <section class="difference"><h3>{(channel.Before == channel.After ? channel.After : $"{channel.Before} to {channel.After}")}, {channel.Architecture.Name}</h3>
        {Html.If(channel.Before != channel.After, () => Html.Of($"<p class=\"hint\">+ is what {channel.After} has and {channel.Before} has not, − the other way round.</p>"))}
        {List("release", channel.Releases, version => Html.Of($"{version}"))}
        {Changed("release", "with another payload or other metadata", channel.ChangedReleases, change => Html.Of($"<li>{change.Version}: {(change.PayloadBefore == change.PayloadAfter ? string.Join(", ", change.MetadataKeys) : change.PayloadAfter)}</li>"))}
        {Edges("update", "without risks", channel.Edges, edge => (edge.From, edge.To, ""))}
        {Edges("update", "with risks", channel.ConditionalEdges, edge => (edge.From, edge.To, Names(edge.Risks)))}
        {Changed("update", "with other risks", channel.ChangedConditionalEdges, Regrouped)}
        {List("risk", channel.Risks, Foreign.Text)}
        {Changed("risk", "with another text or rule", channel.ChangedRisks, name => Html.Of($"<li>{Foreign.Text(name)}</li>"))}</section>

        """);

    private static Html List<T>(string what, Changes<T> changes, Func<T, Html> item) => Html.Of($"""
        {Html.If(!changes.Added.IsEmpty, () => Html.Of($"<h4 class=\"added\">+ {Amount.Of(changes.Added.Length, what)}</h4><p>{Html.Join(changes.Added.Select(item), ", ")}</p>"))}
        {Html.If(!changes.Removed.IsEmpty, () => Html.Of($"<h4 class=\"removed\">− {Amount.Of(changes.Removed.Length, what)}</h4><p>{Html.Join(changes.Removed.Select(item), ", ")}</p>"))}
        """);

    private static Html Changed<T>(string what, string which, ImmutableArray<T> items, Func<T, Html> item) => Changed(what, which, items, all => all.Select(item));

    private static Html Changed<T>(string what, string which, ImmutableArray<T> items, Func<ImmutableArray<T>, IEnumerable<Html>> list) => Html.If(
        !items.IsEmpty,
        () => Html.Of($"<h4 class=\"changed\">~ {Amount.Of(items.Length, what)} {which}</h4><ul>{list(items)}</ul>"));

    private static IEnumerable<Html> Regrouped(ImmutableArray<RiskSetChange> changes) => changes
        .GroupBy(change => (change.To.Text, Before: Names(change.Before), After: Names(change.After)))
        .Select(group => Html.Of($"<li>{group.Key.Text} from {string.Join(", ", group.Select(change => change.From.Text))}: {Foreign.Text(group.Key.Before)} became {Foreign.Text(group.Key.After)}</li>"));

    /// <summary>Thousands of updates, with one line for each target and set of risks.</summary>
    private static Html Edges<T>(string what, string which, Changes<T> changes, Func<T, (ReleaseVersion From, ReleaseVersion To, string Risks)> read) => Html.Of($"""
        {Lines("+", "added", what, which, changes.Added, read)}
        {Lines("−", "removed", what, which, changes.Removed, read)}
        """);

    private static Html Lines<T>(string sign, string style, string what, string which, ImmutableArray<T> edges, Func<T, (ReleaseVersion From, ReleaseVersion To, string Risks)> read) => Html.If(!edges.IsEmpty, () =>
    {
        var lines = edges.Select(read).GroupBy(edge => (edge.To.Text, edge.Risks)).Select(group => Html.Of(
            $"<li><strong>{group.Key.Text}</strong> from {string.Join(", ", group.Select(edge => edge.From.Text))}{(group.Key.Risks.Length > 0 ? Html.Of($": {Foreign.Text(group.Key.Risks)}") : Html.Empty)}</li>"));
        return Html.Of($"<details><summary class=\"{style}\">{sign} {Amount.Of(edges.Length, what)} {which}</summary><ul>{lines}</ul></details>");
    });

    private static string Names(ImmutableArray<Risk> risks) => string.Join(", ", risks.Select(risk => risk.Name));
}
