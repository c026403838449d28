using System.Collections.Immutable;

namespace UpdateService.Graph.Building;

/// <summary>A release that was left out, with the reason.</summary>
/// <param name="Release">The release as its source describes it.</param>
/// <param name="Reason">A sentence.</param>
public sealed record QuarantinedRelease(Release Release, string Reason);

/// <summary>What a build gave.</summary>
/// <param name="Graph">The graph; to be published only where <see cref="IsRejected"/> is false.</param>
/// <param name="Problems">In order of their places.</param>
/// <param name="Quarantine">Releases that lost against another of the same version or payload.</param>
/// <param name="Selected">The releases that won, in order of architecture and precedence, also those that a directive removes.</param>
public sealed record GraphBuild(
    UpdateGraph Graph,
    ImmutableArray<Problem> Problems,
    ImmutableArray<QuarantinedRelease> Quarantine,
    ImmutableArray<Release> Selected)
{
    /// <summary>Of each architecture of the graph, in its order, all updates that its releases declare.</summary>
    public ImmutableArray<DeclaredPairs> Pairs { get; init; } = [];

    /// <summary>Whether an input could not be understood.</summary>
    public bool IsRejected => Problems.Any(problem => problem.Severity == ProblemSeverity.Rejecting);
}
