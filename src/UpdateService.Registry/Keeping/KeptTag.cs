namespace UpdateService.Registry.Keeping;

/// <summary>What a tag named when it was last read.</summary>
/// <param name="Digest">What it named.</param>
/// <param name="Release">
/// Its release: the same digest, or an earlier one if what the tag names now is broken; null if it is not a release.
/// </param>
internal sealed record KeptTag(Digest Digest, Digest? Release);
