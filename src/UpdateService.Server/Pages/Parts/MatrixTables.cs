using System.Collections.Immutable;
using UpdateService.Planning.Matrices;
using UpdateService.Server.Pages.Markup;

namespace UpdateService.Server.Pages.Parts;

/// <summary>The content of a matrix as text: counts by pair of minor versions, then one row for each source of a pair.</summary>
internal sealed class MatrixTables(PageView view, UpdateMatrix matrix)
{
    /// <summary>Updates by pair of minor versions; each pair links to its own table.</summary>
    /// <param name="shown">The selected pair; null for none.</param>
    public Html Counts(MatrixView? shown)
    {
        var minors = MatrixSpan.Minors(matrix);
        return Html.Of($"""
            <div class="wide" tabindex="0" role="region" aria-label="Updates by minors"><table class="counts"><caption>Updates by minors: without risks + with risks</caption>
            <thead><tr><th scope="col">From \ to</th>{minors.Select(minor => Html.Of($"<th scope=\"col\">{minor.Minor}</th>"))}</tr></thead>
            <tbody>{minors.Select(from => Html.Of($"<tr><th scope=\"row\">{from.Minor}</th>{minors.Select(to => Count(new MatrixView(from, to), shown))}</tr>\n"))}</tbody></table></div>
            """);
    }

    /// <summary>A row for each source of a pair of minors.</summary>
    public Html Sources(MatrixView pair) => Html.Of($"""
        <div class="wide" tabindex="0" role="region" aria-label="Updates of each release"><table class="sources"><caption>From {pair.Sources.Minor} to {pair.Targets.Minor}, newest source first</caption>
        <thead><tr><th scope="col">From</th><th scope="col">Newest without risks</th><th scope="col">Newest with risks</th><th scope="col">Its risks</th></tr></thead>
        <tbody>{Enumerable.Range(1, pair.Sources.Length).Select(back => Source(pair, pair.Sources.Start + pair.Sources.Length - back))}</tbody></table></div>
        """);

    private Html Count(MatrixView pair, MatrixView? shown)
    {
        var (recommended, conditional) = pair.Count(matrix);
        if (recommended + conditional == 0)
        {
            return Html.Of($"<td class=\"none\">–</td>");
        }

        var address = view.Links.To(
            PagePaths.Matrix,
            ("channel", matrix.Channel),
            ("from", pair.Sources.Minor.ToString()),
            ("to", pair.Targets.Minor.ToString()),
            ("accept", PageLinks.List(view.Accepted)));
        return Html.Of($"<td{(pair == shown ? Html.Of($" class=\"shown\"") : Html.Empty)}><a href=\"{address}\">{recommended} + {conditional}</a></td>");
    }

    private Html Source(MatrixView pair, int source)
    {
        ImmutableArray<MatrixCell> cells = [.. matrix.Rows[source].Where(cell => pair.Targets.Contains(cell.To))];
        var free = cells.LastOrDefault(cell => cell.RiskSet == 0, new MatrixCell(-1, 0));
        var risky = cells.LastOrDefault(cell => cell.RiskSet != 0, new MatrixCell(-1, 0));
        var risks = risky.To < 0 ? Html.Empty : Html.Join(matrix.RiskSets[risky.RiskSet].Select(risk => Foreign.Text(matrix.Risks[risk].Name)), ", ");
        return Html.Of($"<tr><th scope=\"row\">{matrix.Versions[source]}</th>{Target(source, free)}{Target(source, risky)}<td>{risks}</td></tr>\n");
    }

    private Html Target(int source, MatrixCell cell) => cell.To < 0
        ? Html.Of($"<td class=\"none\">–</td>")
        : Html.Of($"<td><a href=\"{view.Links.Plan(matrix.Versions[source].Text, matrix.Versions[cell.To].Text, matrix.Channel, view.Accepted)}\">{matrix.Versions[cell.To]}</a></td>");
}
