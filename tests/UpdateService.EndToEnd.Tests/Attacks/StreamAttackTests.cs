using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using UpdateService.Attacks.Streams;
using Xunit.Abstractions;

namespace UpdateService.EndToEnd.Tests.Attacks;

/// <summary>Streams of HTTP/2 that are opened and taken back as fast as a client can: "rapid reset", CVE-2023-44487.</summary>
public sealed class StreamAttackTests(ITestOutputHelper output)
{
    private const string Graph = "/api/upgrades_info/graph?channel=stable-4.18";
    private const int Attackers = 4;
    private const int PairsAtOnce = 200;
    private const int DefaultWindow = 65_535;
    private const int LastStream = int.MaxValue - 2;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Streams_that_are_taken_back_at_once_keep_nobody_else_from_being_served()
    {
        const int mostMegabytes = 300;
        using var data = GraphDataDirectory.Sample();
        using var certificate = PrivateAuthority.SelfSigned("attacked");
        await File.WriteAllTextAsync(data.Beside("tls.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(data.Beside("tls.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        using var server = await ServerProcess.StartReadyAsync(
        [
            "--listen", "https://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path,
            "--certificate", data.Beside("tls.crt"), "--certificate-key", data.Beside("tls.key"),
        ]);
        using var transport = new SocketsHttpHandler();
        transport.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null;
        using var client = new HttpClient(transport) { Timeout = Eventually.Deadline };
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, server));
        var before = Taken.Megabytes(server.Id);

        var attacks = Enumerable.Range(0, Attackers).Select(_ => Task.Run(() => AttackAsync(server.Protocol))).ToList();
        var served = 0;
        for (var all = Task.WhenAll(attacks); !all.IsCompleted; served++)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(client, server));
            Assert.Equal(200, (await Wire.AskAsync(server.Status, "GET", "/livez")).Status);
        }

        var ends = await Task.WhenAll(attacks);
        var grown = Taken.Megabytes(server.Id) - before;
        output.WriteLine($"{ends.Sum(end => end.Streams)} streams were taken back on {ends.Sum(end => end.Connections)} connections; {served} others were served meanwhile; memory grew by {grown} MB.");
        Assert.InRange(served, 1, int.MaxValue);
        Assert.InRange(grown, int.MinValue, mostMegabytes);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, server));
        Assert.Empty(server.Errors);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, ServerProcess server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Protocol, Graph)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Opens streams and takes them back, on a new connection whenever the service ends one.</summary>
    private static async Task<(int Streams, int Connections)> AttackAsync(Uri address)
    {
        var (streams, connections) = (0, 0);
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Duration; connections++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, address.Port);
            await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", ApplicationProtocols = [SslApplicationProtocol.Http2] });
            var reading = ReadAllAsync();
            try
            {
                await tls.WriteAsync(Frames.Beginning(DefaultWindow));
                for (var stream = 1; stream < LastStream && !reading.IsCompleted && Stopwatch.GetElapsedTime(started) < Duration; stream += 2 * PairsAtOnce)
                {
                    await tls.WriteAsync(Pairs(stream));
                    streams += PairsAtOnce;
                }
            }
            catch (IOException)
            {
                // The service has ended the connection.
            }

            client.Close();
            await reading;

            async Task ReadAllAsync()
            {
                var buffer = new byte[16 << 10];
                try
                {
                    while (await tls.ReadAsync(buffer) > 0)
                    {
                    }
                }
                catch (Exception exception) when (exception is IOException or ObjectDisposedException)
                {
                    // Ended by either side.
                }
            }
        }

        return (streams, connections);
    }

    private static byte[] Pairs(int first)
    {
        var bytes = new List<byte>();
        for (var pair = 0; pair < PairsAtOnce; pair++)
        {
            bytes.AddRange(Frames.Request(first + (2 * pair), Graph));
            bytes.AddRange(Frames.Reset(first + (2 * pair)));
        }

        return [.. bytes];
    }
}
