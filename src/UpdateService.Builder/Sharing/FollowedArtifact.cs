using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Registry;

namespace UpdateService.Builder.Sharing;

/// <summary>The parts of an artifact that were read: enough to serve its revision and to keep the others.</summary>
/// <param name="Digest">The digest of the artifact.</param>
/// <param name="Answers">The answers of the revision.</param>
/// <param name="Served">The revision to serve.</param>
/// <param name="Records">The records of all its revisions that can be read, by ascending number.</param>
/// <param name="Inputs">The inputs of revisions that are not kept yet, by number; dropped when they are kept.</param>
/// <param name="LeftOut">Which other revisions cannot be read and why, one sentence each.</param>
internal sealed record FollowedArtifact(
    Digest Digest,
    FollowedAnswers Answers,
    Revision Served,
    ImmutableArray<RevisionRecord> Records,
    IReadOnlyDictionary<int, byte[]> Inputs,
    ImmutableArray<string> LeftOut);
