using System.Collections.Immutable;
using UpdateService.Snapshot.Inputs;
using UpdateService.Snapshot.Output;
using UpdateService.Snapshot.Risks;
using UpdateService.Snapshot.Selection;

namespace UpdateService.Snapshot;

/// <summary>The way from published inputs to the data set that ships: read, select, make, read back, write, report.</summary>
internal static class SnapshotCommand
{
    /// <summary>Everything was written.</summary>
    public const int Written = 0;

    /// <summary>An input cannot be read (nothing was changed), or the folder cannot be written.</summary>
    public const int Failed = 1;

    /// <summary>The arguments are wrong.</summary>
    public const int WrongArguments = 2;

    /// <summary>Runs with the table of risks that is part of this program; the result is the exit status.</summary>
    public static Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error) =>
        RunAsync(arguments, RiskTexts.Shipped, output, error);

    /// <summary>Runs with a table of risks.</summary>
    internal static async Task<int> RunAsync(string[] arguments, Func<RiskTexts> texts, TextWriter output, TextWriter error)
    {
        if (arguments is ["--help"])
        {
            await output.WriteLineAsync(SnapshotOptions.Usage);
            return Written;
        }

        if (!SnapshotOptions.TryParse(arguments, out var options, out var reason))
        {
            await error.WriteLineAsync($"{reason} See --help.");
            return WrongArguments;
        }

        try
        {
            return await RunAsync(options, texts(), output, error);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"{options.Output} cannot be written: {exception.Message}");
            return Failed;
        }
    }

    private static async Task<int> RunAsync(SnapshotOptions options, RiskTexts texts, TextWriter output, TextWriter error)
    {
        if (OutputFolder.Refuse(options.Output) is { } reason)
        {
            await error.WriteLineAsync(reason);
            return Failed;
        }

        var graphData = await PublishedGraphData.ReadAsync(options.GraphData);
        var releases = PublishedReleases.Read(options.Releases);
        if (Report([.. graphData.Set.Problems, .. releases.Problems], error))
        {
            return Failed;
        }

        var data = ShippedData.Select(graphData, releases.Releases, texts, options.FromMinor, options.Date ?? graphData.Newest ?? default);
        if (data.Channels.IsEmpty)
        {
            await error.WriteLineAsync($"{options.GraphData} has no channel from {options.FromMinor} on.");
            return Failed;
        }

        var files = SnapshotFiles.Make(data);
        var problems = ReadBack.Check(files, data);
        if (Report(problems, error))
        {
            return Failed;
        }

        OutputFolder.Replace(options.Output, files);
        SnapshotReport.Write(output, options.Output, data, problems);
        return Written;
    }

    /// <summary>Writes the problems for which the run must end; whether there are any.</summary>
    private static bool Report(ImmutableArray<Problem> problems, TextWriter error)
    {
        var rejecting = problems.Where(problem => problem.Severity == ProblemSeverity.Rejecting).ToList();
        foreach (var problem in rejecting)
        {
            error.WriteLine(problem);
        }

        return rejecting.Count > 0;
    }
}
