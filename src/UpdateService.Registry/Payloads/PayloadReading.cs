using System.Collections.Immutable;
using UpdateService.Graph.Versions;

namespace UpdateService.Registry.Payloads;

/// <summary>What an image turned out to be.</summary>
public enum PayloadKind
{
    /// <summary>A release.</summary>
    Release,

    /// <summary>Something else: a component image, a signature, an artifact.</summary>
    Foreign,

    /// <summary>One architecture's part of a release of several; the list that names it is the release.</summary>
    Shard,

    /// <summary>Broken in itself: reading it again would have the same result.</summary>
    Defect,
}

/// <summary>
/// What was learnt of the image behind a digest. A digest never changes its content, so this holds for ever; what could not be
/// read this time is no reading.
/// </summary>
/// <param name="Digest">The digest of the manifest that tags name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">Why it is no release, as half a sentence; empty for a release.</param>
public sealed record PayloadReading(Digest Digest, PayloadKind Kind, string Reason)
{
    /// <summary>The data of a release's image; null for everything else.</summary>
    public ReleaseFacts? Facts { get; init; }

    /// <summary>
    /// Whether it rests on checked bytes, so that it may be kept. One that does not counts for this scrape alone.
    /// </summary>
    public bool IsCertain { get; init; } = true;
}

/// <summary>The data of a release's image.</summary>
/// <param name="Version">Without build metadata.</param>
/// <param name="Architecture">The architecture of the image, or multi.</param>
public sealed record ReleaseFacts(ReleaseVersion Version, Architecture Architecture)
{
    /// <summary>Versions that may be updated to this one.</summary>
    public ImmutableArray<ReleaseVersion> Previous { get; init; } = [];

    /// <summary>Versions that this one may be updated to.</summary>
    public ImmutableArray<ReleaseVersion> Next { get; init; } = [];

    /// <summary>The metadata, keys unique and in ordinal order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>When the image was made, in UTC; null if it does not say so.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Whether the list of its component images was put aside: see <see cref="Keeping.ImageReferences"/>.</summary>
    public bool HasImageReferences { get; init; }

    /// <summary>Whether the disk did not take the list, so that it must be read again.</summary>
    public bool LacksImageReferences { get; init; }
}
