using System.CommandLine;
using System.Globalization;
using System.Text;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Usage;

namespace UpdateService.Cli.Completion;

/// <summary>The script for bash.</summary>
/// <seealso href="https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html"/>
internal static class BashScript
{
    /// <summary>Writes it.</summary>
    public static string Of(ToolCommand root)
    {
        var names = string.Join(' ', root.Subcommands.Select(command => command.Name));
        var script = new StringBuilder(
            $$"""
            # Completes the words of updatectl in bash: source <(updatectl completion bash)
            _updatectl() {
                local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}" command="" index
                COMPREPLY=()
                for ((index = 1; index < COMP_CWORD; index++)); do
                    case " {{names}} " in
                        *" ${COMP_WORDS[index]} "*) command="${COMP_WORDS[index]}"; break ;;
                    esac
                done
                case "$command:$before" in

            """);
        foreach (var command in root.Subcommands)
        {
            foreach (var option in HelpText.OptionsOf(command).OfType<TextOption>())
            {
                var cases = string.Join('|', option.Aliases.Append(option.Name).Select(alias => $"{command.Name}:{alias}"));
                Line(script, 2, $"{cases}) {Reply(option.Choices, option.Kind)}return ;;");
            }
        }

        _ = script.Append("    esac\n    case \"$command\" in\n");
        Line(script, 2, $"'') {Words($"{names} {Options(root)}")};;");
        foreach (var command in root.Subcommands)
        {
            var argument = command.Arguments.OfType<TextArgument>().LastOrDefault();
            Line(script, 2, $"{command.Name}) {Words(Options(command))}{(argument is null ? "" : $"[[ $word == -* ]] || {{ {Reply(argument.Choices, argument.Kind)}:; }}; ")};;");
        }

        return script.Append("    esac\n}\ncomplete -F _updatectl updatectl\n").Replace("; ;;", " ;;").ToString();
    }

    private static void Line(StringBuilder script, int depth, string line) =>
        script.Append(' ', depth * 4).Append(CultureInfo.InvariantCulture, $"{line}\n");

    private static string Options(Command command) => string.Join(' ', HelpText.OptionsOf(command).SelectMany(option => option.Aliases.Append(option.Name)).Where(alias => alias.StartsWith("--", StringComparison.Ordinal)));

    private static string Reply(IReadOnlyCollection<string> choices, ValueKind kind) => kind switch
    {
        _ when choices.Count > 0 => Words(string.Join(' ', choices)),
        ValueKind.File => "COMPREPLY=($(compgen -f -- \"$word\")); ",
        ValueKind.Folder => "COMPREPLY=($(compgen -d -- \"$word\")); ",
        _ => "",
    };

    private static string Words(string words) => $"COMPREPLY=($(compgen -W '{words}' -- \"$word\")); ";
}
