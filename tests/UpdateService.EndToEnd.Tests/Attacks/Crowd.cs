using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace UpdateService.EndToEnd.Tests.Attacks;

/// <summary>Many connections of this process, held open until it is disposed.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly List<Socket> sockets = [];
    private int refused;

    /// <summary>How many connections a process may have here, with some files left for everything else: the lower of the wish and the system's limit.</summary>
    public static int Room(int wish)
    {
        const string limit = "Max open files";
        const int others = 1000;
        var line = File.ReadLines("/proc/self/limits").First(line => line.StartsWith(limit, StringComparison.Ordinal));
        var words = line[limit.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? Math.Min(wish, most - others) : wish;
    }

    /// <summary>Opens connections, and sends the same on each.</summary>
    public async Task GrowAsync(Uri address, int count, string bytes)
    {
        for (var number = 0; number < count; number++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, address.Port);
                _ = bytes.Length == 0 ? 0 : await socket.SendAsync(Encoding.Latin1.GetBytes(bytes));
                sockets.Add(socket);
            }
            catch (SocketException)
            {
                refused++; // Closed before this side knew that it was open.
                socket.Dispose();
            }
        }
    }

    /// <summary>Sends a little more on each connection that still takes it.</summary>
    public async Task SendAsync(string bytes)
    {
        foreach (var socket in sockets)
        {
            try
            {
                _ = await socket.SendAsync(Encoding.Latin1.GetBytes(bytes));
            }
            catch (SocketException)
            {
                // The service has closed it.
            }
        }
    }

    /// <summary>How many connections the service has ended: what is read of one is its end, or a last answer before it.</summary>
    public int Ended() => refused + sockets.Count(socket => socket.Poll(0, SelectMode.SelectRead));

    /// <inheritdoc/>
    public void Dispose() => sockets.ForEach(socket => socket.Dispose());
}

/// <summary>What a process takes, as the system counts it.</summary>
internal static class Taken
{
    /// <summary>Megabytes of memory in use.</summary>
    public static int Megabytes(int process)
    {
        const string name = "VmRSS:";
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return int.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) >> 10;
    }
}
