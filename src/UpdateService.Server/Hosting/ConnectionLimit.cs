using Microsoft.AspNetCore.Connections;

namespace UpdateService.Server.Hosting;

/// <summary>
/// How many connections of clients are open at once. One more than the limit is closed as soon as it comes: a cluster keeps what it
/// knows and asks again some minutes later, while a service that runs out of memory serves nobody.
/// </summary>
/// <param name="most">The limit.</param>
internal sealed class ConnectionLimit(int most)
{
    private long open;
    private long refused;

    /// <summary>How many may be open.</summary>
    public int Most => most;

    /// <summary>Connections that are open now.</summary>
    public long Open => Interlocked.Read(ref open);

    /// <summary>Connections that were closed at once.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Serves a connection, or closes it.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (Interlocked.Increment(ref open) > most)
        {
            _ = Interlocked.Increment(ref refused);
            _ = Interlocked.Decrement(ref open);
            connection.Abort(new ConnectionAbortedException("Too many connections are open."));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            _ = Interlocked.Decrement(ref open);
        }
    }
}
