using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace UpdateService.Hardening.Tests;

/// <summary>What others see of a service that is attacked.</summary>
internal static class Attacked
{
    public const string Graph = "/api/upgrades_info/graph?channel=stable-4.18";

    /// <summary>Within this an answer comes also on a busy machine; the strict figures are those of <c>tests/load</c>.</summary>
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(5);

    /// <summary>Asks, as a cluster does, on a connection of its own.</summary>
    /// <param name="address">The service, with or without TLS.</param>
    /// <param name="from">The address of the client.</param>
    /// <param name="path">What is asked for.</param>
    public static async Task<HttpStatusCode> AskAsync(Uri address, string from = "127.0.0.1", string path = Graph)
    {
        using var client = Client(from);
        using var answer = await client.GetAsync(new Uri(address, path));
        _ = await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode;
    }

    /// <summary>What a browser gets.</summary>
    public static async Task<string> ReadAsync(Uri address, string from, string path)
    {
        using var client = Client(from);
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        return await client.GetStringAsync(new Uri(address, path));
    }

    private static HttpClient Client(string from)
    {
        var transport = new SocketsHttpHandler
        {
            ConnectCallback = async (context, ending) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), ending);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        transport.SslOptions.RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null;
        return new HttpClient(transport) { Timeout = Eventually.Deadline };
    }

    /// <summary>Polls and probes go on: each comes, and within a time that is generous.</summary>
    /// <param name="server">The service.</param>
    /// <param name="duration">For how long others ask.</param>
    /// <param name="paths">What they ask for beside the graph.</param>
    public static async Task AssertServesAsync(ServerProcess server, TimeSpan duration, params string[] paths)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < duration;)
        {
            foreach (var (address, path) in (IEnumerable<(Uri, string)>)[(server.Protocol, Graph), (server.Status, "/livez"), (server.Status, "/readyz"), .. paths.Select(path => (server.Protocol, path))])
            {
                var asked = Stopwatch.GetTimestamp();
                Assert.Equal(HttpStatusCode.OK, await AskAsync(address, path: path));
                Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, Generous);
            }

            await Task.Delay(50);
        }
    }

    /// <summary>The value of a metric without labels.</summary>
    public static async Task<double> MetricAsync(ServerProcess server, string name)
    {
        var metrics = await Wire.AskAsync(server.Status, "GET", "/metrics");
        var line = metrics.Text.Split('\n').First(line => line.StartsWith($"{name} ", StringComparison.Ordinal));
        return double.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>When the clients are gone, none of them counts any more, and the server has finished with each.</summary>
    public static async Task AssertForgottenAsync(ServerProcess server)
    {
        await Eventually.HoldsAsync(async () => await MetricAsync(server, "update_service_connections") == 0, "no connection is counted when its client is gone");
        Assert.Equal(0, await MetricAsync(server, "update_service_connections_abandoned_total"));
        for (var poll = 0; poll < 20; poll++)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(server.Protocol));
        }

        server.ExpectRunning();
    }
}
