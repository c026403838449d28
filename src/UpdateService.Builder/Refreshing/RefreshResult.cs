using System.Collections.Immutable;
using UpdateService.Builder.Revisions;

namespace UpdateService.Builder.Refreshing;

/// <summary>How a refresh ended.</summary>
public enum RefreshOutcome
{
    /// <summary>A new revision is served.</summary>
    Published,

    /// <summary>The inputs are those of the revision that is served, or of the one that was refused last.</summary>
    Unchanged,

    /// <summary>An input cannot be understood; what was served stays.</summary>
    Rejected,

    /// <summary>The loss guard said no: what the build closes is served, and nothing is opened.</summary>
    HeldBack,
}

/// <summary>What came of a refresh.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Served">The revision that is served now; null before the first.</param>
/// <param name="Problems">Of the inputs that were read, in the order of their places.</param>
/// <param name="Duration">From the first byte read.</param>
/// <param name="IsHealthy">Whether the inputs as they are now could be served; false too where an unchanged input was refused before.</param>
public sealed record RefreshResult(
    RefreshOutcome Outcome,
    Revision? Served,
    ImmutableArray<Problem> Problems,
    TimeSpan Duration,
    bool IsHealthy)
{
    /// <summary>The new revision; null where none was published. Of a build that is held back it opens nothing.</summary>
    public Revision? Published { get; init; }

    /// <summary>Files beside the graph-data that were left out because they certainly have no meaning, such as a README.</summary>
    public int IgnoredFiles { get; init; }

    /// <summary>The sources that could not be read this time, or not to their end, and whose last known releases stand in.</summary>
    public IEnumerable<Problem> Outages => Problems.Where(problem => problem.Rule == ProblemRule.UnreadableSource);

    /// <summary>Whether all sources were read, and what they have now is served.</summary>
    public bool IsCurrent => IsHealthy && !Outages.Any();

    /// <summary>The problems that cost a release or an edge; where the loss guard said no, they are why.</summary>
    public IEnumerable<Problem> Errors => Problems.Where(problem => problem.Severity == ProblemSeverity.Error);

    /// <summary>The problems for which the inputs are refused.</summary>
    public IEnumerable<Problem> Reasons => Problems.Where(problem => problem.Severity == ProblemSeverity.Rejecting);
}
