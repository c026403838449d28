using UpdateService.Builder.Answers;

namespace UpdateService.Builder.Revisions;

/// <summary>The counts of a revision's content.</summary>
/// <param name="Releases">Releases in the graph, of all architectures.</param>
/// <param name="SourceReleases">Releases that the sources returned, before any was left out.</param>
/// <param name="Channels">Defined channels.</param>
/// <param name="Edges">Edges without risks, of all architectures.</param>
/// <param name="ConditionalEdges">Edges with risks, of all architectures.</param>
/// <param name="Answers">Prepared answers.</param>
/// <param name="Problems">Problems of all severities.</param>
/// <param name="Quarantined">Releases, lines and tags that were left out, except those for which an earlier reading is used.</param>
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
