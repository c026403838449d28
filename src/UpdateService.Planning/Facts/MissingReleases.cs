using System.Collections.Immutable;
using UpdateService.Graph.Building;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Facts;

/// <summary>Releases that are named somewhere and not in the graph: without an image, in quarantine, or removed.</summary>
internal sealed class MissingReleases
{
    private const int MostNamers = 5;

    private readonly GraphInputs inputs;
    private readonly GraphBuild? build;
    private readonly HashSet<string> known;
    private readonly Lazy<Dictionary<string, SortedSet<ReleaseVersion>>> namers;

    public MissingReleases(GraphInputs inputs, GraphBuild? build)
    {
        this.inputs = inputs;
        this.build = build;
        known = [.. inputs.Releases.Select(release => release.Version.Text)];
        namers = new Lazy<Dictionary<string, SortedSet<ReleaseVersion>>>(Namers);
    }

    /// <summary>Versions that the channel names and no source has, ascending.</summary>
    public ImmutableArray<ReleaseVersion> InChannel(string channel, Architecture architecture) =>
    [
        .. inputs.Channels
            .Where(candidate => candidate.Name == channel)
            .SelectMany(candidate => candidate.Versions)
            .Where(name => name.Covers(architecture) && !known.Contains(name.Version.Text))
            .Select(name => name.Version)
            .Distinct()
            .Order(ReleaseVersion.SortOrder),
    ];

    /// <summary>Whether no source has an image of the version, for any architecture.</summary>
    public bool HasNoImage(ReleaseVersion version) => !known.Contains(version.Text);

    /// <summary>The channels whose files name the version for the architecture.</summary>
    public IEnumerable<string> ChannelsNaming(ReleaseVersion version, Architecture architecture) => inputs.Channels
        .Where(channel => channel.Versions.Any(name => name.Version == version && name.Covers(architecture)))
        .Select(channel => channel.Name)
        .Distinct(StringComparer.Ordinal);

    /// <summary>Releases whose <c>previous</c> or <c>next</c> name the version, which no graph has: newest first, a few.</summary>
    public ImmutableArray<string> ReleasesNaming(ReleaseVersion version) =>
        namers.Value.TryGetValue(version.Text, out var set) ? [.. set.Reverse().Take(MostNamers).Select(namer => namer.Text)] : [];

    /// <summary>Why a release that a source has is not in the graph; null if no reason is known.</summary>
    public (string Reason, Place Place)? LeftOut(ReleaseVersion version, Architecture architecture)
    {
        if (build is null)
        {
            return null;
        }

        foreach (var lost in build.Quarantine)
        {
            if (lost.Release.Version == version && lost.Release.Architecture == architecture)
            {
                return (lost.Reason, lost.Release.Place);
            }
        }

        foreach (var release in build.Selected)
        {
            if (release.Version == version && release.Architecture == architecture)
            {
                return ($"Its metadata say {MetadataKeys.Remove}.", release.Place);
            }
        }

        return null;
    }

    private Dictionary<string, SortedSet<ReleaseVersion>> Namers()
    {
        var result = new Dictionary<string, SortedSet<ReleaseVersion>>(StringComparer.Ordinal);
        HashSet<string> served = [.. build?.Graph.Architectures.SelectMany(graph => graph.Nodes).Select(node => node.Version.Text) ?? []];
        foreach (var release in build?.Selected ?? [])
        {
            foreach (var version in release.Previous.AsSpan())
            {
                Add(release, version);
            }

            foreach (var version in release.Next.AsSpan())
            {
                Add(release, version);
            }
        }

        return result;

        void Add(Release release, ReleaseVersion version)
        {
            if (!served.Contains(version.Text))
            {
                _ = (result.TryGetValue(version.Text, out var set) ? set : result[version.Text] = new SortedSet<ReleaseVersion>(ReleaseVersion.SortOrder)).Add(release.Version);
            }
        }
    }
}
