using System.CommandLine;
using System.Globalization;
using System.Text;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Usage;

namespace UpdateService.Cli.Completion;

/// <summary>The script for zsh.</summary>
/// <seealso href="https://zsh.sourceforge.io/Doc/Release/Completion-System.html"/>
internal static class ZshScript
{
    /// <summary>Writes it.</summary>
    public static string Of(ToolCommand root)
    {
        var script = new StringBuilder(
            """
            #compdef updatectl
            # Completes the words of updatectl in zsh: source <(updatectl completion zsh)
            _updatectl() {
                local state line
                _arguments -C '(-h --help)'{-h,--help}'[Tell about the command, with examples.]' '--version[Tell which build this is.]' '1:command:->command' '*::argument:->argument'
                case $state in
                    command)
                        local -a commands=(

            """);
        foreach (var command in root.Subcommands)
        {
            _ = script.Append(CultureInfo.InvariantCulture, $"                '{command.Name}:{Quoted(command.Description)}'\n");
        }

        _ = script.Append("            )\n            _describe command commands ;;\n        argument)\n            case $line[1] in\n");
        foreach (var command in root.Subcommands)
        {
            var specs = HelpText.OptionsOf(command).Select(Spec).Concat(command.Arguments.OfType<TextArgument>().Select((argument, number) => $"'{number + 1}:{argument.Name}:{Action(argument.Choices, argument.Kind)}'"));
            _ = script.Append(CultureInfo.InvariantCulture, $"                {command.Name}) _arguments {string.Join(' ', specs)} ;;\n");
        }

        return script.Append("            esac ;;\n    esac\n}\ncompdef _updatectl updatectl\n").ToString();
    }

    private static string Spec(Option option)
    {
        var names = option.Aliases.Where(alias => alias != "-?").Append(option.Name).OrderBy(name => name.Length).ToList();
        var meaning = $"[{Quoted(option.Description).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)}]";
        var value = option is TextOption text ? $":{text.HelpName}:{Action(text.Choices, text.Kind)}" : "";
        return names.Count == 1 ? $"'*{names[0]}{meaning}{value}'" : $"'({string.Join(' ', names)})'{{{string.Join(',', names)}}}'{meaning}{value}'";
    }

    private static string Action(IReadOnlyCollection<string> choices, ValueKind kind) => kind switch
    {
        _ when choices.Count > 0 => $"({string.Join(' ', choices)})",
        ValueKind.File => "_files",
        ValueKind.Folder => "_files -/",
        _ => "",
    };

    private static string Quoted(string? text) => (text ?? "").Replace("'", "'\\''", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
}
