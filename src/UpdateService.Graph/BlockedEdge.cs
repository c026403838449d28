using UpdateService.Graph.Patterns;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph;

/// <summary>
/// One entry of <c>blocked-edges</c>. The edges into <see cref="To"/> whose source matches <see cref="From"/> get the risk, or are
/// removed if there is none (a <em>hard block</em>).
/// </summary>
/// <param name="To">The target.</param>
/// <param name="From">Matched against the source's version with its architecture.</param>
/// <param name="Risk">The risk; null for a hard block.</param>
/// <param name="Place">Its location.</param>
public sealed record BlockedEdge(VersionName To, SourcePattern From, Risk? Risk, Place Place);
