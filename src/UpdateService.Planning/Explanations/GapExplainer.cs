using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Explanations;

/// <summary>Explains a pair, in the right order, that the graph has no edge for.</summary>
internal sealed class GapExplainer(Planner planner, ArchitectureIndex index, SearchBudget budget)
{
    public const string AnotherTarget = "Choose another target; the comments in the file may say why it is blocked.";

    private Architecture Architecture => index.Graph.Architecture;

    public ImmutableArray<Reason> Explain(int source, int target, string? channel, ImmutableArray<string> accept)
    {
        var (from, to) = (index.Version(source), index.Version(target));
        var way = FindWay(source, target, channel, accept);
        ImmutableArray<string> stops = way is null ? [] : Stops(way);
        var through = ThroughStops(stops) + Only(way, channel);
        var reasons = ImmutableArray.CreateBuilder<Reason>();
        if (channel is not null)
        {
            reasons.AddRange(new ChannelExplainer(planner, index).NotIn(source, target, channel));
        }

        var blocks = planner.Facts.Blocks.Of(from, to, Architecture);
        if (index.Hops.CrossesMinors(from, to))
        {
            // Whoever is in another channel is told so; the way through this one is not the question then.
            (int Last, MinorName Minor)? gap = way is null && reasons.Count == 0 ? Gap(source, to, channel) : null;
            var next = (way, gap) switch
            {
                (not null, _) => through,
                (_, { } missing) => missing.Minor == MinorName.Of(to) ? $"No path leads to {to}." : $"No path leads to {missing.Minor} yet.",
                _ => "Ask without a channel to see the path.",
            };
            var crosses = EdgeExplainer.CrossesMinors(from, to, [], next);
            reasons.Add(crosses with { Evidence = crosses.Evidence with { FirstStop = stops.FirstOrDefault(), Stops = stops } });
            if (gap is { } found)
            {
                return reasons.ToImmutable().AddRange(WhyGap(source, target, found, channel, accept));
            }
        }
        else if (blocks.Length > 0)
        {
            reasons.Add(HardBlocked($"The update from {from} to {to} is blocked by {blocks[0].Place}.", to, blocks[0], stops, stops.IsEmpty ? AnotherTarget : through));
        }
        else if (stops.Length > 0)
        {
            reasons.Add(TooOld(from, to, channel, stops[0], stops, through));
        }

        if (way is null && (channel is null || index.Channels.Has(source, index.Channels.Set([channel]))))
        {
            reasons.AddRange(WhyNoWay(source, target, channel, reasons.Count == 0));
        }
        else if (way?.Best.Unaccepted > 0)
        {
            reasons.Add(Reasons.OnlyConditional(from, to, channel, way!.Routes.MinimalSets));
        }

        return reasons.ToImmutable();
    }

    /// <summary>Says which stops the best path has, and which risks it carries; empty if there is no path.</summary>
    public string Through(int source, int target, string? channel, ImmutableArray<string> accept)
    {
        var way = FindWay(source, target, channel, accept);
        return way is null ? "" : $"{ThroughStops(Stops(way))}{Only(way, channel)}{(way.Best.Unaccepted > 0 ? " The updates carry risks." : "")}";
    }

    private TierResult? FindWay(int source, int target, string? channel, ImmutableArray<string> accept)
    {
        var question = new PathQuestion(index.Version(source), PathTarget.Of(index.Version(target))) { Architecture = Architecture, Channel = channel, Accept = accept };
        return new TierSearch(index, planner.Rules, question, budget).Find(source);
    }

    /// <summary>Reports that no update leads out of the source within the channel; null if one does.</summary>
    public Reason? DeadEnd(int source, string? channel)
    {
        var scope = Scope(channel);
        foreach (var (target, edge) in index.EdgesFrom(source))
        {
            if (scope.Allows(source, target, edge))
            {
                return null;
            }
        }

        var everywhere = Scope(null);
        var channels = new SortedSet<string>(planner.Rules.Preference);
        foreach (var (target, edge) in index.EdgesFrom(source))
        {
            if (everywhere.Allows(source, target, edge))
            {
                channels.UnionWith(index.Channels.Serving(source, target, everywhere.Channels));
            }
        }

        var from = index.Version(source);
        return new Reason(
            ReasonKind.DeadEnd,
            $"No update leads out of {from}{Reasons.In(channel)}.",
            new Evidence { Version = from.Text, Channel = channel, Channels = [.. channels] },
            channels.Count > 0 ? $"Change to {channels.Min}." : "Wait for a release that takes clusters of this version.");
    }

