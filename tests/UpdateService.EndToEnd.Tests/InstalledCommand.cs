using System.ComponentModel;
using System.Diagnostics;

namespace UpdateService.EndToEnd.Tests;

/// <summary>Commands of Debian's packages that the tests run. One that is missing fails the test and says how to get it.</summary>
internal static class InstalledCommand
{
    /// <summary>Starts a command.</summary>
    /// <param name="package">The package that has it.</param>
    /// <param name="start">The command and its arguments.</param>
    public static Process Start(string package, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{start.FileName} cannot be run ({exception.Message}); install the package {package}, as tests/run.sh does.", exception);
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="package">The package that has it.</param>
    /// <param name="line">The command and its arguments.</param>
    /// <param name="input">For its standard input.</param>
    /// <param name="home">Its home folder, so that what a person keeps in theirs has no part in a test.</param>
    public static async Task<CommandResult> RunAsync(string package, IReadOnlyList<string> line, string input = "", string? home = null)
    {
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (home is not null)
        {
            start.Environment["HOME"] = start.Environment["XDG_RUNTIME_DIR"] = home;
        }

        using var process = Start(package, start);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, await output, await errors);
    }
}

/// <summary>How a command ended.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record CommandResult(int Status, string Output, string Errors)
{
    /// <summary>The standard output of a command that must have worked.</summary>
    public string Expect()
    {
        Assert.True(Status == 0, $"It ended with {Status}: {Errors}{Output}");
        return Output;
    }
}
