using UpdateService.GraphData;

namespace UpdateService.Builder.Sources;

/// <summary>
/// Reads a source one reading at a time, and waits for it only so long: a source that does not answer holds up nobody else. A reading that
/// nobody waits for any more goes on, and what it gives counts.
/// </summary>
/// <typeparam name="T">What the source gives.</typeparam>
/// <param name="read">Reads the source; never called while an earlier call goes on.</param>
/// <param name="patience">How long a reading may take before it is waited for no longer.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceReading<T>(Func<SourceChanges, CancellationToken, Task<T>> read, TimeSpan patience, TimeProvider time)
    where T : class
{
    private readonly Lock gate = new();
    private Task<T>? underway;
    private long started;

    /// <summary>What the source gave last; null before the first time.</summary>
    public T? Last { get; private set; }

    /// <summary>How long a reading may take before it is waited for no longer.</summary>
    public TimeSpan Patience => patience;

    /// <summary>Whether a reading is under way that takes longer than the patience.</summary>
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

    /// <summary>Reads the source as it is now, or gives up waiting.</summary>
    /// <param name="changes">Since the last call.</param>
    /// <param name="cancellationToken">Ends the waiting, and a reading that this call began.</param>
    /// <returns>Whether it was read to its end.</returns>
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
