namespace UpdateService.Snapshot.Selection;

/// <summary>The tag under which a release's payload is published.</summary>
/// <seealso href="https://quay.io/repository/openshift-release-dev/ocp-release?tab=tags"/>
internal static class PayloadTag
{
    /// <summary>The pull spec by tag, such as <c>host/repository:4.16.3-x86_64</c>, in the repository of the release's payload.</summary>
    public static string Of(Release release)
    {
        var at = release.Payload.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            return release.Payload;
        }

        // Up to 4.11 a version itself ends in the architecture (4.11.1-multi), and the tag is the version.
        var suffix = $"-{Suffix(release.Architecture)}";
        var version = release.Version.Text;
        return $"{release.Payload[..at]}:{version}{(version.EndsWith(suffix, StringComparison.Ordinal) ? "" : suffix)}";
    }

    /// <summary>Tags name the architectures in the words of the Linux kernel.</summary>
    private static string Suffix(Architecture architecture) => architecture.Name switch
    {
        "amd64" => "x86_64",
        "arm64" => "aarch64",
        var name => name,
    };
}
