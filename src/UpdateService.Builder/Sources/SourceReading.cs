using UpdateService.GraphData;

namespace UpdateService.Builder.Sources;

/// <summary>
/// Runs one reading of a source at a time, and waits only for a limited time, so that a source that does not answer delays nothing else.
/// A reading that is no longer waited for continues, and its result is used.
/// </summary>
/// <typeparam name="T">The result of a reading.</typeparam>
/// <param name="read">Reads the source; never called before an earlier call has ended.</param>
/// <param name="patience">How long to wait for a reading.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceReading<T>(Func<SourceChanges, CancellationToken, Task<T>> read, TimeSpan patience, TimeProvider time)
    where T : class
{
    private readonly Lock gate = new();
    private Task<T>? underway;
    private long started;

    /// <summary>The last result; null before the first.</summary>
    public T? Last { get; private set; }

    /// <summary>How long to wait for a reading.</summary>
    public TimeSpan Patience => patience;

    /// <summary>Whether a reading is running that takes longer than the patience.</summary>
    public bool IsLate
    {
        get
        {
            lock (gate)
            {
                return underway is { IsCompleted: false } && time.GetElapsedTime(started) >= patience;
            }
        }
    }

    /// <summary>Reads the source, or stops waiting for it.</summary>
    /// <param name="changes">The changes since the last call.</param>
    /// <param name="cancellationToken">Cancels the wait, and a reading that this call began.</param>
    /// <returns>Whether it was read completely.</returns>
    public async Task<bool> ReadAsync(SourceChanges changes, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            var (reading, isOwn) = Begin(changes, cancellationToken);
            if (!await EndsAsync(reading, isOwn, patience - time.GetElapsedTime(begun), cancellationToken))
            {
                return false;
            }

            Leave(reading);
            if (isOwn || reading.IsFaulted)
            {
                Last = await reading;
                return true;
            }

            Last = reading.IsCanceled ? Last : await reading;
            changes = SourceChanges.Unknown; // That reading began before this call: what changed since may not be in it.
        }
    }

    private (Task<T> Reading, bool IsOwn) Begin(SourceChanges changes, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (underway is not null)
            {
                return (underway, false);
            }

            started = time.GetTimestamp();
            return (underway = Task.Run(() => read(changes, cancellationToken), CancellationToken.None), true);
        }
    }

    private async Task<bool> EndsAsync(Task<T> reading, bool isOwn, TimeSpan left, CancellationToken cancellationToken)
    {
        if (reading.IsCompleted)
        {
            return true;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(reading, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, limit.Token));
        await limit.CancelAsync();
        if (first != reading && cancellationToken.IsCancellationRequested)
        {
            if (isOwn)
            {
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // It is told to end, and what it works with may be disposed of next.
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return first == reading || reading.IsCompleted;
    }

    private void Leave(Task<T> reading)
    {
        lock (gate)
        {
            underway = underway == reading ? null : underway;
        }
    }
}
