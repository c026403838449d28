using UpdateService.Graph.Versions;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Questions;

namespace UpdateService.Planning.Explanations;

/// <summary>Explains versions that the graph of an architecture does not have.</summary>
internal sealed class UnknownReleases(Planner planner, Architecture architecture)
{
    public Reason ArchitectureMissing() => new(
        ReasonKind.ArchitectureMissing,
        $"No release is there for the architecture {architecture}{(planner.Graph.Architectures.IsEmpty ? "" : $"; there are {string.Join(", ", planner.Graph.Architectures.Select(graph => graph.Architecture.Name))}")}.",
        new Evidence
        {
            Architecture = architecture.Name,
            Architectures = [.. planner.Graph.Architectures.Select(graph => graph.Architecture.Name)],
            Sources = planner.Facts.Sources,
        },
        "Ask for an architecture that is there, or mirror releases of this one.");

    public Reason Explain(ReleaseVersion version, ReasonKind kind, string? channel)
    {
        if (planner.Facts.Missing.LeftOut(version, architecture) is { } leftOut)
        {
            var (reason, place) = (planner.Facts.Disclose(leftOut.Reason), planner.Facts.Shown(leftOut.Place));
            return new Reason(
                kind,
                $"{version} is left out of the graph: {reason}",
                new Evidence { Version = version.Text, Architecture = architecture.Name, LeftOut = reason, File = place.File, Line = place.Line },
                $"Check {place}.");
        }

        var elsewhere = planner.Graph.Architectures
            .Where(graph => planner.Find(graph.Architecture)!.TryFind(version, out _))
            .Select(graph => graph.Architecture.Name)
            .ToList();
        if (elsewhere.Count > 0)
        {
            return new Reason(
                ReasonKind.ArchitectureMissing,
                $"{version} is there for {string.Join(", ", elsewhere)}, but not for {architecture}.",
                new Evidence { Version = version.Text, Architecture = architecture.Name, Architectures = [.. elsewhere], Sources = planner.Facts.Sources },
                "Ask for the architecture of the cluster's payload, or mirror the release for this one.");
        }

        return NotMirrored(version) ?? Unheard(version, kind, channel);
    }

    private Reason Unheard(ReleaseVersion version, ReasonKind kind, string? channel)
    {
        var index = planner.Find(architecture)!;
        var newest = Newest(index, version, channel);
        return new Reason(
            kind,
            $"{version} is not known: nothing that is served has it, and nothing names it{(newest is { } found ? $"; the newest in {found.Channel} is {found.Version}" : "")}.",
            new Evidence
            {
                Version = version.Text,
                Architecture = architecture.Name,
                Channel = newest?.Channel,
                Newest = newest?.Version.Text,
                Sources = planner.Facts.Sources,
                NearMatches = [.. NearVersions.To(version.Text, index.Graph, planner.Rules, channel)],
            },
            kind == ReasonKind.FromUnknown
                ? "Check the version (oc get clusterversion); a release of one's own needs an entry in a catalogue."
                : "Check the version; a release of one's own needs an entry in a catalogue.");
    }

    /// <summary>The newest release of the version's minor, with a channel that has it: the one that was asked for, or the preferred one.</summary>
    private (string Channel, ReleaseVersion Version)? Newest(ArchitectureIndex index, ReleaseVersion version, string? channel)
    {
        var minor = MinorName.Of(version);
        if (NewestRelease.OfMinor(index, planner.Rules, minor, channel) is not { } node)
        {
            return null;
        }

        var having = index.Graph.Nodes[node].Channels.Order(planner.Rules.Preference).ToList();
        var own = having.Find(name => name == channel) ?? having.Find(name => name.EndsWith($"-{minor}", StringComparison.Ordinal)) ?? having.FirstOrDefault();
        return own is null ? null : (own, index.Version(node));
    }

    private Reason? NotMirrored(ReleaseVersion version)
    {
        var missing = planner.Facts.Missing;
        var channels = missing.ChannelsNaming(version, architecture).Order(planner.Rules.Preference).ToList();
        var releases = missing.ReleasesNaming(version);
        if (channels.Count == 0 && releases.IsEmpty)
        {
            return null;
        }

        var namers = string.Join(" and ", new[]
        {
            channels.Count > 0 ? $"the channel {channels[0]}{More(channels.Count)}" : null,
            releases.Length > 0 ? $"the release {releases[0]}{More(releases.Length)}" : null,
        }.OfType<string>());
        return new Reason(
            ReasonKind.NotMirrored,
            $"{version} is named by {namers}, but no configured source has its image{(missing.HasNoImage(version) ? "" : $" for {architecture}")}.",
            new Evidence { Version = version.Text, Architecture = architecture.Name, Channels = [.. channels], NamedBy = releases, Sources = planner.Facts.Sources },
            $"Mirror {version} into one of the sources, or add a source that has it.");
    }

    private static string More(int count) => count > 1 ? $" (and {count - 1} more)" : "";
}
