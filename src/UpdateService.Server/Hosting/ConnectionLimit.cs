using System.Net;
using Microsoft.AspNetCore.Connections;

namespace UpdateService.Server.Hosting;

/// <summary>
/// Limits the open connections of clients. If many are open, each ends with its answer. A connection over the limit is closed at once:
/// a cluster keeps its data and asks again some minutes later, but a service that runs out of memory serves nobody.
/// </summary>
/// <remarks>
/// A connection counts until its socket is closed, not until the server is finished with it: on HTTP/2 the server can wait forever for a
/// stream that it dropped itself.
/// </remarks>
/// <param name="most">The limit.</param>
/// <param name="share">How many connections one address may have.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionLimit(int most, AddressShare share, TimeProvider time)
{
    /// <summary>More connections than users, proxies and tests keep open for their next request.</summary>
    private const int Few = 1000;

    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);

    /// <summary>How long the server may take to finish a connection after its socket is closed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly int crowd = Math.Min(Few, most / 2);
    private long open;
    private long refused;
    private long refusedByShare;
    private long abandoned;
    private long cut;
    private long lastCrowd; // By the clock; 0 where there was none.
    private long lastRefused;
    private long lastRefusedByShare;
    private volatile IPAddress? lastGreedy;

    /// <summary>The limit of open connections.</summary>
    public int Most => most;

    /// <summary>How many connections one address may have; null for any number.</summary>
    public int? MostOfAddress => share.Most;

    /// <summary>The number of open connections.</summary>
    public long Open => Interlocked.Read(ref open);

    /// <summary>The number of connections that were closed because of either limit.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>The number of these that were closed because of the limit of their address.</summary>
    public long RefusedByShare => Interlocked.Read(ref refusedByShare);

    /// <summary>The number of connections that the server had not finished some seconds after their socket was closed.</summary>
    public long Abandoned => Interlocked.Read(ref abandoned);

    /// <summary>The number of HTTP/2 connections that were closed for too many streams at once, or too many frames that request nothing.</summary>
    public long WereCut => Interlocked.Read(ref cut);

    /// <summary>
    /// Whether so many are open that each is closed after its answer. A cluster opens a connection for each poll, never reuses it and never
    /// closes it (protocol specification). A fleet's connections would fill the limit, and be closed by the thousand when they time out.
    /// </summary>
    public bool IsCrowded => Open > crowd;

    /// <summary>Whether this was so within the last minute: there is a fleet, and anything that delays all clients matters.</summary>
    public bool WasCrowded => IsLately(ref lastCrowd);

    /// <summary>Reports each limit that was reached within the last minute, one sentence each.</summary>
    public IEnumerable<string> Troubles
    {
        get
        {
            if (IsLately(ref lastRefused))
            {
                yield return $"The limit of {most} connections was reached within the last minute, and clients were turned away; {Open} are open (--max-connections).";
            }

            if (IsLately(ref lastRefusedByShare))
            {
                yield return $"The address {lastGreedy} held {share.Most} connections within the last minute, its share, and more were closed (--connections-per-address; --proxy-address if it is a proxy).";
            }
        }
    }

    /// <summary>Serves a connection, or closes it.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (Enter(connection) is not { } place)
        {
            connection.Abort(new ConnectionAbortedException("Too many connections are open."));
            return;
        }

        try
        {
            await using var ending = connection.ConnectionClosed.UnsafeRegister(static place => ((Place)place!).Leave(), place);
            await FinishAsync(next(connection), connection.ConnectionClosed);
        }
        finally
        {
            place.Leave();
        }
    }

    /// <summary>Records that a connection was closed because of its HTTP/2 frames.</summary>
    public void Cut() => Interlocked.Increment(ref cut);

    private Place? Enter(ConnectionContext connection)
    {
        var now = Interlocked.Increment(ref open);
        if (now > crowd)
        {
            _ = Interlocked.Exchange(ref lastCrowd, time.GetTimestamp());
        }

        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (now > most)
        {
            Refuse(ref lastRefused);
            return null;
        }

        if (share.TryTake(address, out var taken))
        {
            return new Place(this, taken);
        }

        lastGreedy = address;
        _ = Interlocked.Increment(ref refusedByShare);
        Refuse(ref lastRefusedByShare);
        return null;
    }

    private void Refuse(ref long last)
    {
        _ = Interlocked.Exchange(ref last, time.GetTimestamp());
        _ = Interlocked.Increment(ref refused);
        _ = Interlocked.Decrement(ref open);
    }

    private bool IsLately(ref long at) => Interlocked.Read(ref at) is var last and not 0 && time.GetElapsedTime(last) < Lately;

    /// <summary>Waits for the server, but only for a limited time after the socket was closed. Returning releases the connection.</summary>
    private async Task FinishAsync(Task serving, CancellationToken closed)
    {
        await serving.WaitAsync(closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!serving.IsCompleted)
        {
            await serving.WaitAsync(Grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (serving.IsCompleted)
        {
            await serving;
        }
        else
        {
            _ = Interlocked.Increment(ref abandoned);
        }
    }

    /// <summary>The place of one connection. It is released once: when its socket is closed, or when the server is finished.</summary>
    private sealed class Place(ConnectionLimit limit, IPAddress? taken)
    {
        private int isLeft;

        public void Leave()
        {
            if (Interlocked.Exchange(ref isLeft, 1) == 0)
            {
                _ = Interlocked.Decrement(ref limit.open);
                limit.ReturnShare(taken);
            }
        }
    }

    private void ReturnShare(IPAddress? taken) => share.Return(taken);
}
