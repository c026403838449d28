using System.Collections.Immutable;

namespace UpdateService.Graph.Building;

/// <summary>
/// Steps 7 and 8 for one architecture: the nodes that remain after releases are removed, with their channels and their metadata
/// for clients. Nodes that did not change since an earlier table are the same objects.
/// </summary>
internal sealed class ChannelTable
{
    private readonly ImmutableArray<Channel> channels;

    private ChannelTable(ImmutableArray<Channel> channels, ImmutableArray<GraphNode> nodes, ImmutableSortedDictionary<string, ImmutableArray<int>> channelNodes)
    {
        this.channels = channels;
        Nodes = nodes;
        ChannelNodes = channelNodes;
    }

    /// <summary>The remaining nodes, by precedence.</summary>
    public ImmutableArray<GraphNode> Nodes { get; }

    /// <summary>The nodes of each channel, ascending.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<int>> ChannelNodes { get; }

    /// <summary>Creates a table, or returns the earlier one if the channels are the same.</summary>
    public static ChannelTable Of(Topology topology, ImmutableArray<Channel> channels, ChannelTable? earlier)
    {
        if (earlier is not null && earlier.channels == channels)
        {
            return earlier;
        }

        var members = Members(topology, channels);
        var channelsOf = new List<string>?[topology.Releases.Length];
        foreach (var (channel, nodes) in members)
        {
            foreach (var node in nodes)
            {
                (channelsOf[node] ??= []).Add(channel);
            }
        }

        var table = ImmutableArray.CreateBuilder<GraphNode>(topology.KeptCount);
        for (var release = 0; release < topology.Releases.Length; release++)
        {
            if (topology.NumberOf[release] != Topology.RemovedNode)
            {
                table.Add(Node(topology, release, channelsOf[release], earlier));
            }
        }

        return new ChannelTable(
            channels,
            table.MoveToImmutable(),
            members.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => pair.Value.Select(release => topology.NumberOf[release]).ToImmutableArray(),
                ChannelName.SortOrder));
    }

    /// <summary>The releases of each channel, ascending and once each.</summary>
    private static SortedDictionary<string, List<int>> Members(Topology topology, ImmutableArray<Channel> channels)
    {
        var members = new SortedDictionary<string, List<int>>(ChannelName.SortOrder);
        foreach (var channel in channels)
        {
            foreach (var name in channel.Versions)
            {
                if (name.Covers(topology.Architecture)
                    && topology.TryFind(name.Version, out var release)
                    && topology.NumberOf[release] != Topology.RemovedNode)
                {
                    (members.TryGetValue(channel.Name, out var list) ? list : members[channel.Name] = []).Add(release);
                }
            }
        }

        foreach (var channel in members.Keys.ToList())
        {
            members[channel] = [.. members[channel].Distinct().Order()];
        }

        return members;
    }

    private static GraphNode Node(Topology topology, int release, List<string>? memberOf, ChannelTable? earlier)
    {
        if (earlier?.Nodes[topology.NumberOf[release]] is { } known && known.Channels.SequenceEqual(memberOf ?? [], StringComparer.Ordinal))
        {
            return known;
        }

        ImmutableArray<string> names = memberOf is null ? [] : [.. memberOf];
        return new GraphNode(topology.Releases[release], names, NodeMetadata.WithChannels(topology.Metadata[release], names));
    }
}
