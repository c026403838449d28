namespace UpdateService.Graph;

/// <summary>How much of the machine work may take that is done in pieces at once.</summary>
public static class Cores
{
    private static readonly ParallelOptions All = new();
    private static readonly ParallelOptions One = new() { MaxDegreeOfParallelism = 1 };

    /// <summary>All cores; on a thread of the lowest priority none but its own, or the pieces would be done at the priority of others.</summary>
    public static ParallelOptions OfThisThread => Thread.CurrentThread.Priority == ThreadPriority.Lowest ? One : All;
}
