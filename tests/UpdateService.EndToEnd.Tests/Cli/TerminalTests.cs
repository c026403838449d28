using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests.Cli;

/// <summary>The command among pipes, terminals and signals.</summary>
public sealed partial class TerminalTests
{
    private const string Question = "path 4.14.20 4.16.3";

    [Fact]
    public async Task In_a_pipe_a_text_is_plain_and_the_status_is_the_answers()
    {
        var ran = await CliProcess.RunAsync(Question.Split(' '));

        Assert.Equal(2, ran.Status);
        Assert.StartsWith("4.14.20 to 4.16.3 (amd64): 2 updates, risks to accept: ", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ran.Output);
        Assert.Empty(ran.Errors);
    }

    [Fact]
    public async Task On_a_terminal_it_has_colours_unless_nobody_wants_them()
    {
        Assert.Matches(Colour(), await OnTerminalAsync(Question));
        Assert.DoesNotMatch(Colour(), await OnTerminalAsync(Question, "NO_COLOR=1"));
        Assert.Contains("│ stable-4.18", await OnTerminalAsync("channels", "NO_COLOR=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_is_closed_early_is_no_error()
    {
        var ran = await CliProcess.BashAsync("updatectl releases -o json | head -c 10");
        Assert.Equal("{\"arch\":\"a", ran.Output);
        Assert.Empty(ran.Errors);
    }

    [Fact]
    public async Task From_the_keyboard_it_ends_quietly()
    {
        // It waits for its standard input, which never comes.
        using var process = Process.Start(new ProcessStartInfo("dotnet", [CliProcess.Built, "channels", "--graph", "-"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await Eventually.HoldsAsync(() => File.ReadAllText($"/proc/{process.Id}/maps").Contains("System.CommandLine", StringComparison.Ordinal) && CatchesInterrupts(process.Id), "the command runs");

        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await process.WaitForExitAsync(deadline.Token);
        Assert.Equal(130, process.ExitCode);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync(deadline.Token));
        Assert.Empty(await process.StandardError.ReadToEndAsync(deadline.Token));
    }

    /// <summary>Whether the process has a handler of its own for SIGINT, the second signal.</summary>
    private static bool CatchesInterrupts(int process) => File.ReadLines($"/proc/{process}/status")
        .Any(line => line.StartsWith("SigCgt:", StringComparison.Ordinal) && (ulong.Parse(line[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0);

    /// <summary>Runs the command on a terminal of its own; what it shows there.</summary>
    private static async Task<string> OnTerminalAsync(string line, string variable = "TERM=xterm")
    {
        var ran = await InstalledCommand.RunAsync("bsdutils", ["env", "TERM=xterm", variable, "script", "--quiet", "--return", "--command", $"stty cols 120; dotnet '{CliProcess.Built}' {line}", "/dev/null"]);
        Assert.NotEmpty(ran.Output);
        return ran.Output;
    }

    [GeneratedRegex("\u001b\\[[0-9;]+m", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex Colour();
}
