namespace UpdateService.Snapshot.Inputs;

/// <summary>A line of the published catalogue.</summary>
/// <param name="Release">As the service reads it.</param>
/// <param name="HasInventedDigest">The line's key <c>digest_fake</c>: the digest replaces one that is not known.</param>
/// <param name="IsPreviousAssumed">The line's key <c>basis</c> is <c>as-amd64</c>: its sources are assumed to be those of amd64.</param>
internal sealed record PublishedRelease(Release Release, bool HasInventedDigest, bool IsPreviousAssumed)
{
    /// <summary>The key of a line that says where its sources come from.</summary>
    public const string BasisKey = "basis";

    /// <summary>The basis of sources that are assumed to be those of amd64.</summary>
    public const string AsAmd64 = "as-amd64";
}
