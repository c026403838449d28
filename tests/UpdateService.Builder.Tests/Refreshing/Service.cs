using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Refreshing;

/// <summary>A refresher on sources in memory, as far as the server's core goes.</summary>
internal sealed class Service : IDisposable
{
    private readonly Refresher refresher;

    public Service(GraphDataSketch? sketch = null, bool lenient = false, params Release[] releases)
    {
        GraphData = new GraphDataInMemory((sketch ?? GraphDataSketch.Good).Files);
        Releases = new ReleasesInMemory(releases.Length > 0 ? releases : Chain);
        refresher = new Refresher(new InputCollector(GraphData, [Releases], lenient), Store, new RevisionLibrary(null, 1), new LossGuard(0.05), TimeProvider.System);
    }

    /// <summary>4.1.0 to 4.1.3, each with an edge from every older one.</summary>
    public static Release[] Chain =>
        [Release("4.1.0"), Release("4.1.1").From("4.1.0"), Release("4.1.2").From("4.1.0", "4.1.1"), Release("4.1.3").From("4.1.0", "4.1.1", "4.1.2")];

    public GraphDataInMemory GraphData { get; }

    public ReleasesInMemory Releases { get; }

    public RevisionStore Store { get; } = new();

    public Revision Served => Store.Current!;

    public Task<RefreshResult> RefreshAsync() => refresher.RefreshAsync(CancellationToken.None);

    public Task<RefreshResult> RefreshAsync(CancellationToken cancellationToken) => refresher.RefreshAsync(cancellationToken);

    public Task<RefreshResult> RefreshAsync(GraphDataSketch sketch)
    {
        GraphData.Files = sketch.Files;
        return RefreshAsync();
    }

    public Task<RefreshResult> RefreshAsync(params Release[] releases)
    {
        Releases.Reading = new ReleaseReading([.. releases], []);
        return RefreshAsync();
    }

    public void Dispose() => refresher.Dispose();
}
