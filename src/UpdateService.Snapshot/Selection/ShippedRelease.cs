namespace UpdateService.Snapshot.Selection;

/// <summary>A release as it is shipped.</summary>
/// <param name="Release">With a payload by digest where that is known, else by tag.</param>
/// <param name="IsPreviousAssumed">Whether its sources are assumed to be those of amd64.</param>
internal sealed record ShippedRelease(Release Release, bool IsPreviousAssumed)
{
    /// <summary>Whether the payload's digest is known.</summary>
    public bool HasDigest => Release.Digest.Length > 0;
}
