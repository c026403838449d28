using UpdateService.Builder.Revisions;

namespace UpdateService.Server.Revisions;

/// <summary>The revision of a query, before anything of it is read.</summary>
/// <param name="Record">Its record.</param>
/// <param name="Live">The revision if it is in memory; it stays there for this query, whatever is published in the meantime.</param>
internal sealed record ChosenRevision(RevisionRecord Record, Revision? Live);
