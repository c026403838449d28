using System.Net;
using UpdateService.Server.Graphs;

namespace UpdateService.Server.Administration;

/// <summary>
/// Requests that are refused for a wrong token. The first ten in ten seconds are recorded one by one, the others as a count.
/// More than twenty a second get 429. A request with the right token is never affected.
/// </summary>
internal sealed class RefusedTokens : IDisposable
{
    private const int WrittenOfEach = 10;
    private const int AnsweredOfSecond = 20;
    private const int MostAddresses = 1000;
    private const string Reason = "refused, the token is wrong or missing";

    private static readonly TimeSpan Summary = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly ProtocolError Unauthorized = new(401, "unauthorized", "this needs the administrator's token: Authorization: Bearer <token>");
    private static readonly ProtocolError TooMany = new(429, "too_many_requests", "too many acts with a wrong token; try again in some seconds, with the right one");

    private readonly Lock turn = new();
    private readonly HashSet<IPAddress> addresses = [];
    private readonly AuditLog audit;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private long second;
    private int ofSecond;
    private int written;
    private int unwritten;

    public RefusedTokens(AuditLog audit, TimeProvider time)
    {
        (this.audit, this.time) = (audit, time);
        second = time.GetTimestamp();
        timer = time.CreateTimer(static refused => ((RefusedTokens)refused!).Summarise(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Counts a refused action.</summary>
    /// <param name="act">Its name.</param>
    /// <param name="from">Where it came from.</param>
    /// <returns>The error to send.</returns>
    public ProtocolError Refuse(string act, IPEndPoint from)
    {
        lock (turn)
        {
            if (written == 0)
            {
                _ = timer.Change(Summary, Timeout.InfiniteTimeSpan);
            }

            if (written < WrittenOfEach)
            {
                written++;
                audit.WriteRefused(act, $"{from}", Reason);
            }
            else
            {
                unwritten++;
                if (addresses.Count < MostAddresses)
                {
                    _ = addresses.Add(from.Address);
                }
            }

            return IsWithinSecond() ? Unauthorized : TooMany;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        Summarise();
    }

    private bool IsWithinSecond()
    {
        if (time.GetElapsedTime(second) >= Second)
        {
            (second, ofSecond) = (time.GetTimestamp(), 0);
        }

        return ++ofSecond <= AnsweredOfSecond;
    }

    private void Summarise()
    {
        lock (turn)
        {
            if (unwritten > 0)
            {
                var from = addresses.Count == 1 ? $"{addresses.First()}" : $"{addresses.Count}{(addresses.Count == MostAddresses ? " or more" : "")} addresses";
                audit.WriteRefused($"{unwritten} more", from, Reason);
            }

            addresses.Clear();
            (written, unwritten) = (0, 0);
        }
    }
}
