using System.Collections.Immutable;
using UpdateService.Planning.Paths;
using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Pages.Parts;

/// <summary>Risks on a page.</summary>
internal static class RiskPieces
{
    /// <summary>Risks with their texts, each with a link that accepts it or undoes that.</summary>
    /// <param name="risks">The risks.</param>
    /// <param name="accepted">The accepted names.</param>
    /// <param name="addressWith">The page with other accepted names.</param>
    /// <param name="hasAnchors">Whether other places of the page link here.</param>
    public static Html InFull(IEnumerable<HopRisk> risks, ImmutableArray<string> accepted, Func<IEnumerable<string>, string> addressWith, bool hasAnchors = false) =>
        Html.Of($"<ul class=\"risks\">{risks.Select(risk => One(risk, accepted, addressWith, hasAnchors))}</ul>");

    /// <summary>Each risk once, by name.</summary>
    public static IEnumerable<HopRisk> Once(IEnumerable<HopRisk> risks) =>
        risks.DistinctBy(risk => risk.Risk.Name, StringComparer.Ordinal).OrderBy(risk => risk.Risk.Name, StringComparer.Ordinal);

    /// <summary>The names of risks on one line; nothing if there are none.</summary>
    /// <param name="risks">The risks.</param>
    /// <param name="isLinked">Whether they are shown in full elsewhere on the page.</param>
    public static Html Names(ImmutableArray<HopRisk> risks, bool isLinked) => Html.Join(
        risks.Select(risk => Html.Of($"<span class=\"{(risk.IsAccepted ? "accepted" : "risk")}\">{Mark(risk)}{(isLinked ? Html.Of($"<a href=\"#risk-{risk.Risk.Name}\">{Foreign.Text(risk.Risk.Name)}</a>") : Foreign.Text(risk.Risk.Name))}</span>")),
        ", ");

    private static Html One(HopRisk risk, ImmutableArray<string> accepted, Func<IEnumerable<string>, string> addressWith, bool hasAnchors)
    {
        var name = risk.Risk.Name;
        var id = hasAnchors ? Html.Of($" id=\"risk-{name}\"") : Html.Empty;
        var toggle = risk.IsAccepted
            ? Html.Of($"<a class=\"toggle\" href=\"{addressWith(accepted.Remove(name, StringComparer.Ordinal))}\" data-keep data-risk=\"{name}\">Take back<span class=\"unseen\"> {name}</span></a>")
            : Html.Of($"<a class=\"toggle\" href=\"{addressWith(accepted.Add(name))}\" data-keep data-risk=\"{name}\">Accept<span class=\"unseen\"> {name}</span></a>");
        return Html.Of($"""
            <li class="{(risk.IsAccepted ? "accepted" : "risk")}"{id}><strong>{Mark(risk)}{Foreign.Text(name)}</strong>{(risk.IsAccepted ? " (accepted)" : "")} {toggle}
            <p>{Foreign.Text(risk.Risk.Message)} {Foreign.Link(risk.Risk.Url)}</p></li>

            """);
    }

    private static string Mark(HopRisk risk) => risk.IsAccepted ? "✓ " : "⚠ ";
}
