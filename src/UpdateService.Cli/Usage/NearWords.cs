using System.CommandLine;
using UpdateService.Cli.Commands;

namespace UpdateService.Cli.Usage;

/// <summary>What an unknown command or option may have been meant to be.</summary>
internal static class NearWords
{
    private const int ShortestBeginning = 3;

    /// <summary>The error message for an unknown command.</summary>
    /// <param name="word">As it was typed.</param>
    /// <param name="command">The command that has others below it.</param>
    public static string OfCommand(string word, ToolCommand command)
    {
        var known = command.Subcommands.OfType<ToolCommand>().ToList();
        var meant = known.Find(sub => sub.Synonyms.Contains(word, StringComparer.OrdinalIgnoreCase))?.Name
            ?? (word.Length < ShortestBeginning ? null : known.Find(sub => IsBeginning(word, sub.Name))?.Name)
            ?? First(NearNames.Near(word, known.Select(sub => sub.Name).Concat(command.Options.Select(option => option.Name)), most: 1));
        return $"There is no command '{Excerpt.OfAddress(word)}'{Meant(meant)} {UsageError.See(command)}";
    }

    /// <summary>The error message for an option that the command does not have.</summary>
    /// <param name="word">As it was typed, perhaps with a value behind <c>=</c>.</param>
    /// <param name="command">The command.</param>
    public static string OfOption(string word, ToolCommand command)
    {
        var name = word.Split('=')[0];
        if (Has(command, name))
        {
            return $"The option {name} must follow the command: {HelpText.FullName(command)} … {name}. {UsageError.See(command)}";
        }

        var near = First(NearNames.Near(name, HelpText.OptionsOf(command).SelectMany(Names).Where(alias => alias.StartsWith("--", StringComparison.Ordinal)), most: 1));
        var owners = Root(command).Subcommands.OfType<ToolCommand>().Where(other => other != command && Has(other, name)).Select(other => $"'{HelpText.FullName(other)}'").ToList();
        return command.Subcommands.Count > 0 && owners.Count > 0
            ? $"The option {name} must follow a command: updatectl COMMAND {name}. {UsageError.See(command)}"
            : $"There is no option '{Excerpt.OfAddress(name)}' of '{HelpText.FullName(command)}'{(owners.Count > 0 ? $"; {string.Join(", ", owners)} {(owners.Count == 1 ? "has" : "have")} it." : Meant(near))} {UsageError.See(command)}";
    }

    private static string Meant(string? near) => near is null ? "." : $"; '{near}' may be meant.";

    private static bool IsBeginning(string word, string name) => name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || word.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static bool Has(ToolCommand command, string name) => HelpText.OptionsOf(command).SelectMany(Names).Contains(name, StringComparer.Ordinal);

    private static IEnumerable<string> Names(Option option) => option.Aliases.Append(option.Name);

    private static Command Root(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Root(parent) : command;

    private static string? First(IReadOnlyList<string> names) => names is [var first, ..] ? first : null;
}
