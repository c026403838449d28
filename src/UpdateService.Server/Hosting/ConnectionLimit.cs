using Microsoft.AspNetCore.Connections;

namespace UpdateService.Server.Hosting;

/// <summary>
/// How many connections of clients are open at once. Where many are, each ends with its answer. One more than the limit is closed as
/// soon as it comes: a cluster keeps what it knows and asks again some minutes later, while a service that runs out of memory serves nobody.
/// </summary>
/// <param name="most">The limit.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionLimit(int most, TimeProvider time)
{
    /// <summary>More than people, proxies and tests keep open for their next question.</summary>
    private const int Few = 1000;

    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);

    private readonly int crowd = Math.Min(Few, most / 2);
    private long open;
    private long refused;
    private long lastCrowd; // By the clock; 0 where there was none.

    /// <summary>How many may be open.</summary>
    public int Most => most;

    /// <summary>Connections that are open now.</summary>
    public long Open => Interlocked.Read(ref open);

    /// <summary>Connections that were closed at once.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>
    /// Whether so many are open that each answer ends its own. A cluster opens a connection for each poll, never uses it again and never
    /// closes it (protocol specification): a fleet's would fill the room that others need, and be closed by the thousand when their time is up.
    /// </summary>
    public bool IsCrowded => Open > crowd;

    /// <summary>Whether there was such a crowd within the last minute: there is a fleet, and whatever holds all clients up is felt.</summary>
    public bool WasCrowded => Interlocked.Read(ref lastCrowd) is var last and not 0 && time.GetElapsedTime(last) < Lately;

    /// <summary>Serves a connection, or closes it.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var now = Interlocked.Increment(ref open);
        if (now > crowd)
        {
            _ = Interlocked.Exchange(ref lastCrowd, time.GetTimestamp());
        }

        if (now > most)
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
