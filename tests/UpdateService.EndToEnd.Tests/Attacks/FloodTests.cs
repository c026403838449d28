using System.Net;
using System.Net.Sockets;
using System.Text;

namespace UpdateService.EndToEnd.Tests.Attacks;

/// <summary>Clients that ask without end, before they have read what they asked for.</summary>
public sealed class FloodTests
{
    private const string Target = "/api/upgrades_info/graph?channel=stable-4.18";

    [Fact]
    public async Task Clients_that_never_stop_asking_do_not_keep_others_from_being_answered()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--keep-alive", "5m");
        using var patient = await Wire.OpenAsync(server.Protocol);
        var floods = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Flood(server.Protocol)).ToList();

        for (var time = 0; time < 20; time++)
        {
            await patient.SendAsync($"GET {Target} HTTP/1.1\r\nHost: a\r\n\r\n"); // On a connection that was there before.
            Assert.Equal(200, (await patient.ReadAnswerAsync()).Status);
            Assert.Equal(200, (await Wire.AskAsync(server.Protocol, "GET", Target)).Status);
        }

        floods.ForEach(flood => flood.Dispose());
        Assert.All(floods, flood => Assert.NotEqual(0, flood.Bytes));
        server.ExpectRunning();
    }

    /// <summary>Requests that are sent as fast as they are taken, while whatever comes is read: by threads of their own, which keep no other of this process.</summary>
    private sealed class Flood : IDisposable
    {
        private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly Thread asking;
        private readonly Thread reading;

        public Flood(Uri address)
        {
            socket.Connect(IPAddress.Loopback, address.Port);
            asking = Start(Ask);
            reading = Start(Read);
        }

        /// <summary>How many bytes came.</summary>
        public long Bytes { get; private set; }

        public void Dispose()
        {
            socket.Dispose();
            asking.Join();
            reading.Join();
        }

        private static Thread Start(Action deed)
        {
            var thread = new Thread(() => UntilTheEnd(deed)) { IsBackground = true };
            thread.Start();
            return thread;
        }

        private static void UntilTheEnd(Action deed)
        {
            try
            {
                deed();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The test ends it.
            }
        }

        private void Ask()
        {
            var requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /api/upgrades_info/graph HTTP/1.1\r\nHost: a\r\n\r\n", 1000)));
            while (socket.Send(requests) > 0)
            {
            }
        }

        private void Read()
        {
            var answers = new byte[64 << 10];
            while (socket.Receive(answers) is > 0 and var count)
            {
                Bytes += count;
            }
        }
    }
}
