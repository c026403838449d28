using System.Text;
using UpdateService.Builder.Linting;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Graphs;
using UpdateService.Cli.Output;

namespace UpdateService.Cli.Linting;

/// <summary><c>lint DIR</c>: everything that can be said against graph-data, with file and line.</summary>
internal sealed class LintCommand : ToolCommand
{
    private readonly SourceSwitches sources;
    private readonly TextArgument place = new("DIR", "The graph-data: a folder, or whatever else --graph-data takes.") { Kind = ValueKind.Folder };
    private readonly FormatOption format = new(["text", "json", "sarif"]);

    /// <summary>The command.</summary>
    public LintCommand(SourceSwitches sources)
        : base("lint", "Checks graph-data: what a service refuses, what a cluster would, and what looks like a slip.")
    {
        this.sources = sources;
        Add(place);
        Add(format.Option);
        foreach (var option in sources.OfReleases)
        {
            Add(option);
        }

        Synonyms = ["check", "validate", "verify"];
        Examples =
        [
            new Example("Is my folder right?", "updatectl lint graph-data"),
            new Example("With releases that stand elsewhere", "updatectl lint cincinnati-graph-data --releases catalogue.jsonl.gz"),
            new Example("For a code-scanning service", "updatectl lint graph-data -o sarif > lint.sarif"),
        ];
        Notes = "Exit status: 0 nothing found, 4 problems found, 5 the folder cannot be read. Without releases (in DIR or by --releases)\nnothing is reported about versions that no release has and patterns that match nothing.";
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var shown = format.Read(call);
        var folder = call.Parsed.GetValue(place)!;
        var options = sources.Read(call, folder);
        if (options.GraphData.Kind is Builder.Sources.SourceKind.Folder && !Directory.Exists(folder))
        {
            throw CommandException.Trouble($"There is no folder '{Excerpt.Of(folder)}'.");
        }

        var result = await Progress.ShowAsync(call.Around, "reading the files", LintAsync(options, call.Around.Time, cancellationToken));
        if (!result.HasReleases)
        {
            await call.Around.Errors.WriteLineAsync("There are no releases beside these files, so versions and patterns are not checked against any; --releases names some.");
        }

        var report = new LintReport(result, LintPlaces.Of(folder));
        await new Screen(call.Around).WriteAsync(Encoding.UTF8.GetBytes(shown switch
        {
            "json" => report.ToJson(),
            "sarif" => SarifLog.Of(report),
            _ => report.ToText(),
        }), cancellationToken);
        return result.Problems.IsEmpty ? ExitStatus.Fine : ExitStatus.BadInput;
    }

    private static async Task<LintResult> LintAsync(Builder.Sources.SourceOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var inputs = await BuiltGraph.CollectAsync(options, time, cancellationToken);
        var folders = Directory.Exists(options.GraphData.Text) ? Directory.EnumerateDirectories(options.GraphData.Text).Select(path => Path.GetFileName(path)) : [];
        return Linter.Check(inputs, folders.Order(StringComparer.Ordinal));
    }
}
