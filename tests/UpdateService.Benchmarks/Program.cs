using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using UpdateService.Benchmarks;
using UpdateService.Benchmarks.Fleets;
using UpdateService.Benchmarks.Registries;
using UpdateService.Benchmarks.Scale;
using UpdateService.Testing.Registries;

if (!SharedData.Exists)
{
    await Console.Error.WriteLineAsync($"The benchmarks measure on real data, which are not at {Path.GetFullPath(SharedData.Folder)}; set {SharedData.Variable} to their folder.");
    return 1;
}

// Not a benchmark but the ground of one: tests/load/registry.sh measures on what this writes.
if (args is ["fill-registry", var folder, var repository, var foreign])
{
    var fill = new RegistryFill(new RegistryStorage(folder), repository);
    await File.WriteAllLinesAsync(Path.Combine(folder, "requests.txt"), [.. fill.AddReleases(), .. fill.AddForeign(int.Parse(foreign))]);
    return 0;
}

// Nor is this: tests/load/fleet.sh measures the service that it polls.
if (args is ["fleet", var port, var rate, var time, var targets])
{
    Console.WriteLine(await new Fleet(int.Parse(port), await File.ReadAllLinesAsync(targets)).PollAsync(int.Parse(rate), TimeSpan.FromSeconds(int.Parse(time))));
    return 0;
}

// How many bytes an answer takes is counted, not timed.
if (args is ["sizes"])
{
    await SizeReport.WriteAsync(Console.Out);
    return 0;
}

// How building grows with the data, in processes of their own.
if (args is ["scale", .. var choice])
{
    var sets = choice is [var way, .. var factors] ? [(way, factors.Select(int.Parse).ToArray())] : new[] { ("minors", (int[])[1, 3, 10, 30]), ("patches", [1, 2, 3, 5]) };
    foreach (var (growth, times) in sets)
    {
        await ScaleReport.WriteAsync(growth, times, Console.Out);
    }

    return 0;
}

if (args is [ScaleReport.OneSet, var ofGrowth, var ofFactor])
{
    await ScaleReport.TellAsync(ofGrowth, int.Parse(ofFactor));
    return 0;
}

// With --test each benchmark runs once, in this process: it shows that they still work, and measures nothing.
var isTest = args.Contains("--test", StringComparer.Ordinal);
var config = ManualConfig.Create(DefaultConfig.Instance)
    .WithArtifactsPath(Path.Combine(Repository.Root, "artifacts", "benchmarks"))
    .AddJob(isTest ? Job.Dry.WithToolchain(InProcessEmitToolchain.Instance) : Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
var summaries = BenchmarkSwitcher.FromAssembly(typeof(BuildBenchmarks).Assembly)
    .Run(isTest || args.Length == 0 ? ["--filter", "*"] : args, config);
return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
