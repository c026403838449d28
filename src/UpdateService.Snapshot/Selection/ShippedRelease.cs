namespace UpdateService.Snapshot.Selection;

/// <summary>A release as it is shipped.</summary>
/// <param name="Release">The release, with a payload by digest if that is known, or else by tag.</param>
/// <param name="IsPreviousAssumed">Whether its sources are assumed to be those of amd64.</param>
internal sealed record ShippedRelease(Release Release, bool IsPreviousAssumed)
{
    /// <summary>Whether the payload's digest is known.</summary>
    public bool HasDigest => Release.Digest.Length > 0;
}
