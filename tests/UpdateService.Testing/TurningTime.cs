namespace UpdateService.Testing;

/// <summary>A clock whose every wait is over at once; at the end of each it does what the test says.</summary>
public sealed class TurningTime(Action onWait) : TimeProvider
{
    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        onWait();
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
