using System.Collections.Immutable;
using System.CommandLine;
using UpdateService.Cli.Asking;
using UpdateService.Cli.Graphs;
using UpdateService.Cli.Output;
using UpdateService.Planning;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Questions;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Commands;

/// <summary>A command that asks a planner, or a service, one question.</summary>
internal sealed class QuestionCommand : ToolCommand
{
    private readonly SourceSwitches sources;
    private readonly Func<Call, QuestionKind> kindOf;
    private readonly ImmutableArray<(TextArgument Argument, string Parameter)> arguments;
    private readonly ImmutableArray<(TextOption Option, string Parameter)> options;
    private readonly FormatOption format;

    /// <summary>A command.</summary>
    /// <param name="name">As it is typed.</param>
    /// <param name="description">A sentence.</param>
    /// <param name="sources">Where the graph comes from.</param>
    /// <param name="kindOf">What is asked.</param>
    /// <param name="formats">What the answers can be written in.</param>
    /// <param name="arguments">With the names of their values in a query.</param>
    /// <param name="options">The same for options.</param>
    /// <param name="hasNames">Whether the answer can be written as names alone.</param>
    public QuestionCommand(
        string name,
        string description,
        SourceSwitches sources,
        Func<Call, QuestionKind> kindOf,
        ImmutableArray<AnswerFormat> formats,
        ImmutableArray<(TextArgument Argument, string Parameter)> arguments,
        ImmutableArray<(TextOption Option, string Parameter)> options,
        bool hasNames = false)
        : base(name, description)
    {
        (this.sources, this.kindOf, this.arguments, this.options) = (sources, kindOf, arguments, options);
        format = new FormatOption(formats.Select(offered => offered.Name()).Concat(hasNames ? [NameList.Format] : []));
        foreach (var (argument, _) in arguments)
        {
            Add(argument);
        }

        foreach (var option in options.Select(pair => pair.Option).Append<Option>(format.Option).Concat(sources.All))
        {
            Add(option);
        }
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var question = new Question(kindOf(call), Values(call));
        var screen = new Screen(call.Around);
        var name = format.Read(call);
        var isOfNames = name == NameList.Format;
        var shown = AnswerFormats.TryParse(name, out var named) ? named : AnswerFormat.Json;
        var answered = await Progress.ShowAsync(
            call.Around,
            "reading the graph",
            AskAsync(call, question, screen.FormatToAsk(question.Kind, shown), cancellationToken));
        if (isOfNames)
        {
            var names = NameList.Of(question.Kind, answered.Body);
            if (names.Length > 0)
            {
                await screen.WriteAsync(names, cancellationToken);
            }

            foreach (var reason in names.Length > 0 ? [] : NameList.Reasons(answered.Body))
            {
                await call.Around.Errors.WriteLineAsync(reason);
            }

            return answered.Status;
        }

        await screen.ShowAsync(question.Kind, shown, answered.Body, answered.Status, cancellationToken);
        return answered.Status;
    }

    private ImmutableArray<KeyValuePair<string, string?>> Values(Call call) =>
    [
        .. arguments.Select(pair => KeyValuePair.Create(pair.Parameter, call.Parsed.GetValue(pair.Argument))),
        .. options.Select(pair => KeyValuePair.Create(pair.Parameter, QuestionCommands.IsList(pair.Parameter) ? string.Join(',', call.Items(pair.Option)) : call.Single(pair.Option))),
        KeyValuePair.Create("revision", call.Single(sources.Revision)),
    ];

    private async Task<Answered> AskAsync(Call call, Question question, AnswerFormat asked, CancellationToken cancellationToken)
    {
        if (sources.ServerOf(call) is { } server)
        {
            using var http = ServiceClient.Connect(sources.ReadCa(call));
            return await new ServiceRespondent(Client(server, http, sources.ReadLimit(call))).AskAsync(question, asked, call.Around.Width, cancellationToken);
        }

        var planner = call.Single(sources.Graph) is { } file
            ? new Planner(await StoredAnswer.ReadAsync(file, QuestionCommands.ArchitectureOf(question["arch"]), question["channel"], call.Around, cancellationToken), PlanningFacts.None)
            : (await BuiltGraph.BuildAsync(sources.Read(call), call.Around.Time, cancellationToken)).PlannerFor(call.Around.ShippedData);
        return await new PlannerRespondent(planner).AskAsync(question, asked, call.Around.Width, cancellationToken);
    }

    /// <summary>A client of a service.</summary>
    /// <exception cref="CommandException">It is no address.</exception>
    internal static ServiceClient Client(string server, HttpClient http, TimeSpan limit) => ServiceAddress.TryParse(server, out var address)
        ? new ServiceClient(address, http, limit)
        : throw CommandException.BadInput("The value of --server (or UPDATECTL_SERVER) cannot be used: write an address such as http://localhost:8080.");
}
