using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace UpdateService.Registry;

/// <summary>
/// Connections to others. What is done with their answers may take long, so it goes on with a thread of the pool, also in a process that lets
/// sockets go on with the threads that wait for all of them: clients must not wait for it.
/// </summary>
internal static class PooledConnection
{
    /// <summary>Connects; for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="SocketException">Nothing listens there, or the name is not known.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new PooledStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        finally
        {
            await ToPool();
        }
    }

    private static ConfiguredTaskAwaitable ToPool() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    private sealed class PooledStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var reading = base.ReadAsync(buffer, cancellationToken);
            return reading.IsCompleted ? reading : OnPoolAsync(reading);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var writing = base.WriteAsync(buffer, cancellationToken);
            return writing.IsCompleted ? writing : OnPoolAsync(writing);
        }

        private static async ValueTask<int> OnPoolAsync(ValueTask<int> reading)
        {
            try
            {
                return await reading;
            }
            finally
            {
                await ToPool();
            }
        }

        private static async ValueTask OnPoolAsync(ValueTask writing)
        {
            try
            {
                await writing;
            }
            finally
            {
                await ToPool();
            }
        }
    }
}
