using System.Collections.Immutable;

namespace UpdateService.Builder.Sharing;

/// <summary>What a tag names that a builder publishes to: which revision is served, and all that are kept.</summary>
/// <param name="Builder">Who made it.</param>
/// <param name="Served">The number of the served revision, one of <paramref name="Revisions"/>.</param>
/// <param name="Answers">Those of the served revision, in parts: a follower reads those that it has not.</param>
/// <param name="Revisions">By ascending number.</param>
internal sealed record SharedRevisions(string Builder, int Served, ImmutableArray<SharedBlob> Answers, ImmutableArray<SharedRevision> Revisions)
{
    /// <summary>The highest number.</summary>
    public int Newest => Revisions[^1].Number;
}
