using System.Text;
using BenchmarkDotNet.Attributes;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.GraphData.Folders;

namespace UpdateService.Benchmarks;

/// <summary>From files to served bytes on the full data set: everything anew, and after a change of one line.</summary>
[MemoryDiagnoser]
public class BuildBenchmarks
{
    private const string ChangedFile = "blocked-edges/4.14.0-ARODNSWrongBootSequence.yaml";

    private string folder = "";
    private string original = "";
    private Refresher? refresher;
    private RevisionStore? store;
    private int changes;

    [GlobalSetup]
    public void Setup()
    {
        folder = Directory.CreateTempSubdirectory("update-service-benchmark-").FullName;
        GraphDataTar.Unpack(SharedData.GraphData, folder);
        original = File.ReadAllText(Path.Combine(folder, ChangedFile));
        (refresher, store) = Create();
        _ = refresher.RefreshAsync(CancellationToken.None).GetAwaiter().GetResult(); // An in-process run does not await a setup.
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        refresher?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark]
    public async Task<int> ColdBuild()
    {
        var (cold, coldStore) = Create();
        using (cold)
        {
            _ = await cold.RefreshAsync(CancellationToken.None);
            return coldStore.Current!.Answers.Count;
        }
    }

    [Benchmark]
    public async Task<int> RebuildAfterOneLine()
    {
        var changed = original.Replace("message: ", $"message: Change {++changes}. ", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, ChangedFile), changed, Encoding.UTF8);
        var result = await refresher!.RefreshAsync(CancellationToken.None);
        return result.Outcome == RefreshOutcome.Published ? store!.Current!.Number : throw new InvalidOperationException($"{result.Outcome}");
    }

    [Benchmark]
    public async Task<RefreshOutcome> RefreshWithoutChange() => (await refresher!.RefreshAsync(CancellationToken.None)).Outcome;

    [Benchmark]
    public byte[] ImproveLargestAnswer()
    {
        var answer = Answer.Of(store!.Current!.Answers.Find("candidate-4.14", "amd64").Body);
        answer.ImproveGzip();
        return answer.Gzip;
    }

    private (Refresher Refresher, RevisionStore Store) Create()
    {
        var revisions = new RevisionStore();
        var collector = new InputCollector(
            new GraphDataFolder(folder, TimeProvider.System),
            [new CatalogueFile(SharedData.Releases, lenient: false)],
            lenient: false);
        return (new Refresher(collector, revisions, new RevisionLibrary(null, 1), new LossGuard(0.05), TimeProvider.System), revisions);
    }
}
