using System.Collections.Immutable;

namespace UpdateService.Graph.Building;

/// <summary>A release that was left out, with the reason.</summary>
/// <param name="Release">The release as its source describes it.</param>
/// <param name="Reason">A sentence.</param>
public sealed record QuarantinedRelease(Release Release, string Reason);

/// <summary>The result of a build.</summary>
/// <param name="Graph">The graph; to be published only if <see cref="IsRejected"/> is false.</param>
/// <param name="Problems">In order of their places.</param>
/// <param name="Quarantine">Releases that were left out in favor of another of the same version or payload.</param>
/// <param name="Selected">The selected releases, by architecture and precedence, including those that a directive removes.</param>
public sealed record GraphBuild(
    UpdateGraph Graph,
    ImmutableArray<Problem> Problems,
    ImmutableArray<QuarantinedRelease> Quarantine,
    ImmutableArray<Release> Selected)
{
    /// <summary>All updates that the releases declare, for each architecture of the graph, in its order.</summary>
    public ImmutableArray<DeclaredPairs> Pairs { get; init; } = [];

    /// <summary>Whether an input could not be understood.</summary>
    public bool IsRejected => Problems.Any(problem => problem.Severity == ProblemSeverity.Rejecting);
}
