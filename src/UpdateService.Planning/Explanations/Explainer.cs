using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Explanations;

/// <summary>Finds out why a pair of versions is or is not an update, for one architecture.</summary>
internal sealed class Explainer(Planner planner, Architecture architecture, SearchBudget budget)
{
    /// <summary>Each is compared with all known versions; a hostile list must not cost more than a search.</summary>
    private const int MostUnknown = 10;

    private readonly ArchitectureIndex? index = planner.Find(architecture);
    private readonly UnknownReleases unknown = new(planner, architecture);

    /// <summary>The reasons for a pair; at least one.</summary>
    public ImmutableArray<Reason> Explain(ReleaseVersion from, ReleaseVersion to, string? channel, ImmutableArray<string> accept)
    {
        if (index is null)
        {
            return [ArchitectureMissing()];
        }

        var unknownEnds = Unknown(from, to, [], channel);
        if (!unknownEnds.IsEmpty)
        {
            return unknownEnds;
        }

        _ = index.TryFind(from, out var source);
        _ = index.TryFind(to, out var target);
        if (target <= source)
        {
            return [target == source ? Reasons.AlreadyThere(from.WithoutBuild) : Reasons.Rollback(from, to.Text)];
        }

        var gaps = new GapExplainer(planner, index, budget);
        if (index.FindEdge(source, target) is not (var edge and >= 0))
        {
            return gaps.Explain(source, target, channel, accept);
        }

        var reasons = new EdgeExplainer(planner, index).Explain(source, target, edge, channel, accept, () => gaps.Through(source, target, channel, accept));
        var isMember = channel is null || index.Channels.Has(source, index.Channels.Set([channel]));
        return isMember && gaps.DeadEnd(source, channel) is { } deadEnd ? reasons.Add(deadEnd) : reasons;
    }

    /// <summary>
    /// The reasons for a pair between which no plan was found. A plan may have several hops: that one hop would pass over a minor
    /// is no reason where there is another.
    /// </summary>
    public ImmutableArray<Reason> ExplainNoPlan(ReleaseVersion from, ReleaseVersion to, string? channel, ImmutableArray<string> accept)
    {
        var reasons = Explain(from, to, channel, accept);
        var others = reasons.RemoveAll(reason => reason.Kind == ReasonKind.CrossesMinors);
        return others.IsEmpty ? reasons : others;
    }

    /// <summary>That a release is the newest that the question can mean. Another channel of the same kind may lead on from it.</summary>
    /// <param name="node">The release.</param>
    /// <param name="minor">The minor that was asked for; null for none.</param>
    /// <param name="channel">The channel or group that was asked for; null for none.</param>
    /// <param name="tier">The channels that were looked at.</param>
    public Reason UpToDate(int node, MinorName? minor, string? channel, ChannelTier tier)
    {
        var of = (minor, channel) switch
        {
            (null, null) => $"in {tier.Streams[^1]} channels",
            ({ } asked, null) => $"of {asked} in {tier.Streams[^1]} channels",
            (null, { } within) => $"of {Reasons.Name(within)}",
            ({ } asked, { } within) => $"of {asked}{Reasons.In(within)}",
        };
        var kind = channel?[..(channel.LastIndexOf('-') + 1)] ?? "";
        ImmutableArray<string> onward = [.. index!.Graph.Nodes[node].Channels
            .Where(other => kind.Length > 0 && other != channel && other.StartsWith(kind, StringComparison.Ordinal))
            .Where(other => new GapExplainer(planner, index, budget).DeadEnd(node, other) is null)
            .Order(planner.Rules.Preference)];
        return Reasons.UpToDate(index.Version(node), of, channel, onward);
    }

    /// <summary>That there is no release of the architecture at all.</summary>
    public Reason ArchitectureMissing() => unknown.ArchitectureMissing();

    /// <summary>Why versions of a query do not exist: both ends, and the first few stops; empty if they do.</summary>
    public ImmutableArray<Reason> Unknown(ReleaseVersion from, ReleaseVersion? to, ImmutableArray<ReleaseVersion> via, string? channel)
    {
        var reasons = ImmutableArray.CreateBuilder<Reason>();
        Check(from, ReasonKind.FromUnknown);
        foreach (var version in via)
        {
            if (reasons.Count < MostUnknown)
            {
                Check(version, ReasonKind.ToUnknown);
            }
        }

        if (to is not null && to != from)
        {
            Check(to, ReasonKind.ToUnknown);
        }

        return reasons.ToImmutable();

        void Check(ReleaseVersion version, ReasonKind kind)
        {
            if (!index!.TryFind(version, out _))
            {
                reasons.Add(unknown.Explain(version, kind, channel));
            }
        }
    }

    /// <summary>Why nothing is there that the question can mean.</summary>
    public ImmutableArray<Reason> NoSuchTarget(int source, PathTarget to, string? channel)
    {
        var outside = channel is not null && index!.Channels.Knows(channel) ? new ChannelExplainer(planner, index).NotIn(source, source, channel) : [];
        return [NoSuchTarget(to, channel), .. outside.Take(1)];
    }

    private Reason NoSuchTarget(PathTarget to, string? channel)
    {
        var where = Reasons.In(channel);
        if (channel is not null && !index!.Channels.Knows(channel))
        {
            return new Reason(
                ReasonKind.NotInChannel,
                $"There is no channel {channel} for {architecture}.",
                new Evidence { Channel = channel, Architecture = architecture.Name, NearMatches = [.. NearNames.Near(channel, index.Channels.Names)] },
                "Choose a channel that exists.");
        }

        ImmutableArray<string> having = channel is null || to.Minor is not { } wanted ? [] : [.. Having(wanted).Order(planner.Rules.Preference)];
        var members = channel is null ? index!.Graph.Nodes.AsEnumerable() : index!.Channels.NodesOf(channel).Select(node => index.Graph.Nodes[node]);
        return new Reason(
            ReasonKind.ToUnknown,
            to.Minor is { } minor ? $"There is no release of {minor}{where} for {architecture}." : $"There is no later release{where} for {architecture}.",
            new Evidence
            {
                Version = to.Minor?.ToString(),
                Channel = channel,
                Channels = having,
                Architecture = architecture.Name,
                NearMatches = to.Minor is null ? [] : [.. members.Select(node => node.Minor()).Distinct().OrderDescending().Take(3).Select(known => known.ToString())],
            },
            having.IsEmpty ? "Name a version, or a channel that has later releases." : $"Leave out the channel, or name one that has {to.Minor}, such as {having[0]}.");
    }

    /// <summary>The channels by which clusters reach a minor, and not those in which it is only the source.</summary>
    private IEnumerable<string> Having(MinorName minor) => index!.Graph.ChannelNodes
        .Where(channel => ChannelName.CanBeRequested(channel.Key) && channel.Key.EndsWith($"-{minor}", StringComparison.Ordinal) && channel.Value.Any(node => index.Graph.Nodes[node].Minor() == minor))
        .Select(channel => channel.Key);

    /// <summary>That a release is in no channel of the narrowest tier; null if it is in one of them, or in none at all.</summary>
    public Reason? OutsideFirstTier(int node) => new ChannelExplainer(planner, index!).OutsideFirstTier(node);
}
