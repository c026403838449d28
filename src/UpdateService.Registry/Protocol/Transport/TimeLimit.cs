namespace UpdateService.Registry.Protocol.Transport;

/// <summary>
/// The time that one answer may take: each step (its beginning, each read of its body) and all of them. Between steps no time runs,
/// but for the whole. For one user at a time.
/// </summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly TimeSpan step;
    private readonly TimeSpan whole;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly CancellationTokenSource source;

    internal TimeLimit(TimeSpan step, TimeSpan whole, TimeProvider time)
    {
        this.step = step;
        this.whole = whole;
        this.time = time;
        started = time.GetTimestamp();
        source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    /// <summary>Ends the step when its time is over, or its caller's token says so.</summary>
    internal CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    /// <summary>Begins a step; the returned registration is disposed at its end, before <see cref="EndStep"/>.</summary>
    internal CancellationTokenRegistration BeginStep(CancellationToken caller)
    {
        GoOn();
        return caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
    }

    /// <summary>Something came or went: the step has its whole time again, within that of the whole.</summary>
    internal void GoOn()
    {
        var left = whole - time.GetElapsedTime(started);
        if (left > TimeSpan.Zero)
        {
            source.CancelAfter(left < step ? left : step);
        }
        else
        {
            source.Cancel();
        }
    }

    internal void EndStep() => source.CancelAfter(Timeout.InfiniteTimeSpan);
}
