using System.CommandLine;
using System.Globalization;
using System.Text;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Usage;

namespace UpdateService.Cli.Completion;

/// <summary>The script for fish.</summary>
/// <seealso href="https://fishshell.com/docs/current/cmds/complete.html"/>
internal static class FishScript
{
    /// <summary>Writes it.</summary>
    public static string Of(ToolCommand root)
    {
        var script = new StringBuilder("# Completes the words of updatectl in fish: updatectl completion fish | source\ncomplete -c updatectl -f\n");
        foreach (var option in HelpText.OptionsOf(root))
        {
            Add(script, "__fish_use_subcommand", option);
        }

        foreach (var command in root.Subcommands)
        {
            _ = script.Append(CultureInfo.InvariantCulture, $"complete -c updatectl -n __fish_use_subcommand -a {command.Name} -d '{Quoted(command.Description)}'\n");
            var condition = $"'__fish_seen_subcommand_from {command.Name}'";
            foreach (var option in HelpText.OptionsOf(command))
            {
                Add(script, condition, option);
            }

            if (command.Arguments.OfType<TextArgument>().LastOrDefault() is { } argument && Values(argument.Choices, argument.Kind) is { Length: > 0 } values)
            {
                _ = script.Append(CultureInfo.InvariantCulture, $"complete -c updatectl -n {condition} {values}\n");
            }
        }

        return script.ToString();
    }

    private static void Add(StringBuilder script, string condition, Option option)
    {
        var names = option.Aliases.Where(alias => alias != "-?").Append(option.Name).Select(name => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}");
        var value = option is not TextOption text ? "" : Values(text.Choices, text.Kind) is { Length: > 0 } values ? $" -r {values}" : " -x";
        _ = script.Append(CultureInfo.InvariantCulture, $"complete -c updatectl -n {condition} {string.Join(' ', names)}{value} -d '{Quoted(option.Description)}'\n");
    }

    private static string Values(IReadOnlyCollection<string> choices, ValueKind kind) => kind switch
    {
        _ when choices.Count > 0 => $"-f -a '{string.Join(' ', choices)}'",
        ValueKind.File => "-F",
        ValueKind.Folder => "-f -a '(__fish_complete_directories)'",
        _ => "",
    };

    private static string Quoted(string? text) => (text ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
