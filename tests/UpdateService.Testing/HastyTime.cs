using System.Collections.Concurrent;

namespace UpdateService.Testing;

/// <summary>
/// A clock for code that waits and has time limits: short waits are over at once, and the clock goes on by as much; longer ones, which are
/// limits, never end.
/// </summary>
/// <param name="longestWait">The longest of the short waits.</param>
public sealed class HastyTime(TimeSpan longestWait) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> waits = new();
    private readonly TimeSpan longestWait = longestWait;
    private long passed;

    /// <summary>The waits that are over, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. waits];

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The clock goes on.</summary>
    public void Advance(TimeSpan time) => Interlocked.Add(ref passed, time.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero).AddTicks(Interlocked.Read(ref passed));

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref passed);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HastyTimer(this, callback, state);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    private sealed class HastyTimer(HastyTime time, TimerCallback callback, object? state) : ITimer
    {
        private readonly ITimer timer = System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.Zero || dueTime > time.longestWait)
            {
                return timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            time.waits.Enqueue(dueTime);
            time.Advance(dueTime);
            return timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
