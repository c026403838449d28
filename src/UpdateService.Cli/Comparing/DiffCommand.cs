using System.CommandLine;
using UpdateService.Cli.Asking;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Graphs;
using UpdateService.Cli.Output;
using UpdateService.Planning;
using UpdateService.Planning.Comparisons;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Comparing;

/// <summary><c>diff A B</c>: what differs between two graphs, two channels, or two revisions of a service.</summary>
internal sealed class DiffCommand : ToolCommand
{
    private const string ParameterOfChannel = "channel";
    private const string ParameterOfOther = "with";
    private const string ParameterOfArchitecture = "arch";
    private const string ParameterOfAll = "all";

    private readonly SourceSwitches sources;
    private readonly TextArgument before = new("A", "What was: a stored answer (a file), graph-data (a folder or .tar.gz), a channel; with --server a channel, or the number of a revision.") { Kind = ValueKind.File };
    private readonly TextArgument after = new("B", "What is now, of the same kind.") { Kind = ValueKind.File };
    private readonly TextOption channel = new("--channel", "CHANNEL", "Only this channel of two graphs.");
    private readonly TextOption architecture = new("--arch", "ARCH", "Only this architecture. Default: all of two graphs; amd64 of two channels or answers.") { Choices = ["amd64", "arm64", "multi", "ppc64le", "s390x"] };
    private readonly Option<bool> all = new("--all") { Description = "List every update, and not a summary. JSON always lists them." };
    private readonly FormatOption format = new(["text", "json", "md"]);

    /// <summary>The command.</summary>
    public DiffCommand(SourceSwitches sources)
        : base("diff", "Shows what differs from A to B, two graphs, two channels, or two revisions of a server: + is what B has more.")
    {
        this.sources = sources;
        Add(before);
        Add(after);
        Add(channel);
        Add(architecture);
        Add(all);
        Add(format.Option);
        foreach (var option in sources.All.Where(option => option != sources.Revision && option != sources.Graph))
        {
            Add(option);
        }

        Synonyms = ["compare", "comparison", "changes"];
        Examples =
        [
            new Example("What is in fast that is not yet in stable?", "updatectl diff stable-4.18 fast-4.18"),
            new Example("Every update of it", "updatectl diff stable-4.18 fast-4.18 --all"),
            new Example("What did a change of the graph-data do?", "updatectl diff old/graph-data new/graph-data"),
            new Example("Two stored answers", "updatectl diff yesterday.json today.json"),
            new Example("Two revisions of a server", "updatectl diff 6 7 --server http://localhost:8080"),
        ];
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        _ = AnswerFormats.TryParse(format.Read(call), out var shown);
        var body = await Progress.ShowAsync(call.Around, "reading the graphs", CompareAsync(call, shown, cancellationToken));
        await new Screen(call.Around).ShowAsync(null, shown, body, ExitStatus.Fine, cancellationToken);
        return ExitStatus.Fine;
    }

    private async Task<ReadOnlyMemory<byte>> CompareAsync(Call call, AnswerFormat shown, CancellationToken cancellationToken)
    {
        var (left, right) = (call.Parsed.GetValue(before)!, call.Parsed.GetValue(after)!);
        if (ServerOf(call, left, right) is { } server)
        {
            using var http = ServiceClient.Connect(sources.ReadCa(call));
            (string Path, KeyValuePair<string, string?>[] Values) asked = IsRevision(left) && IsRevision(right)
                ? ($"revisions/{left}/diff/{right}", [KeyValuePair.Create(ParameterOfChannel, call.Single(channel))])
                : ("compare", [KeyValuePair.Create(ParameterOfChannel, (string?)left), KeyValuePair.Create(ParameterOfOther, (string?)right)]);
            return await QuestionCommand.Client(server, http, sources.ReadLimit(call)).GetAsync(
                asked.Path,
                [.. asked.Values, KeyValuePair.Create(ParameterOfArchitecture, call.Single(architecture)), KeyValuePair.Create(ParameterOfAll, IsWhole(call) ? "true" : null)],
                shown,
                cancellationToken);
        }

        var comparison = await CompareHereAsync(call, left, right, cancellationToken);
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        (comparison with { IsWhole = IsWhole(call) }).WriteTo(text, shown, new WritingOptions { Width = call.Around.Width });
        return text.WrittenMemory;
    }

    /// <summary>A server of the environment is asked for revisions; files and channels are compared here.</summary>
    private string? ServerOf(Call call, string left, string right) => sources.ServerOf(call) is { } server && (call.Single(sources.Server) is not null || (IsRevision(left) && IsRevision(right))) ? server : null;

    private bool IsWhole(Call call) => call.Parsed.GetValue(all);

    private static bool IsRevision(string name) => name.Length > 0 && name.All(char.IsAsciiHexDigit) && !Path.Exists(name);

    private async Task<GraphComparison> CompareHereAsync(Call call, string left, string right, CancellationToken cancellationToken)
    {
        var name = call.Single(architecture);
        var one = QuestionCommands.ArchitectureOf(name);
        var (leftSide, rightSide) = (DiffSide.Of(left), DiffSide.Of(right));
        if (leftSide.Kind != rightSide.Kind)
        {
            throw CommandException.BadInput($"'{Excerpt.Of(left)}' is {leftSide.Words} and '{Excerpt.Of(right)}' is {rightSide.Words}; two of a kind can be compared.");
        }

        if (leftSide.Kind == SideKind.Channel)
        {
            return CompareChannels((await BuiltGraph.BuildAsync(sources.Read(call), call.Around.Time, cancellationToken)).Build.Graph, left, right, name);
        }

        var only = call.Single(channel);
        var (was, isNow) = (await ReadAsync(call, leftSide, one, only, cancellationToken), await ReadAsync(call, rightSide, one, only, cancellationToken));
        return Compare(was, isNow, only ?? (leftSide.Kind == SideKind.Answer ? DiffSide.SharedChannel(was, isNow) : null), name, cancellationToken);
    }

    private static GraphComparison Compare(UpdateGraph was, UpdateGraph isNow, string? channel, string? architecture, CancellationToken cancellationToken)
    {
        var reply = GraphComparison.Ask(was, isNow, QuestionParameters.Of((ParameterOfChannel, channel), (ParameterOfArchitecture, architecture)), cancellationToken);
        return reply.IsRefused ? throw Refusals.Of(reply) : (GraphComparison)reply.Answer!;
    }

    private async Task<UpdateGraph> ReadAsync(Call call, DiffSide side, Architecture architecture, string? only, CancellationToken cancellationToken) => side.Kind == SideKind.Answer
        ? await StoredAnswer.ReadAsync(side.Name, architecture, only, call.Around, cancellationToken)
        : (await BuiltGraph.BuildAsync(sources.Read(call, side.Name), call.Around.Time, cancellationToken)).Build.Graph;

    private static GraphComparison CompareChannels(UpdateGraph graph, string left, string right, string? architecture)
    {
        foreach (var name in new[] { left, right }.Where(name => !graph.Channels.Contains(name, StringComparer.Ordinal)))
        {
            throw CommandException.BadInput(Refusals.Sentence($"'{Excerpt.Of(name)}' is neither a file nor a folder nor a channel.", NearNames.Near(name, graph.Channels)));
        }

        var reply = new Planner(graph, PlanningFacts.None).Ask(QuestionKind.Comparison, QuestionParameters.Of((ParameterOfChannel, left), (ParameterOfOther, right), (ParameterOfArchitecture, architecture)));
        return reply.IsRefused ? throw Refusals.Of(reply) : (GraphComparison)reply.Answer!;
    }
}
