using System.Collections.Immutable;
using UpdateService.Planning.Channels;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;
using UpdateService.Server.Pages.Markup;
using UpdateService.Server.Pages.Parts;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary><c>/</c>: an introduction, a first query, the state of the service, and all channels.</summary>
internal static class StartPage
{
    private const string Title = "Update planner";

    /// <summary>Creates the page.</summary>
    /// <param name="view">What is asked.</param>
    /// <param name="troubles">What an operator should check, one sentence each.</param>
    public static PageContent Show(PageView view, ImmutableArray<string> troubles)
    {
        var reply = view.Ask(QuestionKind.Channels);
        var channels = reply.Answer is ChannelsAnswer answer
            ? Channels(view, answer)
            : ProblemPieces.Show(reply.Refusals, view, PagePaths.Start);
        return new PageContent(Title, Html.Of($"""
            <h1>How does your cluster get to the version you want?</h1>
            <p class="lead">This service tells OpenShift clusters which versions they may go to. Here it tells you: the way from one version to another, the risks on it, and why there is none.</p>
            {Question(view)}
            {State(view, troubles)}
            <section aria-label="Channels" data-part="channels">{channels}</section>
            """))
        {
            Problem = reply.IsRefused ? PlannerProblem.Of(reply) : null,
            IsKept = false, // What is wrong with the service is so at this moment.
            Formats = ["json", "text", "md"],
        };
    }

    private static Html Question(PageView view) => Html.Of($"""
        <form class="question begin" action="{view.Links.Bare(PagePaths.Plan)}" method="get">
        {Fields.Version("from", "My cluster runs", null, "4.14.20", Suggestions.For(view, null, null))}
        {Fields.Version("to", "and shall run", null, "the newest", Suggestions.For(view, null, null))}
        {Fields.Architectures(view)}{Fields.Hidden("revision", view.Links.Revision)}
        <p class="send"><button>Show the way</button></p></form>
        """);

    private static Html State(PageView view, ImmutableArray<string> troubles)
    {
        var record = view.Revision.Record;
        return Html.Of($"""
            <section class="state {(troubles.IsEmpty ? "good" : "risky")}" aria-label="State of the service">
            <p>{(troubles.IsEmpty ? "✓ All is well." : "⚠ Something needs an operator.")} Revision {record.Number}, built {Moment(record.BuiltAt)}: {Amount.Of(record.Counts.Releases, "release")}, {Amount.Of(record.Channels.Length, "channel")}, {Amount.Of(record.Counts.Problems, "problem")} in the inputs{(record.DataDate is { } date ? $"; the data are of {date}" : "")}.</p>
            {Html.If(!troubles.IsEmpty, () => Html.Of($"<ul>{troubles.Select(trouble => Html.Of($"<li>{Foreign.Text(trouble)}</li>"))}</ul>"))}</section>
            """);
    }

    /// <summary>A time; the browser adds how long ago it is.</summary>
    private static Html Moment(DateTimeOffset moment) =>
        Html.Of($"<time datetime=\"{moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")}\">{moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm")} UTC</time>");

    /// <summary>A row for each minor version, a column for each stream.</summary>
    private static Html Channels(PageView view, ChannelsAnswer answer)
    {
        var streams = answer.Channels.Select(channel => ProductStream(channel.Name)).Distinct(StringComparer.Ordinal).ToList();
        var rows = answer.Channels.GroupBy(channel => channel.Name[(ProductStream(channel.Name).Length)..].TrimStart('-'), StringComparer.Ordinal)
            .OrderByDescending(group => group.Key, VersionOrder);
        return Html.Of($"""
            <div class="wide" tabindex="0" role="region" aria-label="Channels and their newest releases"><table class="channels"><caption>Channels and their newest releases, {answer.Architecture.Name}</caption>
            <thead><tr><th scope="col">Version</th>{streams.Select(stream => Html.Of($"<th scope=\"col\">{stream}</th>"))}</tr></thead>
            <tbody>{rows.Select(row => Html.Of($"<tr><th scope=\"row\">{row.Key}</th>{streams.Select(stream => Cell(view, row.FirstOrDefault(channel => ProductStream(channel.Name) == stream)))}</tr>\n"))}</tbody></table></div>
            """);
    }

    private static Html Cell(PageView view, ChannelOverview? channel) => channel is null
        ? Html.Of($"<td class=\"none\">–</td>")
        : Html.Of($"<td><a href=\"{view.Links.Channel(channel.Name)}\" aria-label=\"{channel.Name}, newest {channel.Newest?.Text ?? "none"}\">{channel.Newest?.Text ?? "none"}</a>{(channel.NotMirrored.IsEmpty ? "" : $" {channel.NotMirrored.Length} not mirrored")}</td>");

    private static string ProductStream(string channel) => Planning.ProductRules.StreamOf(channel);

    private static IComparer<string> VersionOrder { get; } = Comparer<string>.Create((left, right) =>
    {
        var order = (Planning.Paths.MinorName.TryParse(left, out var first) ? first : default).CompareTo(Planning.Paths.MinorName.TryParse(right, out var second) ? second : default);
        return order != 0 ? order : string.CompareOrdinal(left, right);
    });
}
