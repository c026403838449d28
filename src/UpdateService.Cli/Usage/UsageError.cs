using System.CommandLine;
using System.CommandLine.Parsing;
using UpdateService.Cli.Commands;

namespace UpdateService.Cli.Usage;

/// <summary>What is wrong with a line, in a sentence that names what may have been meant.</summary>
internal static class UsageError
{
    /// <summary>The first thing that is wrong; null if nothing is.</summary>
    public static string? Of(ParseResult parsed, ToolCommand command)
    {
        if (Empty(parsed, command) is { } empty)
        {
            return $"The option {empty.Name} needs a value. {empty.Description}";
        }

        if (OfWords(parsed, command) is { } unknown)
        {
            return unknown;
        }

        if (parsed.Errors.FirstOrDefault(error => error.SymbolResult is OptionResult) is { SymbolResult: OptionResult { Option: TextOption valued } })
        {
            return $"The option {valued.Name} needs a value. {valued.Description}";
        }

        if (Missing(parsed, command) is { } missing)
        {
            return $"'{HelpText.FullName(command)}' needs {missing.Name}. {missing.Description}{(command.Examples.IsEmpty ? "" : $" For example: {command.Examples[0].Line}")}";
        }

        return parsed.Errors.Count == 0 ? null : $"{parsed.Errors[0].Message} {See(command)}";
    }

    /// <summary>An unknown command, an unknown option, or a surplus argument. It is an error even together with --help.</summary>
    public static string? OfWords(ParseResult parsed, ToolCommand command)
    {
        // The parser takes an unknown option for an argument, or for one too many.
        var words = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens).Select(token => token.Value);
        if (words.Concat(parsed.UnmatchedTokens).FirstOrDefault(word => word.Length > 1 && word[0] == '-') is { } option)
        {
            return NearWords.OfOption(option, command);
        }

        return parsed.UnmatchedTokens is not [var word, ..] ? null
            : command.Subcommands.Count > 0 ? NearWords.OfCommand(word, command)
            : $"'{HelpText.FullName(command)}' takes {Takes(command)}; '{Excerpt.OfAddress(word)}' is one too many. {See(command)}";
    }

    /// <summary>Where to read on.</summary>
    public static string See(ToolCommand command) => $"See {HelpText.FullName(command)} --help.";

    /// <summary>
    /// An option whose value is empty, or is the next option. Behind it stands a script's variable that is not set: the default
    /// must not silently take its place.
    /// </summary>
    private static TextOption? Empty(ParseResult parsed, ToolCommand command)
    {
        var names = HelpText.OptionsOf(command).SelectMany(option => option.Aliases.Append(option.Name)).ToHashSet(StringComparer.Ordinal);
        return parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(result => result.Option is TextOption && result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value) || names.Contains(token.Value.Split('=')[0])))
            .Select(result => (TextOption)result.Option)
            .FirstOrDefault();
    }

    /// <summary>An argument that must be there and is not, or that is there and empty.</summary>
    private static Argument? Missing(ParseResult parsed, ToolCommand command) => command.Arguments
        .FirstOrDefault(argument => parsed.GetResult(argument)?.Tokens is { Count: > 0 } tokens ? tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)) : argument.Arity.MinimumNumberOfValues > 0);

    private static string Takes(ToolCommand command) => command.Arguments.Count == 0 ? "nothing but options" : HelpText.Line(command)[command.Name.Length..].Trim();
}
