namespace UpdateService.Graph;

/// <summary>How many cores work that is done in pieces may use.</summary>
public static class Cores
{
    private static readonly ParallelOptions All = new();
    private static readonly ParallelOptions One = new() { MaxDegreeOfParallelism = 1 };

    /// <summary>All cores, but only one on a thread of the lowest priority: other threads would run the pieces at their own priority.</summary>
    public static ParallelOptions OfThisThread => Thread.CurrentThread.Priority == ThreadPriority.Lowest ? One : All;
}
