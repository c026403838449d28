namespace UpdateService.Server.Plans;

/// <summary>
/// Who may use the planner now. Plans are computed off the threads that serve clusters, and never on all cores at once: a
/// cluster's poll comes first, whatever people ask.
/// </summary>
internal sealed class PlannerTurns(int atOnce, int mostWaiting) : IDisposable
{
    private const int MostWaiting = 128;

    private readonly SemaphoreSlim turns = new(atOnce, atOnce);
    private int waiting;

    /// <summary>One core is left to clusters, where there are two.</summary>
    public PlannerTurns()
        : this(Math.Max(1, Environment.ProcessorCount - 1), MostWaiting)
    {
    }

    /// <summary>How many are at work or wait.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Does the work when it is its turn.</summary>
    /// <param name="work">What to do, on a thread of the pool.</param>
    /// <param name="refuse">What comes of it where too many wait already.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
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
