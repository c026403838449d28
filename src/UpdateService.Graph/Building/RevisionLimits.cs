namespace UpdateService.Graph.Building;

/// <summary>
/// How much one revision may be made of. The defaults are at least twenty times the public data set of August 2026. Inputs that exceed a limit
/// are refused, and the served revision stays.
/// </summary>
public sealed record RevisionLimits
{
    /// <summary>No limit: for revisions that were built before.</summary>
    public static RevisionLimits None { get; } = new() { Text = long.MaxValue, Patterns = int.MaxValue, Risks = int.MaxValue, Pairs = long.MaxValue };

    /// <summary>Bytes of all files in <c>channels/</c>, <c>blocked-edges/</c> and <c>raw/</c>; the public data set has 0.8 MB.</summary>
    public long Text { get; init; } = 64 << 20;

    /// <summary>Different patterns of sources in <c>blocked-edges/</c>; the public data set has 93.</summary>
    public int Patterns { get; init; } = 20_000;

    /// <summary>Different risks in <c>blocked-edges/</c>; the public data set has 121.</summary>
    public int Risks { get; init; } = 10_000;

    /// <summary>Updates that all releases declare together; the public data set has 240,000.</summary>
    public long Pairs { get; init; } = 5_000_000;
}
