using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using System.Text;
using UpdateService.Cli.Commands;
using UpdateService.Cli.Output;
using UpdateService.Cli.Usage;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli;

/// <summary>Runs one call of <c>updatectl</c>: reads the line, runs the command, and reports a failure in a sentence.</summary>
internal static class Tool
{
    private static readonly TimeSpan TimeToTidyUp = TimeSpan.FromSeconds(2);

    /// <summary>Which build this is.</summary>
    public static string Version { get; } =
        typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Runs a call.</summary>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Surroundings around, CancellationToken cancellationToken)
    {
        try
        {
            return await RunCommandAsync(arguments, around, cancellationToken);
        }
        catch (CommandException exception)
        {
            await TellAsync(around, exception.Message);
            return exception.Status;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitStatus.Interrupted;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await TellAsync(around, exception.GetBaseException().Message); // .NET calls a closed stream "access denied", with the system's word inside.
            return ExitStatus.Trouble;
        }
    }

    /// <summary>Writes an error to standard error. The exit status reports the failure even if that is not possible.</summary>
    private static async Task TellAsync(Surroundings around, string sentence)
    {
        try
        {
            await around.Errors.WriteLineAsync(PlainText.OfLines(sentence));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Standard error is closed, or a file on a full disk.
        }
    }

    private static async Task<int> RunCommandAsync(IReadOnlyList<string> arguments, Surroundings around, CancellationToken cancellationToken)
    {
        var tree = new CommandTree();
        var parsed = tree.Root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var command = (ToolCommand)parsed.CommandResult.Command;
        if ((parsed.GetValue(tree.Help) || parsed.GetValue(tree.Version)) && UsageError.OfWords(parsed, command) is { } unknown)
        {
            throw CommandException.BadInput(unknown);
        }

        if (parsed.GetValue(tree.Help) || (command == tree.Root && arguments.Count == 0) || IsHelp(parsed, command))
        {
            await WriteAsync(around, HelpText.Of(command), cancellationToken);
            return ExitStatus.Fine;
        }

        if (parsed.GetValue(tree.Version))
        {
            await WriteAsync(around, $"updatectl {Version}\n", cancellationToken);
            return ExitStatus.Fine;
        }

        if (UsageError.Of(parsed, command) is { } error)
        {
            throw CommandException.BadInput(error);
        }

        return await FinishAsync(Task.Run(() => command.RunAsync(new Call(parsed, around), cancellationToken), CancellationToken.None), around, cancellationToken);
    }

    /// <summary><c>updatectl path help</c>; a command that takes files may be given one of that name.</summary>
    private static bool IsHelp(ParseResult parsed, ToolCommand command) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens).ToList() is [{ Value: "help" }]
        && !(command.Arguments.OfType<TextArgument>().Any(argument => argument.Kind != ValueKind.Text) && Path.Exists("help"));

    /// <summary>An interrupted command has a moment to undo incomplete work; the tool does not wait longer.</summary>
    private static async Task<int> FinishAsync(Task<int> work, Surroundings around, CancellationToken cancellationToken)
    {
        try
        {
            return await work.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !work.IsCompleted)
        {
            _ = await Task.WhenAny(work, Task.Delay(TimeToTidyUp, around.Time, CancellationToken.None));
            throw;
        }
    }

    private static async Task WriteAsync(Surroundings around, string text, CancellationToken cancellationToken) =>
        await new Screen(around).WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
}
