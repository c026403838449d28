using System.Collections.Immutable;
using System.CommandLine;

namespace UpdateService.Cli.Commands;

/// <summary>A command with what its help teaches.</summary>
/// <param name="name">As it is typed.</param>
/// <param name="description">What it does: a sentence.</param>
internal class ToolCommand(string name, string description) : Command(name, description)
{
    /// <summary>Lines to try, each with what it answers.</summary>
    public ImmutableArray<Example> Examples { get; init; } = [];

    /// <summary>Other words that people type for it. They are not accepted; the message names this command.</summary>
    public ImmutableArray<string> Synonyms { get; init; } = [];

    /// <summary>What else is worth knowing, in lines.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Does it.</summary>
    /// <returns>The exit status.</returns>
    /// <exception cref="CommandException">It cannot be done.</exception>
    public virtual Task<int> RunAsync(Call call, CancellationToken cancellationToken) =>
        throw CommandException.BadInput($"Which command? There are {string.Join(", ", Subcommands.Select(command => command.Name))}. See updatectl --help.");
}

/// <summary>A line to try.</summary>
/// <param name="Question">What a person wants to know.</param>
/// <param name="Line">What to type.</param>
internal sealed record Example(string Question, string Line);

/// <summary>One call of a command.</summary>
/// <param name="Parsed">What was typed.</param>
/// <param name="Around">Where.</param>
internal sealed record Call(ParseResult Parsed, Surroundings Around)
{
    /// <summary>The value of an option; null if it is not given.</summary>
    /// <exception cref="CommandException">It is given several times.</exception>
    public string? Single(TextOption option) => All(option) switch
    {
        [] => null,
        [var value] => value,
        _ => throw CommandException.BadInput($"The option {option.Name} takes one value, and it is given several times."),
    };

    /// <summary>The values of an option.</summary>
    public string[] All(TextOption option) => Parsed.GetValue(option) ?? [];

    /// <summary>The items of a list: of all values, each separated by commas.</summary>
    public ImmutableArray<string> Items(TextOption option) =>
        [.. All(option).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
