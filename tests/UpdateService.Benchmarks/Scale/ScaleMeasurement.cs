using System.Diagnostics;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Cincinnati;
using UpdateService.GraphData;
using UpdateService.GraphData.Folders;

namespace UpdateService.Benchmarks.Scale;

/// <summary>Measures building on one set of data in this process, which should do nothing else: its memory is told.</summary>
internal sealed class ScaleMeasurement : IDisposable
{
    private const int Rebuilds = 5;

    private readonly GrownData data;
    private readonly ActivityListener listener;
    private Dictionary<string, double> steps = new(StringComparer.Ordinal);

    private ScaleMeasurement(GrownData data)
    {
        this.data = data;
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RefreshTraces.SourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => steps[activity.OperationName] = activity.Duration.TotalSeconds,
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Builds all, then again after each of some changes of one line, then all again.</summary>
    public static async Task<ScaleNumbers> RunAsync(GrownData data)
    {
        using var measurement = new ScaleMeasurement(data);
        return await measurement.RunAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private async Task<ScaleNumbers> RunAsync()
    {
        var store = new RevisionStore();
        using var refresher = Create(store);
        var first = await RefreshAsync(refresher, SourceChanges.Unknown);
        var numbers = Count(store.Current!) with { FirstBuild = first.Seconds, PeakMemory = Peak(), Heap = GC.GetTotalMemory(forceFullCollection: true) };

        var before = store.Current!.Answers.All.Select(entry => entry.Answer).ToHashSet();
        var rebuilds = new List<Refresh>();
        for (var change = 0; change < Rebuilds; change++)
        {
            rebuilds.Add(await RefreshAsync(refresher, data.ChangeOneLine()));
        }

        rebuilds.Sort((left, right) => left.Cpu.CompareTo(right.Cpu));
        var rebuild = rebuilds[Rebuilds / 2];
        numbers = numbers with { Rebuild = rebuild.Seconds, RebuildCpu = rebuild.Cpu, RebuildSteps = rebuild.Steps, RebuiltAnswers = store.Current!.Answers.All.Count(entry => !before.Contains(entry.Answer)), PeakAfterRebuilds = Peak() };

        using var again = Create(new RevisionStore());
        var build = await RefreshAsync(again, SourceChanges.Unknown);
        return numbers with { Build = build.Seconds, BuildCpu = build.Cpu, BuildSteps = build.Steps };
    }

    private Refresher Create(RevisionStore store)
    {
        var collector = new InputCollector(new GraphDataFolder(data.GraphData, TimeProvider.System), [new CatalogueFile(data.Releases, lenient: false)], lenient: false);
        return new Refresher(collector, store, new RevisionLibrary(null, 1), new LossGuard(0.05), TimeProvider.System);
    }

    private async Task<Refresh> RefreshAsync(Refresher refresher, SourceChanges changes)
    {
        steps = new Dictionary<string, double>(StringComparer.Ordinal);
        var cpu = Cpu();
        var result = await refresher.RefreshAsync(changes, CancellationToken.None);
        return result.Outcome == RefreshOutcome.Published
            ? new Refresh(result.Duration.TotalSeconds, (Cpu() - cpu).TotalSeconds, steps)
            : throw new InvalidOperationException($"The refresh ended as {result.Outcome}: {result.Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Rejecting)}");
    }

    private static ScaleNumbers Count(Revision revision)
    {
        var answers = revision.Answers.All.Select(entry => entry.Answer).ToList();
        var largest = answers.MaxBy(answer => answer.Length)!;
        return new ScaleNumbers
        {
            Releases = revision.Counts.Releases,
            Channels = revision.Counts.Channels,
            BlockedEdges = revision.Inputs.Inputs.BlockedEdges.Length,
            Edges = revision.Counts.Edges + revision.Counts.ConditionalEdges,
            ConditionalEdges = revision.Counts.ConditionalEdges,
            AnsweredEdges = revision.Graph.Architectures.Sum(graph => graph.ChannelNodes.Sum(channel => CountEdges(graph, channel.Value))),
            Answers = answers.Count,
            KeptBytes = answers.Distinct().Sum(answer => (long)answer.Gzip.Length + answer.Brotli.Length),
            LargestAnswer = largest.Length,
            LargestGzip = largest.Gzip.Length,
            MeanAnswer = answers.Average(answer => answer.Length),
        };
    }

    private static long CountEdges(ArchitectureGraph graph, System.Collections.Immutable.ImmutableArray<int> nodes)
    {
        var count = 0L;
        new ChannelGraph(graph, nodes).Visit((_, _, _) => count++);
        return count;
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private sealed record Refresh(double Seconds, double Cpu, Dictionary<string, double> Steps);
}
