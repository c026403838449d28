using System.Net;
using System.Net.Sockets;

namespace UpdateService.EndToEnd.Tests;

/// <summary>
/// Ports for servers that must be told theirs. They stand below those that the system gives away itself, so that no other
/// connection takes one between its choice and its use.
/// </summary>
internal static class FreePorts
{
    private const int Lowest = 20_000;
    private const int Count = 10_000;

    private static int last = Environment.ProcessId * 100;

    /// <summary>One that nobody listens on, and that no other test of this process is given.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Lowest + (Interlocked.Increment(ref last) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there: the next one.
            }
        }
    }
}
