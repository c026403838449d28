using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace UpdateService.Benchmarks.Fleets;

/// <summary>
/// Clusters that poll one service: so many a second, each on a connection of its own that it leaves open, as a Cluster Version Operator does.
/// Requests are sent when their time comes, however slow the answers to others are, so what a slow moment costs is not hidden.
/// </summary>
/// <param name="port">Where the service listens on the loopback interface.</param>
/// <param name="requests">The targets of requests, taken in turn.</param>
public sealed class Fleet(int port, string[] requests)
{
    private const int Addresses = 200;
    private const int BufferBytes = 64 << 10; // Most answers come in one piece.

    private readonly IPEndPoint service = new(IPAddress.Loopback, port);
    private readonly byte[][] messages = [.. requests.Select(target => Encoding.ASCII.GetBytes(
        $"GET {target} HTTP/1.1\r\nHost: updates.example.com\r\nUser-Agent: ClusterVersionOperator/4.18.0\r\nAccept: application/json\r\nAccept-Encoding: gzip\r\n\r\n"))];
    private readonly List<double> latencies = [];
    private readonly Dictionary<string, int> errors = new(StringComparer.Ordinal);
    private int open;
    private int mostOpen;

    /// <summary>Polls for a time, then waits until the service has closed all connections.</summary>
    /// <returns>A report in lines of text.</returns>
    public async Task<string> PollAsync(int perSecond, TimeSpan duration)
    {
        var sessions = new List<Task>(perSecond * (int)duration.TotalSeconds);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < duration)
        {
            for (var due = (int)(elapsed.TotalSeconds * perSecond); sessions.Count < due;)
            {
                var at = started + (long)((double)sessions.Count / perSecond * Stopwatch.Frequency);
                sessions.Add(PollOnceAsync(sessions.Count, at));
            }

            await Task.Delay(1);
        }

        await Task.WhenAll(sessions);
        latencies.Sort();
        return $"""
            {sessions.Count:N0} polls at {perSecond:N0} a second; {latencies.Count:N0} whole answers; errors: {(errors.Count == 0 ? "none" : string.Join(", ", errors.Select(error => $"{error.Value:N0} {error.Key}")))}
            ms from the poll's time to the last byte: p50 {Percentile(0.5):0.00}, p99 {Percentile(0.99):0.00}, p99.9 {Percentile(0.999):0.00}, most {Percentile(1):0.00}
            most connections open at once: {mostOpen:N0}
            """;
    }

    private async Task PollOnceAsync(int number, long at)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            BindTo(socket, number);
            await socket.ConnectAsync(service);
            var now = Interlocked.Increment(ref open);
            if (now > mostOpen)
            {
                mostOpen = now;
            }

            try
            {
                _ = await socket.SendAsync(messages[number % messages.Length]);
                var isWhole = await ReadAnswerAsync(socket);
                Count(isWhole ? null : "answers cut short or not 200", Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                _ = await socket.ReceiveAsync(new byte[1]); // The service closes it in the end.
            }
            finally
            {
                _ = Interlocked.Decrement(ref open);
            }
        }
        catch (SocketException exception)
        {
            Count(exception.SocketErrorCode.ToString(), 0);
        }
    }

    /// <summary>One address has too few ports for a fleet, so it comes from many.</summary>
    private static void BindTo(Socket socket, int number)
    {
        const int levelIp = 0;
        const int bindAddressNoPort = 24; // The port is chosen when it connects, so that it need only differ for this service.
        socket.SetRawSocketOption(levelIp, bindAddressNoPort, BitConverter.GetBytes(1));
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + (number % Addresses))]), 0));
    }

    private static async Task<bool> ReadAnswerAsync(Socket socket)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            return await ReadAnswerAsync(socket, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<bool> ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var (held, head) = (0, -1);
        while (head < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(held));
            if (read == 0)
            {
                return false;
            }

            held += read;
            head = buffer.AsSpan(0, held).IndexOf("\r\n\r\n"u8);
        }

        var headers = Encoding.ASCII.GetString(buffer, 0, head);
        const string length = "Content-Length: ";
        var start = headers.IndexOf(length, StringComparison.OrdinalIgnoreCase) + length.Length;
        var end = headers.IndexOf('\r', start);
        var left = int.Parse(end < 0 ? headers[start..] : headers[start..end]) - (held - head - 4);
        while (left > 0)
        {
            var read = await socket.ReceiveAsync(buffer);
            if (read == 0)
            {
                return false;
            }

            left -= read;
        }

        return left == 0 && headers.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
    }

    private void Count(string? error, double milliseconds)
    {
        lock (latencies)
        {
            if (error is null)
            {
                latencies.Add(milliseconds);
            }
            else
            {
                errors[error] = errors.GetValueOrDefault(error) + 1;
            }
        }
    }

    private double Percentile(double share) => latencies.Count == 0 ? double.NaN : latencies[Math.Min(latencies.Count - 1, (int)(share * latencies.Count))];
}
