using UpdateService.Builder.Answers;

namespace UpdateService.Builder.Revisions;

/// <summary>How much is in a revision.</summary>
/// <param name="Releases">In the graph, of all architectures.</param>
/// <param name="SourceReleases">That the sources gave, before any was left out.</param>
/// <param name="Channels">Defined.</param>
/// <param name="Edges">Without risks, of all architectures.</param>
/// <param name="ConditionalEdges">With risks, of all architectures.</param>
/// <param name="Answers">Prepared.</param>
/// <param name="Problems">Of all severities.</param>
/// <param name="Quarantined">Releases, lines and tags that were left out; not what an earlier reading stands in for.</param>
public sealed record RevisionCounts(
    int Releases,
    int SourceReleases,
    int Channels,
    int Edges,
    int ConditionalEdges,
    int Answers,
    int Problems,
    int Quarantined)
{
    internal static RevisionCounts Of(RevisionMaterial material, AnswerSet answers, IReadOnlyCollection<Problem> problems) => new(
        material.Build.Graph.Architectures.Sum(graph => graph.Nodes.Length),
        material.Inputs.Inputs.Releases.Length,
        material.Build.Graph.Channels.Length,
        material.Build.Graph.Architectures.Sum(graph => graph.EdgeCount),
        material.Build.Graph.Architectures.Sum(graph => graph.ConditionalEdgeCount),
        answers.Count,
        problems.Count,
        material.Build.Quarantine.Length + problems.Count(problem => problem is { Rule: ProblemRule.UnreadableRelease, Severity: ProblemSeverity.Error }));
}
