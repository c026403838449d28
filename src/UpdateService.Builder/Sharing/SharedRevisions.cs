using System.Collections.Immutable;

namespace UpdateService.Builder.Sharing;

/// <summary>The artifact that a builder publishes under a tag: the served revision and all kept ones.</summary>
/// <param name="Builder">The name of the builder.</param>
/// <param name="Served">The number of the served revision, one of <paramref name="Revisions"/>.</param>
/// <param name="Answers">The answers of the served revision, in parts. A follower reads the parts that it does not have.</param>
/// <param name="Revisions">The revisions, by ascending number.</param>
internal sealed record SharedRevisions(string Builder, int Served, ImmutableArray<SharedBlob> Answers, ImmutableArray<SharedRevision> Revisions)
{
    /// <summary>The highest number.</summary>
    public int Newest => Revisions[^1].Number;
}
