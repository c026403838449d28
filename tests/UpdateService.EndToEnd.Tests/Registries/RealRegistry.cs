using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Registries;

/// <summary>Debian's <c>docker-registry</c> as a process on this machine, with a folder and a port of its own.</summary>
public sealed partial class RealRegistry : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> output = new();
    private readonly int port = FreePorts.Next();
    private string configuration = "";
    private Process? process;

    private RealRegistry(RegistrySetup setup)
    {
        Setup = setup;
        Storage = new RegistryStorage(folder.In("storage"));
        Client = CreateClient();
    }

    /// <summary>How it was started.</summary>
    public RegistrySetup Setup { get; }

    /// <summary>What pull specs and <c>oci://</c> addresses begin with: <c>localhost:20001</c>.</summary>
    public string Host => $"{(Setup.IsOnIPv6 ? "[::1]" : "localhost")}:{port}";

    /// <summary>Its root over HTTP or HTTPS.</summary>
    public Uri Address => new($"{(Setup.Authority is null ? "http" : "https")}://{Host}/");

    /// <summary>The PEM file of the private authority, for clients that are told to trust it.</summary>
    public string AuthorityFile => folder.In("trust/authority.crt");

    /// <summary>Its folder on the disk.</summary>
    public RegistryStorage Storage { get; }

    /// <summary>An empty home for the clients that a test runs.</summary>
    internal string ClientHome => Directory.CreateDirectory(folder.In("home")).FullName;

    /// <summary>A client that trusts whatever certificate comes from the port: it is the tests' own.</summary>
    internal HttpClient Client { get; }

    /// <summary>Starts one and waits until it answers.</summary>
    public static async Task<RealRegistry> StartAsync(RegistrySetup? setup = null)
    {
        var registry = new RealRegistry(setup ?? new RegistrySetup());
        try
        {
            registry.configuration = await RegistryConfiguration.WriteAsync(registry.Setup, registry.folder, registry.port);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(registry.AuthorityFile)!);
            await File.WriteAllTextAsync(registry.AuthorityFile, registry.Setup.Authority?.Pem);
            await registry.StartAgainAsync();
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it after <see cref="StopAsync"/>: on the same port, with the same content.</summary>
    public async Task StartAgainAsync()
    {
        process = InstalledCommand.Start("docker-registry", new ProcessStartInfo("docker-registry", ["serve", configuration])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        });
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.HoldsAsync(AnswersAsync, "the registry answers");
    }

    /// <summary>Ends it at once, as a machine that fails does. Its folder stays.</summary>
    public async Task StopAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            process = null;
        }
    }

    /// <summary>
    /// The requests that it has answered so far, its own log's lines, in the order in which they ended. A request of the test
    /// itself marks the end of the list, so that every answer that a client has read before is in it.
    /// </summary>
    public async Task<IReadOnlyList<RegistryRequest>> RequestsAsync()
    {
        var mark = $"/v2/?mark={Guid.NewGuid():N}";
        using var answer = await Client.GetAsync(new Uri(Address, mark));
        var requests = ImmutableArray<RegistryRequest>.Empty;
        await Eventually.HoldsAsync(() => (requests = Logged()).Any(request => request.Target == mark), "the registry logs a request");
        return [.. requests.TakeWhile(request => request.Target != mark).Where(request => !request.Target.StartsWith("/v2/?mark=", StringComparison.Ordinal))];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        folder.Dispose();
    }

    private ImmutableArray<RegistryRequest> Logged() =>
    [
        .. output.Select(line => RequestLine().Match(line)).Where(match => match.Success).Select(match => new RegistryRequest(
            match.Groups["method"].Value, match.Groups["target"].Value, (HttpStatusCode)int.Parse(match.Groups["status"].ValueSpan))),
    ];

    private async Task<bool> AnswersAsync()
    {
        if (process!.HasExited)
        {
            throw new InvalidOperationException($"docker-registry ended with {process.ExitCode}: {string.Join('\n', output)}");
        }

        try
        {
            using var answer = await Client.GetAsync(new Uri(Address, "/v2/?mark=start"));
            return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized;
        }
        catch (HttpRequestException)
        {
            return false; // Not yet.
        }
    }

    private HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.Issuer == Setup.Authority!.Certificate.Subject;
        return new HttpClient(handler);
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            output.Enqueue(line);
        }
    }

    /// <summary>A line of the combined log format.</summary>
    [GeneratedRegex("\"(?<method>[A-Z]+) (?<target>[^ ]+) HTTP/[0-9.]+\" (?<status>[0-9]{3}) ", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex RequestLine();
}

/// <summary>A request that a registry answered.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Status">The answer's status.</param>
public sealed record RegistryRequest(string Method, string Target, HttpStatusCode Status);
