using System.Collections.Immutable;
using UpdateService.Builder.Revisions;

namespace UpdateService.Builder.Refreshing;

/// <summary>How a refresh ended.</summary>
public enum RefreshOutcome
{
    /// <summary>A new revision is served.</summary>
    Published,

    /// <summary>The inputs are those of the served revision, or of the one that was refused last.</summary>
    Unchanged,

    /// <summary>An input cannot be understood; what was served stays.</summary>
    Rejected,

    /// <summary>The loss guard refused the build: what it closes is served, and nothing is opened.</summary>
    HeldBack,
}

/// <summary>The result of a refresh.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Served">The revision that is served now; null before the first.</param>
/// <param name="Problems">The problems of the inputs that were read, in the order of their places.</param>
/// <param name="Duration">The time since the first byte was read.</param>
/// <param name="IsHealthy">Whether the current inputs could be served; false also if an unchanged input was refused before.</param>
public sealed record RefreshResult(
    RefreshOutcome Outcome,
    Revision? Served,
    ImmutableArray<Problem> Problems,
    TimeSpan Duration,
    bool IsHealthy)
{
    /// <summary>The new revision; null if none was published. If a build is held back, this one opens nothing.</summary>
    public Revision? Published { get; init; }

    /// <summary>Files beside the graph-data that were left out because they have no meaning, such as a README.</summary>
    public int IgnoredFiles { get; init; }

    /// <summary>The sources that could not be read completely this time; their last known releases are used.</summary>
    public IEnumerable<Problem> Outages => Problems.Where(problem => problem.Rule == ProblemRule.UnreadableSource);

    /// <summary>Whether all sources were read and their current content is served.</summary>
    public bool IsCurrent => IsHealthy && !Outages.Any();

    /// <summary>The problems that cost a release or an edge; if the loss guard refused the build, the reasons.</summary>
    public IEnumerable<Problem> Errors => Problems.Where(problem => problem.Severity == ProblemSeverity.Error);

    /// <summary>The problems because of which the inputs are refused.</summary>
    public IEnumerable<Problem> Reasons => Problems.Where(problem => problem.Severity == ProblemSeverity.Rejecting);
}
