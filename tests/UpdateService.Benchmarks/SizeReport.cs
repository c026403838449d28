using System.Diagnostics;
using System.Globalization;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.GraphData.Folders;

namespace UpdateService.Benchmarks;

/// <summary>
/// How many bytes go over the wire, quickly made and improved, and what improving costs: of all answers of the full data set,
/// and of those that a change of one line leaves to be improved. On one thread, as the service does it.
/// </summary>
internal static class SizeReport
{
    private const string ChangedFile = "blocked-edges/4.14.0-ARODNSWrongBootSequence.yaml";

    public static async Task WriteAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("update-service-sizes-").FullName;
        try
        {
            GraphDataTar.Unpack(SharedData.GraphData, folder);
            var store = new RevisionStore();
            var collector = new InputCollector(new GraphDataFolder(folder, TimeProvider.System), [new CatalogueFile(SharedData.Releases, lenient: false)], lenient: false);
            using var refresher = new Refresher(collector, store, new RevisionLibrary(null, 1), new LossGuard(0.05), TimeProvider.System);
            await RefreshAsync(refresher);
            await ReportAsync(output, "all answers", store.Current!.Answers);

            var file = Path.Combine(folder, ChangedFile);
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("message: ", "message: Changed. ", StringComparison.Ordinal));
            await RefreshAsync(refresher);
            await ReportAsync(output, "after a change of one line", store.Current!.Answers);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RefreshAsync(Refresher refresher)
    {
        var result = await refresher.RefreshAsync(CancellationToken.None);
        if (result.Outcome != RefreshOutcome.Published)
        {
            throw new InvalidOperationException($"The refresh ended as {result.Outcome}.");
        }
    }

    private static async Task ReportAsync(TextWriter output, string title, AnswerSet answers)
    {
        var different = answers.All.Select(entry => entry.Answer).Distinct().ToList();
        var largest = answers.Find("candidate-4.14", "amd64");
        var (gzip, brotli) = (answers.All.Sum(entry => entry.Answer.Gzip.Length), answers.All.Sum(entry => entry.Answer.Brotli.Length));
        var (largestGzip, largestBrotli) = (largest.Gzip.Length, largest.Brotli.Length);
        var gzipWork = Improve([.. different.Where(answer => !answer.IsGzipImproved)], answer => answer.ImproveGzip());
        var brotliWork = Improve([.. different.Where(answer => !answer.IsBrotliImproved)], answer => answer.ImproveBrotli());
        var lines = new[]
        {
            $"{title}: {answers.Count}, {different.Count} of them different, {answers.All.Average(entry => entry.Answer.Length):N0} bytes plain in the mean",
            $"  candidate-4.14, plain {largest.Length:N0}: gzip {largestGzip:N0} -> {largest.Gzip.Length:N0}, Brotli {largestBrotli:N0} -> {largest.Brotli.Length:N0}",
            $"  mean of all: gzip {gzip / answers.Count:N0} -> {answers.All.Average(entry => entry.Answer.Gzip.Length):N0}, Brotli {brotli / answers.Count:N0} -> {answers.All.Average(entry => entry.Answer.Brotli.Length):N0}",
            $"  gzip: {gzipWork}",
            $"  Brotli: {brotliWork}",
        };
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
    }

    private static string Improve(List<Answer> answers, Action<Answer> improve)
    {
        var (before, longest) = (Cpu(), TimeSpan.Zero);
        foreach (var answer in answers)
        {
            var started = TimeProvider.System.GetTimestamp();
            improve(answer);
            var duration = TimeProvider.System.GetElapsedTime(started);
            longest = duration > longest ? duration : longest;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{answers.Count} improved in {(Cpu() - before).TotalSeconds:F1} s of CPU, the longest took {longest.TotalMilliseconds:F0} ms");
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
