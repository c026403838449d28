using UpdateService.Builder.Refreshing;
using UpdateService.GraphData;

namespace UpdateService.Server.Revisions;

/// <summary>What one watch tells, waited for beside other things: no change is lost where something else comes first.</summary>
/// <param name="watch">The watch.</param>
/// <param name="cancellationToken">Ends the waiting.</param>
internal sealed class ToldChanges(SourceWatch watch, CancellationToken cancellationToken)
{
    private Task<SourceChanges?>? next;

    /// <summary>Ends when something changed.</summary>
    public Task Next => next ??= watch.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>What changed, as <see cref="Next"/> tells; null where it gave up.</summary>
    public async Task<SourceChanges?> TakeAsync()
    {
        _ = Next;
        var told = await next!;
        next = null;
        return told;
    }

    /// <summary>Waits for a change; null where none comes in time.</summary>
    public async Task<SourceChanges?> WaitAsync(TimeSpan timeout, TimeProvider time)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(Next, Task.Delay(timeout, time, limit.Token));
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == next ? await TakeAsync() : null;
    }

    /// <summary>Leaves nothing behind that waits.</summary>
    public async Task EndAsync()
    {
        if (next is not null)
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
