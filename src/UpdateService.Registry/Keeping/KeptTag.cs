namespace UpdateService.Registry.Keeping;

/// <summary>What a tag named when it was last read.</summary>
/// <param name="Digest">What it named.</param>
/// <param name="Release">
/// The release that it stands for: the same digest, or an earlier one where what it names now is broken; null where it is none.
/// </param>
internal sealed record KeptTag(Digest Digest, Digest? Release);
