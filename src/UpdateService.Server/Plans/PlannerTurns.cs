namespace UpdateService.Server.Plans;

/// <summary>
/// The queue for the planner. Plans are not computed on the threads that serve clusters, and never on all cores at once: clusters'
/// polls come first, no matter how many queries there are.
/// </summary>
internal sealed class PlannerTurns(int atOnce, int mostWaiting) : IDisposable
{
    private const int MostWaiting = 128;

    private readonly SemaphoreSlim turns = new(atOnce, atOnce);
    private int waiting;

    /// <summary>If there are two cores or more, one is reserved for clusters.</summary>
    public PlannerTurns()
        : this(Math.Max(1, Environment.ProcessorCount - 1), MostWaiting)
    {
    }

    /// <summary>How many are running or waiting.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Runs the work after those before it.</summary>
    /// <param name="work">The work, which runs on a thread of the pool.</param>
    /// <param name="refuse">Makes the result if too many are waiting.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<T> TakeAsync<T>(Func<T> work, Func<T> refuse, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref waiting) > atOnce + mostWaiting)
        {
            _ = Interlocked.Decrement(ref waiting);
            return refuse();
        }

        try
        {
            await turns.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, cancellationToken);
            }
            finally
            {
                _ = turns.Release();
            }
        }
        finally
        {
            _ = Interlocked.Decrement(ref waiting);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turns.Dispose();
}
