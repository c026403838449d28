using System.Net.Sockets;
using System.Text.Json;

namespace UpdateService.EndToEnd.Tests.Following;

/// <summary>The built server, following: at an address that stays when another process takes its place.</summary>
internal sealed class Follower : IDisposable
{
    private readonly IReadOnlyList<string> switches;
    private ServerProcess process;

    public Follower(IEnumerable<string> switches)
    {
        this.switches = ["--listen", Origin(Protocol), "--status-listen", Origin(Status), "--refresh", "1s", .. switches];
        process = ServerProcess.Start(this.switches);
    }

    public Uri Protocol { get; } = new($"http://127.0.0.1:{FreePorts.Next()}");

    public Uri Status { get; } = new($"http://127.0.0.1:{FreePorts.Next()}");

    /// <summary>The content hash of what it serves; nothing where it serves nothing, or does not answer.</summary>
    public async Task<(int Number, string Hash)> ServedAsync()
    {
        try
        {
            var answer = await Wire.AskAsync(Status, "GET", "/status");
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.GetProperty("served") is { ValueKind: JsonValueKind.Object } served
                ? (served.GetProperty("number").GetInt32(), served.GetProperty("contentHash").GetString()!)
                : default;
        }
        catch (SocketException)
        {
            return default;
        }
    }

    /// <summary>Ends it at once, as a machine that fails does.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <summary>Ends it in order.</summary>
    public Task StopAsync() => EndAsync("TERM");

    /// <summary>Starts it again, at the same address.</summary>
    public void StartAgain()
    {
        process.Dispose();
        process = ServerProcess.Start(switches);
    }

    public void Dispose() => process.Dispose();

    private async Task EndAsync(string signal)
    {
        await process.SignalAsync(signal);
        _ = await process.EndAsync();
    }

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