    /// <summary>
    /// The first minor on the way that cannot be reached, or else that of the target, and the newest release before it that
    /// can be reached.
    /// </summary>
    private (int Last, MinorName Minor) Gap(int source, ReleaseVersion to, string? channel)
    {
        var scope = Scope(channel);
        var reachable = scope.ReachableFrom(source, index.Graph.Nodes.Length - 1, budget);
        HashSet<MinorName> reached = [.. index.Graph.Nodes.Where((_, node) => reachable[node]).Select(node => node.Minor())];
        var last = source;
        for (var node = source; node < reachable.Length; node++)
        {
            var version = index.Version(node);
            if (MinorName.Of(version).CompareTo(MinorName.Of(to)) > 0)
            {
                break;
            }

            if (reachable[node])
            {
                last = node;
            }
            else if (MinorName.Of(version) is var minor && minor.CompareTo(MinorName.Of(index.Version(last))) > 0 && !reached.Contains(minor))
            {
                return (last, minor);
            }
        }

        return (last, MinorName.Of(to));
    }

    /// <summary>Why no way leads to the newest release of the first minor that cannot be reached, or to the target if it is of that minor.</summary>
    private IEnumerable<Reason> WhyGap(int source, int target, (int Last, MinorName Minor) gap, string? channel, ImmutableArray<string> accept)
    {
        if (gap.Minor == MinorName.Of(index.Version(target)))
        {
            return WhyNoWay(source, target, channel, mustSay: true);
        }

        var end = NewestRelease.OfMinor(index, planner.Rules, gap.Minor, channel) ?? target;
        var start = index.Hops.CrossesMinors(index.Version(source), index.Version(end)) ? gap.Last : source;
        if (!index.Hops.CrossesMinors(index.Version(start), index.Version(end)) && index.FindEdge(start, end) < 0)
        {
            return Explain(start, end, channel, accept);
        }

        return WhyNoWay(start, end, channel, mustSay: true);
    }

    private static string ThroughStops(ImmutableArray<string> stops) =>
        stops.IsEmpty ? "" : $"Go through {string.Join(", ", stops)}.";

    /// <summary>Where the channels that are searched first have no way: which have it. A stop may be a release candidate.</summary>
    private string Only(TierResult? way, string? channel)
    {
        var tiers = ChannelTier.Of(index, null, planner.Rules);
        return way is null || channel is not null || tiers.IndexOf(way.Tier) is not (var tier and > 0)
            ? ""
            : $" Only {ChannelTier.Name([.. way.Tier.Streams.Except(tiers[tier - 1].Streams, StringComparer.Ordinal)])} have this way.";
    }

    public static Reason TooOld(ReleaseVersion from, ReleaseVersion to, string? channel, string stop, ImmutableArray<string> stops, string next) => new(
        ReasonKind.SourceTooOld,
        $"{from} is too old for {to}{Reasons.In(channel)}; the first stop that would help is {stop}.",
        new Evidence { Version = from.Text, Channel = channel, FirstStop = stop, Stops = stops },
        next);

    public static Reason HardBlocked(string message, ReleaseVersion to, Block block, ImmutableArray<string> stops, string next) => new(
        ReasonKind.HardBlocked,
        message,
        new Evidence { Version = to.Text, File = block.Place.File, Line = block.Place.Line, Pattern = block.Pattern, Stops = stops },
        next);

    private static ImmutableArray<string> Stops(TierResult way)
    {
        var route = way.Routes.Newest(way.Best.Unaccepted, way.Best.Hops);
        return [.. route.Nodes.Skip(1).SkipLast(1).Select(node => way.Passage.Index.Version(node).Text)];
    }

    /// <summary>The reasons if no path at all leads from one to the other.</summary>
    private IEnumerable<Reason> WhyNoWay(int source, int target, string? channel, bool mustSay)
    {
        var scope = Scope(channel);
        if (DeadEnd(source, channel) is { } deadEnd)
        {
            yield return deadEnd;
            mustSay = false;
        }

        if (mustSay)
        {
            yield return new DistanceExplainer(planner, index, budget, scope).Explain(source, target, channel);
        }
    }

    private Passage Scope(string? channel) => new(index, index.Channels.Scope(channel), [], [], [], []);
}
