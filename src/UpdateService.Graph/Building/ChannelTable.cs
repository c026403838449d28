using System.Collections.Immutable;

namespace UpdateService.Graph.Building;

/// <summary>Step 8: which releases of one architecture stand in which channels.</summary>
internal sealed class ChannelTable
{
    private readonly SortedDictionary<string, SortedSet<int>> nodesOf = new(ChannelName.SortOrder);
    private readonly List<string>?[] channelsOf;

    public ChannelTable(Topology topology, ImmutableArray<Channel> channels, Func<int, bool> isRemoved)
    {
        channelsOf = new List<string>?[topology.Releases.Length];
        foreach (var channel in channels)
        {
            foreach (var name in channel.Versions)
            {
                if (name.Covers(topology.Architecture) && topology.TryFind(name.Version, out var node) && !isRemoved(node))
                {
                    _ = (nodesOf.TryGetValue(channel.Name, out var nodes) ? nodes : nodesOf[channel.Name] = []).Add(node);
                }
            }
        }

        foreach (var (channel, nodes) in nodesOf)
        {
            foreach (var node in nodes)
            {
                (channelsOf[node] ??= []).Add(channel);
            }
        }
    }

    /// <summary>The nodes of each channel, ascending.</summary>
    public IEnumerable<KeyValuePair<string, SortedSet<int>>> Nodes => nodesOf;

    /// <summary>The channels of a node in <see cref="ChannelName.SortOrder"/>.</summary>
    public ImmutableArray<string> Of(int node) => channelsOf[node] is { } list ? [.. list] : [];
}
