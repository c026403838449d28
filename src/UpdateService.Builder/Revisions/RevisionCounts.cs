namespace UpdateService.Builder.Revisions;

/// <summary>How much is in a revision.</summary>
/// <param name="Releases">In the graph, of all architectures.</param>
/// <param name="Channels">Defined.</param>
/// <param name="Edges">Without risks, of all architectures.</param>
/// <param name="ConditionalEdges">With risks, of all architectures.</param>
/// <param name="Answers">Prepared.</param>
/// <param name="Problems">Of all severities.</param>
/// <param name="Quarantined">Releases and lines that were left out.</param>
public sealed record RevisionCounts(int Releases, int Channels, int Edges, int ConditionalEdges, int Answers, int Problems, int Quarantined)
{
    internal static RevisionCounts Of(Revision revision) => new(
        revision.Graph.Architectures.Sum(graph => graph.Nodes.Length),
        revision.Graph.Channels.Length,
        revision.Graph.Architectures.Sum(graph => graph.EdgeCount),
        revision.Graph.Architectures.Sum(graph => graph.ConditionalEdgeCount),
        revision.Answers.Count,
        revision.Problems.Length,
        revision.Build.Quarantine.Length + revision.Problems.Count(problem => problem.Rule == ProblemRule.UnreadableRelease));
}
