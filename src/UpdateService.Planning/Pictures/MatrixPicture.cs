using System.Globalization;
using System.Text;
using UpdateService.Planning.Matrices;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Pictures;

/// <summary>
/// Draws all updates of a channel at once: sources from top to bottom, targets from left to right, a cell for each update. The
/// fewer risks remain to be accepted, the fuller and the stronger a cell.
/// </summary>
public static class MatrixPicture
{
    /// <summary>Cells with as many risks or more look alike.</summary>
    public const int MostShown = 3;

    private const int Label = 46;
    private const int NameWidth = 36; // Of a minor, at the right end and below: the last one may have but one release.
    private const int NameHeight = 16;
    private const int LargestCell = 14;
    private const int Side = 900;

    /// <summary>The picture as SVG text, to become part of a page that has styles for its classes.</summary>
    /// <param name="matrix">The updates.</param>
    /// <param name="view">Which of them.</param>
    /// <param name="accepted">Names of risks that count as none.</param>
    public static string Draw(UpdateMatrix matrix, MatrixView view, IReadOnlySet<string> accepted)
    {
        var (rows, columns) = (view.Sources, view.Targets);
        var cell = Math.Clamp(Side / Math.Max(1, Math.Max(rows.Length, columns.Length)), 3, LargestCell);
        var unaccepted = matrix.RiskSets.Select(set => set.Count(risk => !accepted.Contains(matrix.Risks[risk].Name))).ToArray();
        var counts = view.Count(matrix);
        var svg = new Svg(
            Label + (cell * columns.Length) + NameWidth,
            20 + (cell * rows.Length) + NameHeight,
            $"All updates of {matrix.Channel}, {matrix.Architecture}",
            $"{Amount.Of(counts.Recommended, "update")} without risks, {counts.Conditional:N0} with risks; the table below has them in numbers.",
            isPart: true);
        Minors(svg, matrix, rows, columns, cell);
        var shrink = cell >= 12 ? 2 : cell > 6 ? 1 : 0; // Small ones would be more gap than cell.
        var paths = Enumerable.Range(0, MostShown + 2).Select(_ => new StringBuilder()).ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var update in matrix.Rows[rows.Start + row])
            {
                if (columns.Contains(update.To))
                {
                    var style = StyleOf(update.RiskSet, unaccepted);
                    var size = cell - (cell > 4 ? 1 : 0) - (style * shrink);
                    var inset = (cell - size) / 2;
                    _ = paths[style].Append(CultureInfo.InvariantCulture, $"M{Label + (cell * (update.To - columns.Start)) + inset} {20 + (cell * row) + inset}h{size}v{size}h-{size}z");
                }
            }
        }

        for (var style = 0; style < paths.Length; style++)
        {
            if (paths[style].Length > 0)
            {
                svg.Shape($"cell cell-{style}", paths[style].ToString());
            }
        }

        return svg.Finish();
    }

    /// <summary>0: no risks; 1: all accepted; 2 and more: one, two, three or more to accept.</summary>
    private static int StyleOf(int riskSet, int[] unaccepted) => riskSet == 0 ? 0 : 1 + Math.Min(MostShown, unaccepted[riskSet]);

    private static void Minors(Svg svg, UpdateMatrix matrix, MatrixSpan rows, MatrixSpan columns, int cell)
    {
        var (right, bottom) = (Label + (cell * columns.Length), 20 + (cell * rows.Length));
        foreach (var minor in MatrixSpan.Minors(matrix))
        {
            if (rows.Contains(minor.Start))
            {
                var y = 20 + (cell * (minor.Start - rows.Start));
                svg.Shape("rule", $"M0 {y}H{right}");
                svg.Text("small", new Point(2, y + 12), minor.Minor.ToString());
            }

            if (columns.Contains(minor.Start))
            {
                var x = Label + (cell * (minor.Start - columns.Start));
                svg.Shape("rule", $"M{x} 0V{bottom}");
                svg.Text("small", new Point(x + 3, 12), minor.Minor.ToString());
            }
        }
    }
}
