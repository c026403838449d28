namespace UpdateService.Server.Streams;

/// <summary>
/// Limits the work that one HTTP/2 connection may request at once: open streams, and frames that request nothing, for which there is a limit
/// at once and a rate. Both are far above what browsers, proxies and Go's client send. Both directions of a connection may use it at the
/// same time.
/// </summary>
/// <remarks>
/// Kestrel writes answers from a queue with room for 200 streams. It drops what does not fit, and then waits forever for the streams
/// that it dropped. The limit for open streams and recently reset ones, which it may not have finished, is below that.
/// </remarks>
internal sealed class StreamLedger
{
    /// <summary>Clients open 100 before they receive the server's limit of 100.</summary>
    private const int MostOpen = 128;

    /// <summary>A Go client sends one for every 4 kB that it has read, both for the stream and for the connection.</summary>
    private const int UpdatesOfRequest = 64;

    private readonly Lock turn = new();
    private readonly TimeProvider time;
    private readonly HashSet<int> open = [];
    private readonly Allowance resets = new(40, 3);
    private readonly Allowance settings = new(20, 5);
    private readonly Allowance pings = new(100, 20);
    private readonly Allowance updates = new(10_000, 1000);
    private readonly Allowance others = new(500, 100);
    private long refilled;
    private int highest;

    public StreamLedger(TimeProvider time) => (this.time, refilled) = (time, time.GetTimestamp());

    /// <summary>Counts a frame of the client.</summary>
    /// <returns>False if it is one too many.</returns>
    public bool Receives(FrameHeader frame)
    {
        lock (turn)
        {
            Refill();
            switch (frame.Kind)
            {
                case FrameKind.Headers when frame.Stream > highest:
                    highest = frame.Stream;
                    updates.Add(UpdatesOfRequest);
                    others.Add(1); // Some clients end a request by a frame of no data, or name its priority.
                    return open.Add(frame.Stream) && open.Count <= MostOpen;
                case FrameKind.Reset:
                    _ = open.Remove(frame.Stream);
                    return resets.Take();
                case FrameKind.Settings:
                    return settings.Take();
                case FrameKind.Ping:
                    return pings.Take();
                case FrameKind.WindowUpdate:
                    return updates.Take();
                case FrameKind.Data when frame.Length > 0:
                    return true; // The server bounds bodies: it takes none.
                default:
                    return others.Take();
            }
        }
    }

    /// <summary>Counts a frame of the server.</summary>
    public void Sends(FrameHeader frame)
    {
        if (frame.Kind != FrameKind.Reset && !frame.EndsStream)
        {
            return;
        }

        lock (turn)
        {
            _ = open.Remove(frame.Stream);
            if (frame.Kind == FrameKind.Reset)
            {
                _ = resets.Take(); // The stream was refused, or is ended early: the server has not finished with it.
            }
            else
            {
                resets.Add(1); // Answers come, so what was reset before has been dealt with.
            }
        }
    }

    private void Refill()
    {
        var elapsed = time.GetElapsedTime(refilled).TotalSeconds;
        if (elapsed >= 1)
        {
            refilled = time.GetTimestamp();
            foreach (var allowance in (ReadOnlySpan<Allowance>)[resets, settings, pings, updates, others])
            {
                allowance.Refill(elapsed);
            }
        }
    }

    /// <summary>A limit with a rate at which it recovers.</summary>
    private sealed class Allowance(int most, int perSecond)
    {
        private double left = most;

        public bool Take() => --left >= 0;

        public void Add(int more) => left = Math.Min(most, left + more);

        public void Refill(double seconds) => left = Math.Min(most, left + (perSecond * seconds));
    }
}
