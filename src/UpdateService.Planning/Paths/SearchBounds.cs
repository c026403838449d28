namespace UpdateService.Planning.Paths;

/// <summary>How much a search may cost. Within real data no bound is ever near; a hostile graph meets them, and its answer says so.</summary>
public sealed record SearchBounds
{
    /// <summary>Enough for every graph that has been seen, with much room.</summary>
    public static SearchBounds Default { get; } = new();

    /// <summary>How many ways to go on, none better than another, are kept for each release.</summary>
    public int LabelsPerRelease { get; init; } = 512;

    /// <summary>How many times two such ways may be compared, over the whole question.</summary>
    public long Comparisons { get; init; } = 20_000_000;

    /// <summary>How long the whole question may take. A slow machine meets it; the count above is what makes answers repeatable.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock for <see cref="Time"/>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>What is left of the bounds while one question is answered.</summary>
internal sealed class SearchBudget(SearchBounds bounds, CancellationToken cancellationToken)
{
    private const int CheckEvery = 4096;

    private readonly long start = bounds.Clock.GetTimestamp();
    private long left = bounds.Comparisons;
    private int untilCheck = CheckEvery;
    private bool isExceeded;

    /// <summary>Labels per release while the budget lasts.</summary>
    public int LabelsPerRelease => bounds.LabelsPerRelease;

    /// <summary>Whether all of it is used up.</summary>
    public bool IsSpent => left <= 0;

    /// <summary>Whether no bound was hit.</summary>
    public bool IsEnough => !isExceeded && !IsSpent;

    /// <summary>Takes from the budget.</summary>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public void Spend(int comparisons)
    {
        left -= comparisons;
        untilCheck -= comparisons;
        if (untilCheck <= 0)
        {
            untilCheck = CheckEvery;
            cancellationToken.ThrowIfCancellationRequested();
            if (bounds.Clock.GetElapsedTime(start) > bounds.Time)
            {
                left = 0;
            }
        }
    }

    /// <summary>Says that a search left something out.</summary>
    public void Exceed() => isExceeded = true;
}
