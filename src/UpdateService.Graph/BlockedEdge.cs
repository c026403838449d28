using UpdateService.Graph.Patterns;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph;

/// <summary>
/// One entry of <c>blocked-edges</c>: the edges into <see cref="To"/> whose source matches <see cref="From"/> carry the
/// risk, or, where there is none, are taken away (a <em>hard block</em>).
/// </summary>
/// <param name="To">The target.</param>
/// <param name="From">Matched against the source's version with its architecture.</param>
/// <param name="Risk">The risk; null for a hard block.</param>
/// <param name="Place">Where it stands.</param>
public sealed record BlockedEdge(VersionName To, SourcePattern From, Risk? Risk, Place Place);
