using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace UpdateService.EndToEnd.Tests.Cli;

/// <summary>The same data twice: written as files and served by nginx, and served by the service.</summary>
public sealed class NginxSite : IAsyncLifetime, IDisposable
{
    private const string Prefix = "/api/upgrades_info";

    private readonly HttpClient http = new() { Timeout = Eventually.Deadline };
    private readonly int port = FreePorts.Next();
    private Process? nginx;
    private ServerProcess? server;
    private bool isDisposed;

    /// <summary>What both serve.</summary>
    internal GraphDataDirectory Data { get; } = GraphDataDirectory.Sample();

    /// <summary>Where nginx is.</summary>
    internal Uri Nginx => new($"http://127.0.0.1:{port}/");

    /// <summary>Where the service is.</summary>
    internal Uri Service => server!.Protocol;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        // The workers run as another user where the tests run as the superuser.
        _ = await InstalledCommand.RunAsync("coreutils", ["chmod", "a+rx", Data.Beside("")]);
        _ = (await BuildAsync()).Expect();
        nginx = InstalledCommand.Start("nginx-light", new ProcessStartInfo("nginx", ["-p", Data.Beside("site"), "-c", "nginx.conf"]) { UseShellExecute = false });
        server = await ServerProcess.StartReadyAsync(Data);
        await Eventually.HoldsAsync(ListensAsync, "nginx listens");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (!isDisposed && nginx is { HasExited: false })
        {
            using var quit = Process.Start("kill", ["-QUIT", nginx.Id.ToString(CultureInfo.InvariantCulture)]);
            await quit.WaitForExitAsync();
            await nginx.WaitForExitAsync();
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        server?.Dispose();
        http.Dispose();
        nginx?.Dispose();
        Data.Dispose();
    }

    /// <summary>Writes the files.</summary>
    internal Task<CommandResult> BuildAsync() => CliProcess.RunAsync("build", "--output", Data.Beside("site"), "--listen", $"127.0.0.1:{port}", "--graph-data", Data.Path);

    /// <summary>Asks one of the two.</summary>
    internal async Task<(HttpStatusCode Status, string? MediaType, string Body)> AskAsync(Uri place, string question, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(place, question));
        if (accept.Length > 0)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Accept", accept));
        }

        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Asks nginx something special.</summary>
    internal async Task<HttpResponseMessage> SendAsync(HttpMethod method, string question, Action<HttpRequestMessage> change)
    {
        using var request = new HttpRequestMessage(method, Address(Nginx, question));
        request.Headers.Accept.ParseAdd("application/json");
        change(request);
        return await http.SendAsync(request);
    }

    /// <summary>The bytes at an address.</summary>
    internal Task<byte[]> GetAsync(Uri place, string question) => http.GetByteArrayAsync(Address(place, question));

    private static Uri Address(Uri place, string question) => new(place.ToString().TrimEnd('/') + Prefix + question);

    private async Task<bool> ListensAsync()
    {
        Assert.False(nginx!.HasExited, "nginx has ended.");
        try
        {
            using var wire = await Wire.OpenAsync(Nginx);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
