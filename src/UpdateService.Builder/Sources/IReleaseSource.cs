using System.Collections.Immutable;
using UpdateService.GraphData;

namespace UpdateService.Builder.Sources;

/// <summary>A source of releases.</summary>
public interface IReleaseSource
{
    /// <summary>Its path or address in readable form, without secrets.</summary>
    string Description { get; }

    /// <summary>A path to watch, a change in which starts a refresh; null if the source must be polled.</summary>
    string? WatchedPath { get; }

    /// <summary>
    /// Reads all releases. What cannot be read is reported in the result's problems, never thrown. If the source did not change, it
    /// returns the same array, so that what was built from it can be reused.
    /// </summary>
    Task<ReleaseReading> ReadAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="ReadAsync(CancellationToken)"/>, but if a watch reports all changes, unwatched sources return their last reading.</summary>
    /// <param name="changes">The changes since the last reading.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    Task<ReleaseReading> ReadAsync(SourceChanges changes, CancellationToken cancellationToken) => ReadAsync(cancellationToken);
}

/// <summary>The reading of a source.</summary>
/// <param name="Releases">The releases without rank; the collector ranks the sources.</param>
/// <param name="Problems">What could not be read.</param>
public sealed record ReleaseReading(ImmutableArray<Release> Releases, ImmutableArray<Problem> Problems)
{
    private readonly Lazy<string> digest = new(() => InputDigest.Of(Releases));

    /// <summary>
    /// False if releases may be missing that were never read before. Such a reading may follow another revision, but cannot be the
    /// first one.
    /// </summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>SHA-256 over the releases, <c>sha256:…</c>.</summary>
    public string Digest => KnownDigest ?? digest.Value;

    /// <summary>If this uses a revision's releases until their source answers, the digest of them; null if it is the source's own reading.</summary>
    internal string? KnownDigest { get; init; }
}
