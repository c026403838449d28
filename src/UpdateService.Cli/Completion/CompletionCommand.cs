using System.Text;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Output;

namespace UpdateService.Cli.Completion;

/// <summary><c>completion SHELL</c>: a script by which a shell completes commands, options and values.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private readonly ToolCommand root;
    private readonly TextArgument shell = new("SHELL", "bash, zsh or fish.") { Choices = ["bash", "zsh", "fish"] };

    /// <summary>The command.</summary>
    /// <param name="root">What is completed.</param>
    public CompletionCommand(ToolCommand root)
        : base("completion", "Prints a script by which a shell completes commands, options and their values.")
    {
        this.root = root;
        Add(shell);
        Examples =
        [
            new Example("In this bash, and in every new one", "updatectl completion bash > ~/.local/share/bash-completion/completions/updatectl"),
            new Example("In zsh", "updatectl completion zsh > \"${fpath[1]}/_updatectl\""),
            new Example("In fish", "updatectl completion fish > ~/.config/fish/completions/updatectl.fish"),
        ];
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var name = call.Parsed.GetValue(shell)!;
        var script = name switch
        {
            "bash" => BashScript.Of(root),
            "zsh" => ZshScript.Of(root),
            "fish" => FishScript.Of(root),
            _ => throw CommandException.BadInput($"There is no script for '{Excerpt.Of(name)}'; there are bash, zsh and fish."),
        };
        await new Screen(call.Around).WriteAsync(Encoding.UTF8.GetBytes(script), cancellationToken);
        return ExitStatus.Fine;
    }
}
