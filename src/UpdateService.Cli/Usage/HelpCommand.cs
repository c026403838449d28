using System.Text;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Output;

namespace UpdateService.Cli.Usage;

/// <summary><c>help [COMMAND]</c>: the same as <c>COMMAND --help</c>.</summary>
internal sealed class HelpCommand : ToolCommand
{
    private readonly ToolCommand root;
    private readonly TextArgument word;

    /// <summary>The command.</summary>
    /// <param name="root">Has all other commands already.</param>
    public HelpCommand(ToolCommand root)
        : base("help", "Shows the help of a command, with examples.")
    {
        this.root = root;
        word = new TextArgument("COMMAND", "The command. Default: a summary of all commands.", isNeeded: false) { Choices = [.. root.Subcommands.Select(command => command.Name)] };
        Add(word);
        Examples = [new Example("How is a path asked for?", "updatectl help path")];
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var name = call.Parsed.GetValue(word);
        var command = name is null ? root : root.Subcommands.OfType<ToolCommand>().FirstOrDefault(sub => sub.Name == name);
        var text = HelpText.Of(command ?? throw CommandException.BadInput(NearWords.OfCommand(name!, root)));
        await new Screen(call.Around).WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        return ExitStatus.Fine;
    }
}
