using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Facts;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Explanations;

/// <summary>Explains a pair, in the right order, that the graph has no edge for.</summary>
internal sealed class GapExplainer(Planner planner, ArchitectureIndex index, SearchBudget budget)
{
    private const string AnotherTarget = "Choose another target; the comments in the file may say why it is blocked.";

    private Architecture Architecture => index.Graph.Architecture;

    public ImmutableArray<Reason> Explain(int source, int target, string? channel, ImmutableArray<string> accept)
    {
        var (from, to) = (index.Version(source), index.Version(target));
        var question = new PathQuestion(from, PathTarget.Of(to)) { Architecture = Architecture, Channel = channel, Accept = accept };
        var way = new TierSearch(index, planner.Rules, question, budget).Find(source);
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
            var crosses = EdgeExplainer.CrossesMinors(from, to, [], through);
            reasons.Add(crosses with { Evidence = crosses.Evidence with { FirstStop = stops.FirstOrDefault(), Stops = stops } });
        }
        else if (blocks.Length > 0)
        {
            reasons.Add(HardBlocked($"The update from {from} to {to} is blocked by {blocks[0].Place}.", to, blocks[0], stops, stops.IsEmpty ? AnotherTarget : through));
        }
        else if (stops.Length > 0)
        {
            reasons.Add(TooOld(from, to, channel, stops[0], stops, through));
        }

        if (way is null)
        {
            reasons.AddRange(WhyNoWay(source, target, channel, reasons.Count == 0));
        }
        else if (way.Best.Unaccepted > 0)
        {
            reasons.Add(Reasons.OnlyConditional(from, to, channel, way.Routes.MinimalSets));
        }

        return reasons.ToImmutable();
    }

    /// <summary>That no update leads out of the source within the channel; null where one does.</summary>
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

    private static string ThroughStops(ImmutableArray<string> stops) =>
        stops.IsEmpty ? "Go through a release of each minor between." : $"Go through {string.Join(", ", stops)}.";

    /// <summary>Where the channels that are searched first have no way: which have it. A stop may be a release candidate.</summary>
    private string Only(TierResult? way, string? channel)
    {
        var tiers = ChannelTier.Of(index, null, planner.Rules);
        return way is null || channel is not null || tiers.IndexOf(way.Tier) is not (var tier and > 0)
            ? ""
            : $" Only channels of {string.Join(" or ", way.Tier.Streams.Except(tiers[tier - 1].Streams, StringComparer.Ordinal))} have this way.";
    }

    private static Reason TooOld(ReleaseVersion from, ReleaseVersion to, string? channel, string stop, ImmutableArray<string> stops, string next) => new(
        ReasonKind.SourceTooOld,
        $"{from} is too old for {to}{Reasons.In(channel)}; the first stop that would help is {stop}.",
        new Evidence { Version = from.Text, Channel = channel, FirstStop = stop, Stops = stops },
        next);

    private static Reason HardBlocked(string message, ReleaseVersion to, Block block, ImmutableArray<string> stops, string next) => new(
        ReasonKind.HardBlocked,
        message,
        new Evidence { Version = to.Text, File = block.Place.File, Line = block.Place.Line, Pattern = block.Pattern, Stops = stops },
        next);

    private static ImmutableArray<string> Stops(TierResult way)
    {
        var route = way.Routes.Newest(way.Best.Unaccepted, way.Best.Hops);
        return [.. route.Nodes.Skip(1).SkipLast(1).Select(node => way.Passage.Index.Version(node).Text)];
    }

    /// <summary>What holds where no way at all leads from the one to the other.</summary>
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
            yield return Distance(source, target, channel, scope);
        }
    }

    private Passage Scope(string? channel) => new(index, index.Channels.Scope(channel), [], [], [], []);

    /// <summary>Sorts out, from what leads into the target, whether the source is too old for it or too new.</summary>
    private Reason Distance(int source, int target, string? channel, Passage scope)
    {
        var (from, to) = (index.Version(source), index.Version(target));
        var leading = Leading(target, scope);
        if (leading.Count == 0)
        {
            return NothingLeadsIn(to, channel, scope);
        }

        var own = leading.Where(node => MinorName.Of(index.Version(node)) == MinorName.Of(from)).ToList();
        var later = (own.Count > 0 ? own : leading).Where(node => node > source).ToList();
        if (later.Count > 0)
        {
            var stop = index.Version(later.Min());
            return TooOld(from, to, channel, stop.Text, [stop.Text], $"Ask why {from} does not lead to {stop}.");
        }

        var newest = index.Version(leading.Where(node => node < source).Max());
        return TooNew(source, from, to, channel, newest, scope);
    }

    private Reason TooNew(int source, ReleaseVersion from, ReleaseVersion to, string? channel, ReleaseVersion newest, Passage scope)
    {
        var accepting = FirstTargetIn(source, MinorName.Of(to), scope);
        return new Reason(
            ReasonKind.SourceTooNew,
            accepting is null
                ? $"No release of {MinorName.Of(to)}{Reasons.In(channel)} was built after {from}; {to} takes clusters up to {newest}."
                : $"{to} was built before {from}; it takes clusters up to {newest}.",
            new Evidence { Version = from.Text, Channel = channel, Newest = newest.Text, FirstStop = accepting?.Text },
            accepting is null ? $"Wait for a later release of {MinorName.Of(to)}." : $"Update to {accepting} instead.");
    }

    private Reason NothingLeadsIn(ReleaseVersion to, string? channel, Passage scope)
    {
        // A source of another channel leads nowhere in this one, blocked or not.
        var blocked = planner.Facts.Blocks.SourcesOf(to, Architecture)
            .Where(source => index.TryFind(source, out var node) && index.Channels.Has(node, scope.Channels))
            .SelectMany(source => planner.Facts.Blocks.Of(source, to, Architecture).Select(block => (Source: source, Block: block)))
            .FirstOrDefault();
        return blocked.Block is { } block
            ? HardBlocked($"No update leads into {to}{Reasons.In(channel)}: the one from {blocked.Source} is blocked by {block.Place}.", to, block, [], AnotherTarget)
            : new Reason(
                ReasonKind.SourceTooNew,
                $"No update leads into {to}{Reasons.In(channel)}.",
                new Evidence { Version = to.Text, Channel = channel },
                "Choose a later target.");
    }

    /// <summary>The lowest release of a minor that the source may be updated to.</summary>
    private ReleaseVersion? FirstTargetIn(int source, MinorName minor, Passage scope)
    {
        foreach (var (target, edge) in index.EdgesFrom(source))
        {
            if (MinorName.Of(index.Version(target)) == minor && scope.Allows(source, target, edge))
            {
                return index.Version(target);
            }
        }

        return null;
    }

    /// <summary>All releases from which the target can be reached, itself aside.</summary>
    private List<int> Leading(int target, Passage scope)
    {
        var leads = new bool[target + 1];
        leads[target] = true;
        var found = new List<int>();
        for (var node = target; node >= 0; node--)
        {
            if (!leads[node])
            {
                continue;
            }

            if (node != target)
            {
                found.Add(node);
            }

            for (var edge = index.Graph.Offsets[node]; edge < index.Graph.Offsets[node + 1]; edge++)
            {
                var source = index.Graph.Sources[edge];
                if (scope.Allows(source, node, edge))
                {
                    leads[source] = true;
                }
            }
        }

        return found;
    }
}
