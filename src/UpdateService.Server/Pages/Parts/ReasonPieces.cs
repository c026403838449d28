using System.Collections.Immutable;
using UpdateService.Planning.Explanations;
using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Pages.Parts;

/// <summary>Typed reasons on a page: the finding, what it is based on, and what to do.</summary>
internal static class ReasonPieces
{
    /// <summary>The reasons; nothing if there are none.</summary>
    /// <param name="reasons">The most important first.</param>
    /// <param name="links">The links.</param>
    /// <param name="acceptAlso">The page with these names accepted too; null if that would change nothing on it.</param>
    /// <param name="insteadOf">The page with another version in place of the one in a reason; null if it has none.</param>
    public static Html Show(ImmutableArray<Reason> reasons, PageLinks links, Func<ImmutableArray<string>, string>? acceptAlso, Func<Reason, string, string>? insteadOf) =>
        Html.If(!reasons.IsEmpty, () => Html.Of($"<ul class=\"reasons\">{reasons.Select(reason => One(reason, links, acceptAlso, insteadOf))}</ul>"));

    private static Html One(Reason reason, PageLinks links, Func<ImmutableArray<string>, string>? acceptAlso, Func<Reason, string, string>? insteadOf) => Html.Of($"""
        <li class="reason {Weight(reason.Kind)}"><p><strong>{Foreign.Text(reason.Message)}</strong> <code class="kind">{reason.Kind.ToString()}</code></p>
        {Evidence(reason, links, acceptAlso, insteadOf)}
        <p class="next"><span aria-hidden="true">→ </span>{Foreign.Text(reason.Next)}</p></li>

        """);

    private static Html Evidence(Reason reason, PageLinks links, Func<ImmutableArray<string>, string>? acceptAlso, Func<Reason, string, string>? insteadOf)
    {
        var evidence = reason.Evidence;
        List<Html> rows =
        [
            Row("In channels", evidence.Channels.Select(channel => Html.Of($"<a href=\"{links.Channel(channel)}\">{channel}</a>"))),
            Row("Architectures", evidence.Architectures.Select(Foreign.Text)),
            Row("Sources asked", evidence.Sources.Select(Foreign.Text)),
            Row("Named by", evidence.NamedBy.Select(Foreign.Text)),
            Row("Near", evidence.NearMatches.Select(near => insteadOf is null ? Foreign.Text(near) : Html.Of($"<a href=\"{insteadOf(reason, near)}\">{near}</a>"))),
            Row("Stops of the best way", evidence.Stops.Select(Foreign.Text)),
            Row("Blocked in", evidence.File is { } file ? [Html.Of($"<code>{file}{(evidence.Line > 0 ? $":{evidence.Line}" : "")}</code>")] : []),
            Row("By the pattern", evidence.Pattern is { } pattern ? [Html.Of($"<code>{pattern}</code>")] : []),
        ];
        rows.AddRange(evidence.RiskSets.Select((set, place) => Row(
            place == 0 ? "Accept" : "or",
            [acceptAlso is null ? Html.Of($"{string.Join(", ", set)}") : Html.Of($"<a href=\"{acceptAlso(set)}\" data-keep>{string.Join(", ", set)}</a>")])));
        rows.RemoveAll(row => row.IsEmpty);
        return Html.If(rows.Count > 0, () => Html.Of($"<dl>{rows}</dl>"));
    }

    private static Html Row(string name, IEnumerable<Html> values)
    {
        var joined = Html.Join(values, ", ");
        return joined.IsEmpty ? joined : Html.Of($"<div><dt>{name}</dt><dd>{joined}</dd></div>");
    }

    private static string Weight(ReasonKind kind) => kind switch
    {
        ReasonKind.Recommended or ReasonKind.AlreadyThere or ReasonKind.UpToDate => "good",
        ReasonKind.Conditional or ReasonKind.OnlyConditional => "risky",
        _ => "plain",
    };
}
