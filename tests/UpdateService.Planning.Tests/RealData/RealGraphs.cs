using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.Planning.Facts;

namespace UpdateService.Planning.Tests.RealData;

/// <summary>Planners on the real releases, with the graph-data of a day. Each is built once.</summary>
internal static class RealGraphs
{
    private static readonly CatalogueFile Catalogue = new(SharedData.Releases, lenient: false);

    private static readonly Lazy<Planner> NewestPlanner = new(() => Build(SharedData.GraphData));

    private static readonly Lazy<Planner> Early2026Planner = new(() => Build(Path.Combine(SharedData.Folder, "production", "stable-4.16", "graph-data.tar.gz")));

    /// <summary>2026-08-21.</summary>
    public static Planner Newest => NewestPlanner.Value;

    /// <summary>2026-01-22, when no way from 4.18 to 4.20 was free of risks.</summary>
    public static Planner Early2026 => Early2026Planner.Value;

    public static ArchitectureGraph Graph(this Planner planner, string architecture = "amd64") => planner.Graph.Find(Graphs.Arch(architecture))!;

    private static Planner Build(string graphData)
    {
        var collector = new InputCollector(new GraphDataInMemory(GraphDataTar.Read(graphData)), [Catalogue], lenient: false);
        var inputs = collector.CollectAsync(CancellationToken.None).GetAwaiter().GetResult();
        var build = new GraphBuilder().Build(inputs.Inputs);
        return new Planner(build.Graph, new PlanningFacts(inputs.Inputs, build));
    }
}
