using UpdateService.Builder.Revisions;

namespace UpdateService.Server.Revisions;

/// <summary>The revision that a question is about, before anything of it is read.</summary>
/// <param name="Record">What is written down about it.</param>
/// <param name="Live">The revision itself where it is in memory; it stays so for this question, whatever is published meanwhile.</param>
internal sealed record ChosenRevision(RevisionRecord Record, Revision? Live);
