using UpdateService.Registry;

namespace UpdateService.Builder.Sharing;

/// <summary>What came of publishing.</summary>
/// <param name="Served">The number of the revision that followers serve now.</param>
/// <param name="Digest">Of the artifact that the tag names now.</param>
/// <param name="IsPushed">Whether it is new there.</param>
/// <param name="Blobs">The blobs that were sent: those that the registry did not have.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Warning">A sentence where somebody else publishes there too; null where not.</param>
public sealed record PublishResult(int Served, Digest Digest, bool IsPushed, int Blobs, long Bytes, string? Warning);
