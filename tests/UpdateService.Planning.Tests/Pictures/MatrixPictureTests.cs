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

    [Fact]
    public void Minors_are_named_and_ruled_off_in_the_whole_and_in_a_part()
    {
        var matrix = new Planner(
            new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.2.0").From("4.1.1", "4.1.0"), Guard("4.2.0", "4[.]1[.]0", Risk("Slow")) }.Build().Build.Graph,
            PlanningFacts.None).Tabulate(Architecture.Default, Sketch.Everything);
        var (one, two) = (MatrixSpan.Minors(matrix)[0], MatrixSpan.Minors(matrix)[1]);

        Assert.Equal(["M0 20H88", "2,32 4.1", "M46 0V62", "49,12 4.1", "M0 48H88", "2,60 4.2", "M74 0V62", "77,12 4.2"], Rules(MatrixView.All(matrix)));
        Assert.Equal(["M0 20H60", "2,32 4.1", "M46 0V48", "49,12 4.2"], Rules(new MatrixView(one, two)));
        Assert.Equal(["M46 0V34", "49,12 4.1", "M0 20H74", "2,32 4.2"], Rules(new MatrixView(two, one)));
        Assert.Equal("2 updates without risks, 1 with risks; the table below has them in numbers.", Picture(MatrixView.All(matrix)).Element(Svg + "desc")!.Value);
        Assert.Empty(Picture(MatrixView.All(matrix)).Elements(Svg + "style"));

        XElement Picture(MatrixView view) => XElement.Parse(MatrixPicture.Draw(matrix, view, new HashSet<string>()));

        IEnumerable<string> Rules(MatrixView view) => Picture(view).Elements()
            .Where(element => element.Attribute("class")?.Value is "rule" or "small")
            .Select(element => element.Attribute("d")?.Value ?? $"{Number(element, "x")},{Number(element, "y")} {element.Value}");
    }

    [Theory]
    [InlineData(3, "M60 20h13v13h-13z", "M76 22h9v9h-9z")]
    [InlineData(75, "M58 20h11v11h-11z", "M72 22h7v7h-7z")]
    [InlineData(81, "M57 20h10v10h-10z", "M69 21h8v8h-8z")]
    [InlineData(128, "M53 20h6v6h-6z", "M61 21h4v4h-4z")]
    [InlineData(150, "M52 20h5v5h-5z", "M58 20h5v5h-5z")]
    [InlineData(180, "M51 20h4v4h-4z", "M56 20h4v4h-4z")]
    [InlineData(225, "M50 20h4v4h-4z", "M54 20h4v4h-4z")]
    [InlineData(400, "M49 20h3v3h-3z", "M52 20h3v3h-3z")]
    public void Cells_are_the_smaller_the_more_there_are_and_the_riskier_they_are_while_they_are_large_enough(int releases, string free, string risky)
    {
        var sketch = new Sketch { Enumerable.Range(0, releases).Select(patch => patch is 1 or 2 ? Release($"4.1.{patch}").From("4.1.0") : Release($"4.1.{patch}")), Guard("4.1.2", Risk("Slow")) };
        var matrix = new Planner(sketch.Build().Build.Graph, PlanningFacts.None).Tabulate(Architecture.Default, Sketch.Everything);

        var picture = XElement.Parse(MatrixPicture.Draw(matrix, MatrixView.All(matrix), new HashSet<string>()));

        Assert.Equal(
            [$"cell cell-0 {free}", $"cell cell-2 {risky}"],
            picture.Elements(Svg + "path").Select(path => $"{path.Attribute("class")!.Value} {path.Attribute("d")!.Value}").Where(path => path.StartsWith("cell", StringComparison.Ordinal)));
    }

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
    public void A_part_with_one_release_on_one_side_and_many_on_the_other_is_about_as_large_as_the_whole()
    {
        var sketch = new Sketch { Release("4.1.0"), Enumerable.Range(0, 150).Select(patch => Release($"4.2.{patch}").From("4.1.0")) };
        var matrix = new Planner(sketch.Build().Build.Graph, PlanningFacts.None).Tabulate(Architecture.Default, Sketch.Everything);
        var (one, many) = (MatrixSpan.Minors(matrix)[0], MatrixSpan.Minors(matrix)[1]);

        foreach (var view in new[] { MatrixView.All(matrix), new MatrixView(one, many), new MatrixView(many, one) })
        {
            var picture = XElement.Parse(MatrixPicture.Draw(matrix, view, new HashSet<string>()));
            Assert.InRange(Math.Max(Number(picture, "width"), Number(picture, "height")), 800, 1000);
        }
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
