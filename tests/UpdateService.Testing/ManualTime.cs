namespace UpdateService.Testing;

/// <summary>
/// A clock that stands still until the test moves it. Short waits, which are pauses before another try, are over at once;
/// longer ones end when the clock has gone as far.
/// </summary>
/// <param name="longestPause">The longest of the short waits.</param>
public sealed class ManualTime(TimeSpan longestPause) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly HashSet<ManualTimer> timers = [];
    private readonly TimeSpan longestPause = longestPause;
    private TimeSpan passed;
    private TimeSpan jumped;

    /// <summary>How long is waited for, by everybody who waits now.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (gate)
            {
                return [.. timers.Select(timer => timer.Length)];
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time passes: what waited long enough goes on.</summary>
    public void Advance(TimeSpan time)
    {
        List<ManualTimer> due;
        lock (gate)
        {
            passed += time;
            due = [.. timers.Where(timer => timer.Due <= passed)];
            timers.ExceptWith(due);
        }

        due.ForEach(timer => timer.Fire());
    }

    /// <summary>Somebody sets the clock, also backwards: the time of day is another one, and no time has passed.</summary>
    public void Jump(TimeSpan time)
    {
        lock (gate)
        {
            jumped += time;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero) + passed + jumped;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (gate)
        {
            return passed.Ticks;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Length { get; private set; }

        public TimeSpan Due { get; private set; }

        public void Fire() => ThreadPool.QueueUserWorkItem(_ => callback(state));

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                _ = time.timers.Remove(this);
                if (dueTime > time.longestPause)
                {
                    Length = dueTime;
                    Due = time.passed + dueTime;
                    _ = time.timers.Add(this);
                }
            }

            if (dueTime >= TimeSpan.Zero && dueTime <= time.longestPause)
            {
                Fire();
            }

            return true;
        }

        public void Dispose()
        {
            lock (time.gate)
            {
                _ = time.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
