using UpdateService.Planning.Facts;
using UpdateService.Planning.Matrices;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Tests.Paths;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Planning.Tests.Matrices;

public sealed class MatrixViewTests
{
    [Fact]
    public void The_pairs_of_minors_count_every_update_once() => Law.Holds(SmallGraph.InManyChannels, graph =>
    {
        foreach (var matrix in Matrices(graph))
        {
            var minors = MatrixSpan.Minors(matrix);
            var pairs = (from source in minors from target in minors select MatrixView.Of(matrix, source.Minor, target.Minor)!.Count(matrix)).ToList();
            var cells = matrix.Rows.SelectMany(row => row).ToList();

            Assert.Equal(matrix.Versions.Length, minors.Sum(span => span.Length));
            Assert.Equal((cells.Count(cell => cell.RiskSet == 0), cells.Count(cell => cell.RiskSet != 0)), MatrixView.All(matrix).Count(matrix));
            Assert.Equal(MatrixView.All(matrix).Count(matrix), (pairs.Sum(pair => pair.Recommended), pairs.Sum(pair => pair.Conditional)));
        }
    });

    [Fact]
    public void A_pair_holds_the_releases_of_its_minors()
    {
        var matrix = new Planner(
            new Sketch { Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.2.0-rc.1"), Release("4.2.0").From("4.1.1"), Release("4.10.0") }.Build().Build.Graph,
            PlanningFacts.None).Tabulate(Architecture.Default, Sketch.Everything);

        Assert.Equal(["4.1 0+2", "4.2 2+2", "4.10 4+1"], MatrixSpan.Minors(matrix).Select(span => $"{span.Minor} {span.Start}+{span.Length}"));
        Assert.Equal((new MatrixSpan(new MinorName(4, 1), 0, 5), new MatrixSpan(new MinorName(4, 1), 0, 5)), (MatrixView.All(matrix).Sources, MatrixView.All(matrix).Targets));
        Assert.Equal((1, 0), MatrixView.Of(matrix, new MinorName(4, 1), new MinorName(4, 2))!.Count(matrix));
        Assert.Null(MatrixView.Of(matrix, new MinorName(4, 1), new MinorName(4, 3)));
        Assert.Null(MatrixView.Of(matrix, new MinorName(4, 3), new MinorName(4, 1)));
    }

    [Fact]
    public void A_channel_that_is_not_there_has_no_minors_and_no_updates()
    {
        var matrix = new Planner(new Sketch { Release("4.1.0") }.Build().Build.Graph, PlanningFacts.None).Tabulate(Architecture.Default, "stable-9.9");

        Assert.Empty(MatrixSpan.Minors(matrix));
        Assert.Equal((0, 0), MatrixView.All(matrix).Count(matrix));
    }

    private static IEnumerable<UpdateMatrix> Matrices(SmallGraph graph) =>
        SmallGraph.Channels.Select(channel => new Planner(graph.Graph, PlanningFacts.None).Tabulate(Architecture.Default, channel));
}
