using System.Collections.Frozen;
using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.GraphData;
using UpdateService.GraphData.Folders;

namespace UpdateService.Snapshot.Tests.Shipped;

/// <summary>The graph-data of this repository, and others, as the service reads and serves them.</summary>
internal sealed record ShippedGraphData(CollectedInputs Inputs, GraphBuild Build, AnswerSet Answers)
{
    public static readonly string Folder = Path.Combine(Repository.Root, "graph-data");

    private static readonly Lazy<Task<ShippedGraphData>> Once = new(() => ReadAsync(new GraphDataFolder(Folder, TimeProvider.System), []));

    /// <summary>Read once for all tests.</summary>
    public static Task<ShippedGraphData> ReadAsync() => Once.Value;

    public static async Task<ShippedGraphData> ReadAsync(IGraphDataSource source, ImmutableArray<IReleaseSource> releases)
    {
        var collector = new InputCollector(source, releases, lenient: false);
        var inputs = await collector.CollectAsync(CancellationToken.None);
        var build = new GraphBuilder().Build(inputs.Inputs);
        return new ShippedGraphData(inputs, build, new AnswerFactory().Make(build.Graph));
    }

    /// <summary>The upstream data that the repository's were written from.</summary>
    public static GraphDataSet ReadPublished() =>
        new GraphDataReader().Read(GraphDataTar.Read(SharedData.GraphData), lenient: false, FrozenSet<string>.Empty);
}
