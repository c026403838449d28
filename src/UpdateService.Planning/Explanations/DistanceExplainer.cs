using UpdateService.Graph.Versions;
using UpdateService.Planning.Indexes;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Explanations;

/// <summary>Explains a pair that no way joins: the source is too old for the target, or too new.</summary>
internal sealed class DistanceExplainer(Planner planner, ArchitectureIndex index, SearchBudget budget, Passage scope)
{
    /// <summary>Sorts out, from what leads into the target, whether the source is too old for it or too new.</summary>
    public Reason Explain(int source, int target, string? channel)
    {
        var (from, to) = (index.Version(source), index.Version(target));
        var leading = Leading(target);
        if (leading.Count == 0)
        {
            return NothingLeadsIn(to, channel);
        }

        var own = leading.Where(node => MinorName.Of(index.Version(node)) == MinorName.Of(from)).ToList();
        var later = (own.Count > 0 ? own : leading).Where(node => node > source).ToList();
        if (later.Count > 0)
        {
            var stop = index.Version(later.Min());
            return GapExplainer.TooOld(from, to, channel, stop.Text, [stop.Text], $"Explain {from} to {stop} to see why no update leads there.");
        }

        var newest = index.Version(leading.Where(node => node < source).Max());
        return TooNew(source, from, to, channel, newest);
    }

    private Reason TooNew(int source, ReleaseVersion from, ReleaseVersion to, string? channel, ReleaseVersion newest)
    {
        var accepting = FirstTargetIn(source, MinorName.Of(to));
        return new Reason(
            ReasonKind.SourceTooNew,
            accepting is null
                ? $"No release of {MinorName.Of(to)}{Reasons.In(channel)} was built after {from}; {to} takes clusters up to {newest}."
                : $"{to} was built before {from}; it takes clusters up to {newest}.",
            new Evidence { Version = from.Text, Channel = channel, Newest = newest.Text, FirstStop = accepting?.Text },
            accepting is null ? $"Wait for a later release of {MinorName.Of(to)}." : $"Update to {accepting} instead.");
    }

    private Reason NothingLeadsIn(ReleaseVersion to, string? channel)
    {
        // A source of another channel leads nowhere in this one, blocked or not.
        var blocked = planner.Facts.Blocks.SourcesOf(to, index.Graph.Architecture)
            .Where(source => index.TryFind(source, out var node) && index.Channels.Has(node, scope.Channels))
            .SelectMany(source => planner.Facts.Blocks.Of(source, to, index.Graph.Architecture).Select(block => (Source: source, Block: block)))
            .FirstOrDefault();
        return blocked.Block is { } block
            ? GapExplainer.HardBlocked($"No update leads into {to}{Reasons.In(channel)}: the one from {blocked.Source} is blocked by {block.Place}.", to, block, [], GapExplainer.AnotherTarget)
            : new Reason(
                ReasonKind.SourceTooNew,
                $"No update leads into {to}{Reasons.In(channel)}.",
                new Evidence { Version = to.Text, Channel = channel },
                "Choose a later target.");
    }

    /// <summary>The lowest release of a minor that can be reached; a final one if there is one.</summary>
    private ReleaseVersion? FirstTargetIn(int source, MinorName minor)
    {
        var reachable = scope.ReachableFrom(source, index.Graph.Nodes.Length - 1, budget);
        var members = index.Graph.Nodes.Where((node, number) => number > source && reachable[number] && node.Minor() == minor).Select(node => node.Version).ToList();
        return members.Find(version => !version.IsPreRelease) ?? members.FirstOrDefault();
    }

    /// <summary>All releases from which the target can be reached, itself aside.</summary>
    private List<int> Leading(int target)
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
