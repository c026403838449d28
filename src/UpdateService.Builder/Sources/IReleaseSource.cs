using System.Collections.Immutable;
using UpdateService.GraphData;

namespace UpdateService.Builder.Sources;

/// <summary>Somewhere that releases come from.</summary>
public interface IReleaseSource
{
    /// <summary>Where that is, for people: a path or an address, without secrets.</summary>
    string Description { get; }

    /// <summary>A path whose changes are worth a refresh at once; null where only asking tells.</summary>
    string? WatchedPath { get; }

    /// <summary>
    /// Reads all releases. What cannot be read is among the result's problems; nothing is thrown for it. An unchanged
    /// source gives the same array again, so that what was built on it can be kept.
    /// </summary>
    Task<ReleaseReading> ReadAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="ReadAsync(CancellationToken)"/>; a source that no watch tells of gives what it gave last where a watch tells all that changed.</summary>
    /// <param name="changes">Since the last reading.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<ReleaseReading> ReadAsync(SourceChanges changes, CancellationToken cancellationToken) => ReadAsync(cancellationToken);
}

/// <summary>What a source gave.</summary>
/// <param name="Releases">Without rank; the collector ranks the sources.</param>
/// <param name="Problems">What could not be read.</param>
public sealed record ReleaseReading(ImmutableArray<Release> Releases, ImmutableArray<Problem> Problems)
{
    private readonly Lazy<string> digest = new(() => InputDigest.Of(Releases));

    /// <summary>
    /// False where releases may be missing that were never read before: such a reading follows another revision, but is
    /// no first one.
    /// </summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>SHA-256 over the releases, <c>sha256:…</c>.</summary>
    public string Digest => KnownDigest ?? digest.Value;

    /// <summary>The digest of what this stands in for: the releases of a revision, until their source answers. Null: it is what the source gave.</summary>
    internal string? KnownDigest { get; init; }
}
