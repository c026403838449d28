using System.Collections.Immutable;
using UpdateService.Planning.Indexes;

namespace UpdateService.Planning.Paths;

/// <summary>Chooses the channel to be in for each hop: as few changes as possible, then the preferred channel, hop by hop.</summary>
internal static class ChannelChoice
{
    /// <summary>The channels of a route's hops.</summary>
    /// <param name="passage">Which channels are open.</param>
    /// <param name="route">The route.</param>
    /// <param name="current">The channel that the cluster is in; null if it is not known.</param>
    /// <param name="preference">Which of two channels is preferred.</param>
    /// <param name="keepsCurrent">Whether the cluster may stay in its channel if the plan was found in others.</param>
    public static ImmutableArray<string> Choose(Passage passage, Route route, string? current, IComparer<string> preference, bool keepsCurrent)
    {
        var channels = passage.Channels;
        if (keepsCurrent && current is not null)
        {
            channels = passage.Index.Channels.Set([current]);
            Bits.Unite(channels, passage.Channels, channels);
        }

        var open = new List<string>[route.Hops];
        for (var hop = 0; hop < route.Hops; hop++)
        {
            open[hop] = [.. passage.Index.Channels.Serving(route.Nodes[hop], route.Nodes[hop + 1], channels).Order(preference)];
        }

        var changes = ChangesAfter(open);
        var chosen = ImmutableArray.CreateBuilder<string>(route.Hops);
        for (var hop = 0; hop < route.Hops; hop++)
        {
            // Changing is free only before the first hop of a cluster whose channel is not known.
            var stay = hop == 0 ? current : chosen[hop - 1];
            var isFree = stay is null;
            chosen.Add(open[hop].MinBy(channel => changes[hop][channel] + (isFree || channel == stay ? 0 : 1))!);
        }

        return chosen.MoveToImmutable();
    }

    /// <summary>For each hop and channel the fewest changes that must follow it.</summary>
    private static Dictionary<string, int>[] ChangesAfter(List<string>[] open)
    {
        var changes = new Dictionary<string, int>[open.Length];
        for (var hop = open.Length - 1; hop >= 0; hop--)
        {
            var after = hop == open.Length - 1 ? null : changes[hop + 1];
            var fewest = after?.Values.Min() ?? 0;
            changes[hop] = open[hop].ToDictionary(
                channel => channel,
                channel => after is null ? 0 : Math.Min(fewest + 1, after.GetValueOrDefault(channel, int.MaxValue)),
                StringComparer.Ordinal);
        }

        return changes;
    }
}
