using System.CommandLine;
using System.CommandLine.Parsing;
using UpdateService.Cli.Commands;

namespace UpdateService.Cli.Usage;

/// <summary>What is wrong with a line, in a sentence that names what may have been meant.</summary>
internal static class UsageError
{
    /// <summary>The first thing that is wrong; null where nothing is.</summary>
    public static string? Of(ParseResult parsed, ToolCommand command)
    {
        // A word that looks like an option and is none is taken for an argument, or for one too many.
        var words = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens).Select(token => token.Value);
        if (words.Concat(parsed.UnmatchedTokens).FirstOrDefault(word => word.Length > 1 && word[0] == '-') is { } option)
        {
            return UnknownOption(option, command);
        }

        if (parsed.UnmatchedTokens is [var word, ..])
        {
            return command.Subcommands.Count > 0 ? UnknownCommand(word, command) : $"'{HelpText.FullName(command)}' takes {Takes(command)}; '{Excerpt.OfAddress(word)}' is one too many. {See(command)}";
        }

        if (parsed.Errors.FirstOrDefault(error => error.SymbolResult is OptionResult) is { SymbolResult: OptionResult { Option: TextOption valued } })
        {
            return $"The option {valued.Name} needs a value. {valued.Description}";
        }

        if (Empty(parsed) is { } empty)
        {
            return $"The option {empty.Name} needs a value. {empty.Description}";
        }

        if (Missing(parsed, command) is { } missing)
        {
            return $"'{HelpText.FullName(command)}' needs {missing.Name}. {missing.Description}{(command.Examples.IsEmpty ? "" : $" For example: {command.Examples[0].Line}")}";
        }

        return parsed.Errors.Count == 0 ? null : $"{parsed.Errors[0].Message} {See(command)}";
    }

    /// <summary>A place without a name: a script's variable is not set, and whatever is usual must not be taken in its stead.</summary>
    private static TextOption? Empty(ParseResult parsed) => parsed.CommandResult.Children.OfType<OptionResult>()
        .Where(result => result.Option is TextOption option && (option.IsOfSource || option.Kind != ValueKind.Text) && result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
        .Select(result => (TextOption)result.Option)
        .FirstOrDefault();

    private static Argument? Missing(ParseResult parsed, ToolCommand command) => command.Arguments
        .FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && (parsed.GetResult(argument)?.Tokens.Count ?? 0) == 0);

    private static string UnknownOption(string word, ToolCommand command)
    {
        var name = word.Split('=')[0];
        var known = HelpText.OptionsOf(command).SelectMany(option => option.Aliases.Append(option.Name)).Where(alias => alias.StartsWith("--", StringComparison.Ordinal));
        return $"There is no option '{Excerpt.OfAddress(name)}' of '{HelpText.FullName(command)}'{Meant(NearNames.Near(name, known, most: 1))} {See(command)}";
    }

    private static string UnknownCommand(string word, ToolCommand command) =>
        $"There is no command '{Excerpt.OfAddress(word)}'{Meant(NearNames.Near(word, command.Subcommands.Select(sub => sub.Name), most: 1))} {See(command)}";

    private static string Takes(ToolCommand command) => command.Arguments.Count == 0 ? "nothing but options" : HelpText.Line(command)[command.Name.Length..].Trim();

    private static string Meant(IReadOnlyList<string> near) => near.Count == 0 ? "." : $"; '{near[0]}' may be meant.";

    private static string See(ToolCommand command) => $"See {HelpText.FullName(command)} --help.";
}
