using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Registry;

namespace UpdateService.Builder.Sharing;

/// <summary>What was read of an artifact: enough to serve its revision, and to keep the others.</summary>
/// <param name="Digest">Of the artifact.</param>
/// <param name="Answers">The answers that the revision has.</param>
/// <param name="Served">What is served of it.</param>
/// <param name="Records">Of all its revisions that can be read, by ascending number.</param>
/// <param name="Inputs">Of those that were not kept yet, by number; until they are kept.</param>
/// <param name="LeftOut">Which of the others cannot be read, and why: sentences.</param>
internal sealed record FollowedArtifact(
    Digest Digest,
    FollowedAnswers Answers,
    Revision Served,
    ImmutableArray<RevisionRecord> Records,
    IReadOnlyDictionary<int, byte[]> Inputs,
    ImmutableArray<string> LeftOut);
