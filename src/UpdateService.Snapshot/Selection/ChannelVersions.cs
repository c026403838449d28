using UpdateService.Graph.Versions;

namespace UpdateService.Snapshot.Selection;

/// <summary>Which versions, on which architectures, the shipped channels list.</summary>
internal sealed class ChannelVersions
{
    private readonly ILookup<ReleaseVersion, VersionName> byVersion;

    /// <summary>Those of all these channels.</summary>
    public ChannelVersions(IEnumerable<ShippedChannel> channels) => byVersion = channels
        .SelectMany(channel => channel.Versions)
        .Select(version => version.Name)
        .Distinct()
        .ToLookup(name => name.Version);

    /// <summary>Whether a channel lists the release.</summary>
    public bool Hold(Release release) => byVersion[release.Version].Any(name => name.Covers(release.Architecture));

    /// <summary>Whether a channel lists the version on one of the architectures that the name means.</summary>
    public bool Overlap(VersionName name) =>
        byVersion[name.Version].Any(listed => name.Architecture is null || listed.Covers(name.Architecture));
}
