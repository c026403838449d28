using System.Globalization;
using System.Xml.Linq;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Matrices;
using UpdateService.Planning.Pictures;
using UpdateService.Planning.Tests.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Pictures;

public sealed class MatrixPictureTests
{
    private const int Cell = 14;
    private const int Left = 46;
    private const int Top = 20;

    /// <summary>Of the name of a minor such as 4.18, in pixels.</summary>
    private const int WidthOfName = 28;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Each_update_is_one_cell_in_its_class() => Law.Holds(SmallGraph.InManyChannels, graph =>
    {
        var planner = new Planner(graph.Graph, PlanningFacts.None);
        foreach (var matrix in SmallGraph.Channels.Select(channel => planner.Tabulate(Architecture.Default, channel)))
        {
            var minors = MatrixSpan.Minors(matrix);
            foreach (var view in (from source in minors from target in minors select new MatrixView(source, target)).Append(MatrixView.All(matrix)))
            {
                Assert.Equal(Expected(graph, matrix, view), Drawn(MatrixPicture.Draw(matrix, view, graph.AcceptedNames.ToHashSet(StringComparer.Ordinal))));
            }
        }
    });

    [Theory]
    [InlineData(2)]
    [InlineData(400)]
    public void The_names_of_minors_are_within_the_picture_where_the_last_one_has_but_one_release(int releases)
    {
        var sketch = new Sketch { Enumerable.Range(0, releases).Select(patch => Release($"4.17.{patch}")), Release("4.18.0").From("4.17.1") };
        var matrix = new Planner(sketch.Build().Build.Graph, PlanningFacts.None).Tabulate(Architecture.Default, Sketch.Everything);

        var picture = XElement.Parse(MatrixPicture.Draw(matrix, MatrixView.All(matrix), new HashSet<string>()));

        var names = picture.Elements(Svg + "text").ToList();
        Assert.Equal(["4.17", "4.17", "4.18", "4.18"], names.Select(name => name.Value));
        Assert.All(names, name => Assert.InRange(Number(name, "x"), 0, Number(picture, "width") - WidthOfName));
        Assert.All(names, name => Assert.InRange(Number(name, "y"), 12, Number(picture, "height") - 3));
    }

    [Fact]
    public void An_empty_matrix_is_a_picture_without_cells()
    {
        var matrix = new Planner(new UpdateGraph([], []), PlanningFacts.None).Tabulate(Architecture.Default, "x<\">");

        var picture = XElement.Parse(MatrixPicture.Draw(matrix, MatrixView.All(matrix), new HashSet<string>()));

        Assert.Equal("All updates of x<\">, amd64", picture.Element(Svg + "title")!.Value);
        Assert.Empty(picture.Elements(Svg + "path"));
    }

    private static int Number(XElement element, string name) => int.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    /// <summary>Row, column and class of each update.</summary>
    private static IEnumerable<(int Row, int Column, string Style)> Expected(SmallGraph graph, UpdateMatrix matrix, MatrixView view) => (
        from row in Enumerable.Range(view.Sources.Start, view.Sources.Length)
        from cell in matrix.Rows[row]
        where view.Targets.Contains(cell.To)
        let unaccepted = matrix.RiskSets[cell.RiskSet].Count(risk => !graph.AcceptedNames.Contains(matrix.Risks[risk].Name, StringComparer.Ordinal))
        select (row - view.Sources.Start, cell.To - view.Targets.Start, cell.RiskSet == 0 ? "cell cell-0" : $"cell cell-{1 + Math.Min(3, unaccepted)}")).Order();

    private static IEnumerable<(int Row, int Column, string Style)> Drawn(string picture) => (
        from path in XElement.Parse(picture).Elements(Svg + "path")
        let style = path.Attribute("class")!.Value
        where style.StartsWith("cell", StringComparison.Ordinal)
        from square in path.Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries)
        let corner = square[..square.IndexOf('h', StringComparison.Ordinal)].Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray()
        select ((corner[1] - Top) / Cell, (corner[0] - Left) / Cell, style)).Order();
}
