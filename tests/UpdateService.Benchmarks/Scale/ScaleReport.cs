using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using UpdateService.Builder.Refreshing;

namespace UpdateService.Benchmarks.Scale;

/// <summary>
/// How building grows with the data: a table of sets that are some times as large as the real one. Each set is measured in a process of its
/// own, with the server's settings of the garbage collector, and served by the built server in another.
/// </summary>
internal static class ScaleReport
{
    /// <summary>The switch of the processes that measure one set.</summary>
    public const string OneSet = "scale-of";

    private static readonly (string Name, string Value)[] Collector = [("DOTNET_GCConserveMemory", "7"), ("DOTNET_gcConcurrent", "0")];

    /// <summary>Writes the tables.</summary>
    /// <param name="growth"><c>minors</c> or <c>patches</c>.</param>
    /// <param name="factors">How often, the smallest first.</param>
    /// <param name="output">Where to.</param>
    public static async Task WriteAsync(string growth, IReadOnlyList<int> factors, TextWriter output)
    {
        await output.WriteLineAsync($"{growth}; load average {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}");
        Sample? first = null;
        foreach (var factor in factors)
        {
            var sample = await MeasureAsync(growth, factor);
            first ??= sample;
            await output.WriteLineAsync(Describe(factor, sample, first));
        }
    }

    /// <summary>Measures one set in this process, and tells the numbers to the one that started it.</summary>
    public static async Task TellAsync(string growth, int factor)
    {
        using var data = new GrownData(growth, factor);
        var numbers = await ScaleMeasurement.RunAsync(data);
        Console.WriteLine(JsonSerializer.Serialize(new Sample(numbers, await ServedScale.MeasureAsync(data))));
    }

    private static async Task<Sample> MeasureAsync(string growth, int factor)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ScaleReport).Assembly.Location, OneSet, growth, factor.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in Collector)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<Sample>(text)! : throw new InvalidOperationException($"Measuring {growth} {factor} failed.");
    }

    private static string Describe(int factor, Sample sample, Sample first)
    {
        var (numbers, served) = (sample.Numbers, sample.Served);
        var edges = (double)numbers.AnsweredEdges / first.Numbers.AnsweredEdges;
        return string.Create(CultureInfo.InvariantCulture, $"""
            {factor} times: {numbers.Releases:N0} releases, {numbers.Channels:N0} channels, {numbers.BlockedEdges:N0} blocked edges, {numbers.Edges:N0} edges ({numbers.ConditionalEdges:N0} with risks), {numbers.AnsweredEdges:N0} in answers, which is {edges:F2} times
              {numbers.Answers:N0} answers, {Megabytes(numbers.KeptBytes)} kept, the mean is {numbers.MeanAnswer / 1000:N0} kB, the largest {numbers.LargestAnswer / 1000.0:N0} kB, in gzip {numbers.LargestGzip / 1000.0:N0} kB
              build {numbers.BuildCpu:F2} s of CPU, per edge {numbers.BuildCpu / first.Numbers.BuildCpu / edges:F2} times; {numbers.Build:F2} s by the clock ({Steps(numbers.BuildSteps)}); the first in a process {numbers.FirstBuild:F2} s
              one line {numbers.RebuildCpu * 1000:N0} ms of CPU, {numbers.Rebuild * 1000:N0} ms by the clock, {numbers.RebuiltAnswers} answers made anew ({Steps(numbers.RebuildSteps)})
              memory {Megabytes(numbers.PeakMemory)} at the peak, per edge {numbers.PeakMemory / (double)first.Numbers.PeakMemory / edges:F2} times, {Megabytes(numbers.PeakAfterRebuilds)} after changes; heap {Megabytes(numbers.Heap)}, per edge {numbers.Heap / (double)first.Numbers.Heap / edges:F2} times
              server: ready after {served.Ready:F2} s with {Megabytes(served.PeakAtReady)} at the peak, a change of one line served after {served.Changed * 1000:N0} ms, then {Megabytes(served.PeakAfterChange)}
            """);
    }

    private static string Steps(Dictionary<string, double> steps) =>
        string.Join(", ", steps.Where(step => step.Key != RefreshTraces.Refresh).Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Key} {step.Value * 1000:N0}")));

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB");

    private sealed record Sample(ScaleNumbers Numbers, ServedScale Served);
}
