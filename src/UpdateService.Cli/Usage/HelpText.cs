using System.CommandLine;
using System.Globalization;
using System.Text;
using UpdateService.Cli.Commands;

namespace UpdateService.Cli.Usage;

/// <summary>What <c>--help</c> prints of a command.</summary>
internal static class HelpText
{
    private const int Column = 26;
    private const int Width = 110;

    /// <summary>The help of a command.</summary>
    public static string Of(ToolCommand command)
    {
        var text = new StringBuilder();
        _ = text.Append(CultureInfo.InvariantCulture, $"{command.Description}\n\nUsage: {Usage(command)}\n");
        AddRows(text, "Arguments", command.Arguments.Select(argument => (argument.Name, argument.Description ?? "")));
        AddRows(text, "Commands", command.Subcommands.Select(sub => (Line(sub), sub.Description ?? "")));
        var options = OptionsOf(command).ToList();
        AddRows(text, "Options", options.Where(option => option is not TextOption { IsOfSource: true }).Select(Row));
        AddRows(text, "Where the graph comes from", options.Where(option => option is TextOption { IsOfSource: true }).Select(Row));
        if (!command.Examples.IsEmpty)
        {
            _ = text.Append("\nExamples:\n");
            foreach (var example in command.Examples)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"  # {example.Question}\n  {example.Line}\n");
            }
        }

        return command.Notes.Length == 0 ? text.ToString() : text.Append('\n').Append(command.Notes).Append('\n').ToString();
    }

    /// <summary>The command with its arguments: <c>path FROM [TO]</c>.</summary>
    public static string Line(Command command) =>
        string.Join(' ', command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues > 0 ? argument.Name : $"[{argument.Name}]").Prepend(command.Name));

    /// <summary>The command as it is typed: <c>updatectl path</c>.</summary>
    public static string FullName(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{FullName(parent)} {command.Name}" : command.Name;

    /// <summary>The options that may follow a command.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive));

    private static string Usage(Command command)
    {
        var name = FullName(command);
        return $"{name[..^command.Name.Length]}{Line(command)}{(command.Subcommands.Count > 0 ? " COMMAND" : "")} [options]";
    }

    private static (string Name, string Meaning) Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias != "-?").Append(option.Name).OrderBy(name => name.Length));
        return (option is TextOption text ? $"{names} {text.HelpName}" : names, option.Description ?? "");
    }

    private static void AddRows(StringBuilder text, string title, IEnumerable<(string Name, string Meaning)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        _ = text.Append(CultureInfo.InvariantCulture, $"\n{title}:\n");
        foreach (var (name, meaning) in all)
        {
            _ = text.Append("  ").Append(name);
            var column = name.Length + 2;
            if (column + 2 > Column)
            {
                _ = text.Append('\n');
                column = 0;
            }

            _ = text.Append(' ', Column - column);
            AddWords(text, meaning);
        }
    }

    private static void AddWords(StringBuilder text, string meaning)
    {
        var column = Column;
        foreach (var word in meaning.Split(' '))
        {
            if (column > Column && column + word.Length + 1 > Width)
            {
                _ = text.Append('\n').Append(' ', Column);
                column = Column;
            }

            if (column > Column)
            {
                _ = text.Append(' ');
                column++;
            }

            _ = text.Append(word);
            column += word.Length;
        }

        _ = text.Append('\n');
    }
}
