using System.Collections.Immutable;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Recommendations;
using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Pages.Parts;

/// <summary>
/// Updates as a compact table, for hundreds of them: a row for each minor version and set of risks, newest first. None is left out.
/// </summary>
internal static class UpdateTable
{
    /// <summary>The table; a sentence if there are no updates.</summary>
    /// <param name="updates">Newest first.</param>
    /// <param name="caption">Its caption.</param>
    /// <param name="none">The sentence if there are none.</param>
    /// <param name="addressOf">The link of an update.</param>
    public static Html Show(ImmutableArray<Update> updates, string caption, string none, Func<Update, string> addressOf) => updates.IsEmpty
        ? Html.Of($"<p class=\"none\">{none}</p>")
        : Html.Of($"""
            <div class="wide" tabindex="0" role="region" aria-label="{caption}"><table class="updates"><caption>{caption}: {updates.Length}</caption>
            <thead><tr><th scope="col">Minor</th><th scope="col">Releases</th><th scope="col">Risks</th></tr></thead>
            <tbody>{updates.GroupBy(update => update.Release.Minor()).SelectMany(minor => Rows([.. minor], addressOf))}</tbody></table></div>

            """);

    private static IEnumerable<Html> Rows(List<Update> minor, Func<Update, string> addressOf)
    {
        var groups = minor.GroupBy(update => (string.Join(',', update.Risks.Select(risk => risk.Risk.Name)), update.CrossesMinors, update.LeadsBack)).Select(group => group.ToList()).ToList();
        foreach (var group in groups.OrderBy(group => group[0].UnacceptedRisks))
        {
            var first = group[0];
            var risks = first.Risks.IsEmpty ? Html.Of($"none") : RiskPieces.Names(first.Risks, isLinked: true);
            var unused = first.CrossesMinors ? " It passes over a minor: clusters are offered it, no plan uses it."
                : first.LeadsBack ? " It leads back to an earlier version: clusters are offered it, no plan uses it." : "";
            yield return Html.Of($"""
                <tr class="{(first.UnacceptedRisks > 0 ? "risky" : "good")}"><th scope="row">{first.Release.Minor()}</th>
                <td class="versions">{Html.Join(group.Select(update => Html.Of($"<a href=\"{addressOf(update)}\">{update.Release.Version}</a>")), " ")}</td><td>{risks}{unused}</td></tr>

                """);
        }
    }
}
