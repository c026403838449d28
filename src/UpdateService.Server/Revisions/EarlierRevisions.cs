using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Threads;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Revisions;

/// <summary>
/// Queries about kept revisions, one at a time. Their graphs are built again on a background thread, outside any lock that a request
/// takes, and later queries share them. The memory for graphs is limited, no matter how many clients there are.
/// </summary>
internal sealed class EarlierRevisions(RevisionLibrary library, TimeProvider time) : IDisposable
{
    private const int MostWaiting = 64;

    /// <summary>Queries about a revision in memory go first, for a limited time.</summary>
    private const int MostInRow = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly List<Waiter> waiters = [];
    private readonly RestoredGraphs graphs = new(time);
    private bool isTaken;
    private int inRow;

    /// <summary>How many queries are waiting.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiters.Count;
            }
        }
    }

    /// <summary>The estimated size of the graphs in memory, in bytes.</summary>
    public long Bytes => graphs.Bytes;

    /// <summary>Queries revisions after the queries before this one.</summary>
    /// <param name="records">The revisions.</param>
    /// <param name="ask">Queries them in the same order; their graphs are complete.</param>
    /// <param name="cancellationToken">Cancels the wait, and the build if no other query waits for it.</param>
    /// <returns>The result; or none, and the reason.</returns>
    public async Task<(T? Result, PlannerProblem? Problem)> AskAsync<T>(
        ImmutableArray<RevisionRecord> records,
        Func<ImmutableArray<Revision>, Task<(T? Result, PlannerProblem? Problem)>> ask,
        CancellationToken cancellationToken)
        where T : class
    {
        if (!await TakeTurnAsync(records, cancellationToken))
        {
            return (null, PlannerProblem.Busy);
        }

        try
        {
            var found = ImmutableArray.CreateBuilder<Revision>(records.Length);
            graphs.MakeRoom(records);
            foreach (var record in records)
            {
                var (revision, problem) = await FindAsync(record, cancellationToken);
                if (revision is null)
                {
                    return (null, problem);
                }

                found.Add(revision);
            }

            return await ask(found.MoveToImmutable());
        }
        finally
        {
            graphs.Trim();
            PassTurn();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => graphs.Dispose();

    private async Task<(Revision? Revision, PlannerProblem? Problem)> FindAsync(RevisionRecord record, CancellationToken cancellationToken)
    {
        if (graphs.Find(record) is { } known)
        {
            return (known, null);
        }

        try
        {
            using var unwanted = new CancellationTokenSource();
            await using var leaving = cancellationToken.UnsafeRegister(_ => CancelUnlessWanted(record, unwanted), null);
            var revision = await BackgroundThread.RunAsync("earlier revision", () => library.RestoreGraph(record, unwanted.Token));
            graphs.Keep(revision);
            cancellationToken.ThrowIfCancellationRequested();
            return (revision, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            const string detail = "is kept but cannot be read again.";
            return (null, new PlannerProblem(StatusCodes.Status404NotFound, "Unreadable revision", $"Revision {record.Number} {detail}") { Parameter = "revision" });
        }
    }

    private void CancelUnlessWanted(RevisionRecord record, CancellationTokenSource unwanted)
    {
        lock (gate)
        {
            if (waiters.Exists(waiter => waiter.Records.Any(record.IsSameAs)))
            {
                return;
            }
        }

        unwanted.Cancel();
    }

    /// <returns>False if too many are waiting, or this one waited too long.</returns>
    private async Task<bool> TakeTurnAsync(ImmutableArray<RevisionRecord> records, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (gate)
        {
            if (!isTaken)
            {
                return isTaken = true;
            }

            if (waiters.Count >= MostWaiting)
            {
                return false;
            }

            waiters.Add(waiter = new Waiter(records));
        }

        await waiter.Turn.Task.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            if (waiters.Remove(waiter))
            {
                cancellationToken.ThrowIfCancellationRequested();
                return false;
            }
        }

        return true; // Also where the turn came at the last moment: it is passed on in any case.
    }

    private void PassTurn()
    {
        lock (gate)
        {
            if (waiters.Count == 0)
            {
                isTaken = false;
                inRow = 0;
                return;
            }

            var ready = inRow < MostInRow ? waiters.FindIndex(waiter => waiter.Records.All(record => graphs.Find(record) is not null)) : -1;
            inRow = ready > 0 ? inRow + 1 : 0;
            var next = waiters[Math.Max(0, ready)];
            _ = waiters.Remove(next);
            next.Turn.SetResult();
        }
    }

    /// <summary>A waiting query.</summary>
    private sealed record Waiter(ImmutableArray<RevisionRecord> Records)
    {
        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
