using UpdateService.Builder.Refreshing;
using UpdateService.GraphData;

namespace UpdateService.Server.Revisions;

/// <summary>Waits for the changes of a watch together with other events. No change is lost if another event comes first.</summary>
/// <param name="watch">The watch.</param>
/// <param name="cancellationToken">Cancels the wait.</param>
internal sealed class ToldChanges(SourceWatch watch, CancellationToken cancellationToken)
{
    private Task<SourceChanges?>? next;

    /// <summary>Completes when something changed.</summary>
    public Task Next => next ??= watch.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>What changed, as reported by <see cref="Next"/>; null if the wait timed out.</summary>
    public async Task<SourceChanges?> TakeAsync()
    {
        _ = Next;
        var told = await next!;
        next = null;
        return told;
    }

    /// <summary>Waits for a change; null if there is none in time.</summary>
    public async Task<SourceChanges?> WaitAsync(TimeSpan timeout, TimeProvider time)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(Next, Task.Delay(timeout, time, limit.Token));
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == next ? await TakeAsync() : null;
    }

    /// <summary>Ends the wait.</summary>
    public async Task EndAsync()
    {
        if (next is not null)
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
