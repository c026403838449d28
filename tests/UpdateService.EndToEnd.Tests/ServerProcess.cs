using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests;

/// <summary>The built server as a process of its own, ended by its own process id.</summary>
public sealed partial class ServerProcess : IDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();

    private ServerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        _ = process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The assembly that the build made, in the configuration of these tests.</summary>
    public static string Built { get; } = Path.Combine(
        Repository.Root, "artifacts", "bin", "UpdateService.Server", new DirectoryInfo(AppContext.BaseDirectory).Name, "update-service.dll");

    /// <summary>The process.</summary>
    public int Id => process.Id;

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyCollection<string> Output => output;

    /// <summary>Lines of standard error so far.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    /// <summary>Where the start screen, or the log in JSON, says that the protocol is served; the prefix is cut off.</summary>
    public Uri Protocol => Address(ServingLine());

    /// <summary>The same for the status address.</summary>
    public Uri Status => Address(StatusLine());

    /// <summary>Starts the built server.</summary>
    public static ServerProcess Start(params IEnumerable<string> switches) => Start(Built, [], switches, runner: []);

    /// <summary>Starts the built server with environment variables.</summary>
    public static ServerProcess Start(IEnumerable<(string Name, string Value)> environment, params IEnumerable<string> switches) => Start(Built, environment, switches, runner: []);

    /// <summary>Starts a server.</summary>
    /// <param name="assembly">Its <c>update-service.dll</c>.</param>
    /// <param name="environment">Added to that of the tests.</param>
    /// <param name="switches">For the server.</param>
    /// <param name="runner">A command that runs the rest of its own line as another user, say.</param>
    public static ServerProcess Start(string assembly, IEnumerable<(string Name, string Value)> environment, IEnumerable<string> switches, IReadOnlyList<string> runner) =>
        StartCommand([.. runner, "dotnet", assembly, .. switches], environment);

    /// <summary>Starts a server by any command line that ends up as the server itself, in the same process.</summary>
    /// <param name="line">The command with its arguments.</param>
    /// <param name="environment">Added to that of the tests.</param>
    public static ServerProcess StartCommand(IReadOnlyList<string> line, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { WorkingDirectory = Path.GetTempPath() };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ServerProcess(start);
    }

    /// <summary>Starts the built server on free ports and a folder, and waits until it serves.</summary>
    public static Task<ServerProcess> StartReadyAsync(GraphDataDirectory data, params IEnumerable<string> switches) =>
        StartReadyAsync(["--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path, .. switches]);

    /// <summary>Starts the built server and waits until it serves.</summary>
    public static async Task<ServerProcess> StartReadyAsync(IEnumerable<string> switches)
    {
        var server = Start(switches);
        try
        {
            await server.ShowsAddressesAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the start screen, or the log in JSON, has told the addresses.</summary>
    public Task ShowsAddressesAsync() => Eventually.HoldsAsync(
        () =>
        {
            ExpectRunning();
            return output.Any(line => ServingLine().IsMatch(line)) && output.Any(line => StatusLine().IsMatch(line));
        },
        "the server tells its addresses");

    /// <summary>Throws where the process has ended, with all that it said.</summary>
    public void ExpectRunning()
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"The server ended with {process.ExitCode}: {string.Join('\n', errors.Concat(output))}");
        }
    }

    /// <summary>Sends a signal.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> EndAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await process.WaitForExitAsync(deadline.Token);
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    private Uri Address(Regex pattern) => new(output.Select(line => pattern.Match(line)).First(match => match.Success).Groups["address"].Value);

    [GeneratedRegex(@"(?:^  serving    |""Listen"":"")(?<address>https?://[^/"" ]+)", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex ServingLine();

    [GeneratedRegex(@"(?:^  status     |""Status"":"")(?<address>https?://[^/"" ]+)", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex StatusLine();
}
