using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Explanations;

/// <summary>Explains releases that are not in the channel that was asked for.</summary>
internal sealed class ChannelExplainer(Planner planner, ArchitectureIndex index)
{
    /// <summary>Why the channel, or any channel if it is null, does not serve an update between the two.</summary>
    public ImmutableArray<Reason> Explain(int source, int target, string? channel)
    {
        if (channel is null)
        {
            return [NoCommonChannel(source, target)];
        }

        var reasons = NotIn(source, target, channel);
        return !reasons.IsEmpty
            ? reasons
            :
            [
                new Reason(
                    ReasonKind.NotInChannel,
                    $"{channel} leaves this update out: a cluster cannot store more than {ClientLimits.ConditionalTargets} conditional updates, and newer ones come first.",
                    new Evidence { Channel = channel },
                    "Choose a newer target or a smaller channel."),
            ];
    }

    /// <summary>The reasons of the ends that are not in the channel; empty if both are.</summary>
    public ImmutableArray<Reason> NotIn(int source, int target, string channel)
    {
        if (!index.Channels.Knows(channel))
        {
            return
            [
                new Reason(
                    ReasonKind.NotInChannel,
                    $"There is no channel {channel} with releases of {index.Graph.Architecture}.",
                    new Evidence { Channel = channel, NearMatches = [.. NearNames.Near(channel, index.Channels.Names)], Channels = Common(source, target) },
                    Common(source, target) is [var common, ..] ? $"Change to {common}." : "Choose a channel that has both releases."),
            ];
        }

        var members = index.Channels.Set([channel]);
        return [.. new[] { source, target }.Where(node => !index.Channels.Has(node, members)).Select(node => NotIn(node, channel, Step(node, source, target)))];
    }

    /// <summary>
    /// That a release is in no channel of the narrowest tier; null if it is in one of them, or in none at all. A pre-release is
    /// not told to wait: it never comes there.
    /// </summary>
    public Reason? OutsideFirstTier(int node)
    {
        var version = index.Version(node);
        var channels = Channels(node);
        var first = ChannelTier.Of(index, null, planner.Rules)[0];
        if (channels.IsEmpty || version.IsPreRelease || channels.Any(channel => planner.Rules.TierOf(channel) <= first.Number))
        {
            return null;
        }

        if (channels.FirstOrDefault(planner.Rules.NeedsSubscription) is { } extended)
        {
            return Extended(version, $"{version} is in no {string.Join(" or ", first.Streams)} channel, but in {extended}.", null, extended);
        }

        return new Reason(
            ReasonKind.NotYetPromoted,
            $"{version} is so far only in {string.Join(", ", channels)}.",
            new Evidence { Version = version.Text, Channels = channels },
            $"Wait until it reaches {Destination(MinorName.Of(version), first)}, or change to {channels[0]}.");
    }

    /// <summary>The channel that later releases of a minor come to: of extended support once only that gets them.</summary>
    private string Destination(MinorName minor, ChannelTier first)
    {
        var extended = index.Channels.Names.FirstOrDefault(name => planner.Rules.NeedsSubscription(name) && name.EndsWith($"-{minor}", StringComparison.Ordinal));
        return extended is not null && Newest([extended]) > Newest(first.Channels) ? extended : $"{first.Streams[0]}-{minor}";

        int Newest(IEnumerable<string> channels) => channels.SelectMany(name => index.Channels.NodesOf(name)).Where(node => index.Graph.Nodes[node].Minor() == minor).DefaultIfEmpty(-1).Max();
    }

    private static Reason Extended(ReleaseVersion version, string fact, string? channel, string extended) => new(
        ReasonKind.NotInChannel,
        fact,
        new Evidence { Version = version.Text, Channel = channel, Channels = [extended] },
        $"Change to {extended} if the cluster has a subscription for extended support.");

    /// <summary>A channel that serves both ends, or that there is none: a cluster cannot change to a channel without its own version.</summary>
    private string Step(int node, int source, int target) =>
        Common(source, target) is [var common, ..] ? $"Change to {common}."
        : source == target && Channels(node) is [var own, ..] ? $"Change to {own}."
        : "Ask without a channel: no channel has both releases.";

    private Reason NotIn(int node, string channel, string next)
    {
        var version = index.Version(node);
        var channels = Channels(node);
        if (channels.IsEmpty)
        {
            return new Reason(
                ReasonKind.NotInChannel,
                $"{version} is in no channel at all.",
                new Evidence { Version = version.Text, Channel = channel },
                "Choose a release that a channel offers.");
        }

        // The same name in another stream: what is in a later one comes here, or did not pass; extended support goes on without this one.
        var same = channels.Where(other => Suffix(other) == Suffix(channel)).ToImmutableArray();
        if (!planner.Rules.NeedsSubscription(channel) && same.FirstOrDefault(planner.Rules.NeedsSubscription) is { } extended)
        {
            return Extended(version, $"{version} is not in {channel}, but in {extended}.", channel, extended);
        }

        var later = version.IsPreRelease ? [] : same.Where(other => planner.Rules.TierOf(other) > planner.Rules.TierOf(channel)).ToImmutableArray();
        return later.IsEmpty
            ? new Reason(
                ReasonKind.NotInChannel,
                $"{version} is not in {channel}.",
                new Evidence { Version = version.Text, Channel = channel, Channels = channels },
                next)
            : Waiting(node, channel, later);
    }

    private Reason Waiting(int node, string channel, ImmutableArray<string> later)
    {
        var version = index.Version(node);
        var feeder = planner.Facts.Feeders.GetValueOrDefault(channel);
        var fedBy = feeder is not null && later.Contains(feeder.Channel, StringComparer.Ordinal) ? feeder.Channel : later[0];
        var delay = fedBy == feeder?.Channel ? feeder.Delay : null;
        var earliest = IsoDuration.TryParse(delay, out var wait) ? planner.Facts.InChannelSince(fedBy, version) + wait : null;
        return new Reason(
            ReasonKind.NotYetPromoted,
            $"{version} is in {fedBy}, but not in {channel}{(earliest is { } date ? $", where it can be on {date:yyyy-MM-dd} at the earliest" : "")}.",
            new Evidence { Version = version.Text, Channel = channel, Channels = later, Feeder = fedBy, Delay = delay, Earliest = earliest },
            $"Wait until it reaches {channel}, or change to {fedBy}.");
    }

    private Reason NoCommonChannel(int source, int target) => new(
        ReasonKind.NotInChannel,
        $"No channel that clusters can ask for has both {index.Version(source)} and {index.Version(target)}.",
        new Evidence { Version = index.Version(target).Text, Channels = Channels(target) },
        "Update to a release first that shares a channel with both.");

    private ImmutableArray<string> Channels(int node) => [.. index.Graph.Nodes[node].Channels.Order(planner.Rules.Preference)];

    private ImmutableArray<string> Common(int source, int target) =>
        [.. Channels(source).Intersect(Channels(target), StringComparer.Ordinal)];

    private static string Suffix(string channel) => channel[ProductRules.StreamOf(channel).Length..];
}
