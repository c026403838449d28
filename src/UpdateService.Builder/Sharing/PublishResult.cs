using UpdateService.Registry;

namespace UpdateService.Builder.Sharing;

/// <summary>The result of publishing.</summary>
/// <param name="Served">The number of the revision that followers serve now.</param>
/// <param name="Digest">The digest of the artifact that the tag names now.</param>
/// <param name="IsPushed">Whether the artifact is new in the registry.</param>
/// <param name="Blobs">The number of blobs that were sent because the registry did not have them.</param>
/// <param name="Bytes">The number of bytes that were sent.</param>
/// <param name="Warning">A sentence if another builder publishes there too; otherwise null.</param>
public sealed record PublishResult(int Served, Digest Digest, bool IsPushed, int Blobs, long Bytes, string? Warning);
