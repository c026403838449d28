using System.Collections.Immutable;
using UpdateService.Graph.Cincinnati;

namespace UpdateService.Planning.Indexes;

/// <summary>Which releases are in which channels, as bits, and which edges a channel does not serve although it has both ends.</summary>
internal sealed class ChannelMembership
{
    private readonly ArchitectureGraph graph;
    private readonly Dictionary<string, int> numbers;
    private readonly ulong[] bits;
    private readonly int words;
    private readonly HashSet<(int Channel, int Source, int Target)> withheld = [];

    public ChannelMembership(ArchitectureGraph graph)
    {
        this.graph = graph;
        Names = [.. graph.ChannelNodes.Keys];
        numbers = Names.Select((name, number) => KeyValuePair.Create(name, number)).ToDictionary(StringComparer.Ordinal);
        words = Bits.Words(Math.Max(1, Names.Length));
        bits = new ulong[words * graph.Nodes.Length];
        for (var channel = 0; channel < Names.Length; channel++)
        {
            var members = graph.ChannelNodes[Names[channel]];
            foreach (var node in members)
            {
                Bits.Set(bits.AsSpan(node * words, words), channel);
            }

            if (members.Length > ClientLimits.ConditionalTargets)
            {
                Withhold(channel, members);
            }
        }
    }

    /// <summary>The channels in their order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The channel of that name; if there is none, the channels of the stream of that name, in order.</summary>
    public ImmutableArray<string> Members(string name) => numbers.ContainsKey(name) || name.Contains('-', StringComparison.Ordinal)
        ? [name]
        : [.. Names.Where(channel => ProductRules.StreamOf(channel) == name && ChannelName.CanBeRequested(channel))];

    /// <summary>Whether there is a channel of that name, or a group.</summary>
    public bool Knows(string name) => Members(name).Any(numbers.ContainsKey);

    /// <summary>The nodes of a channel, or of all channels of a group, ascending; none if there is no such channel.</summary>
    public ImmutableArray<int> NodesOf(string name) => Members(name) switch
    {
        [var only] => graph.ChannelNodes.GetValueOrDefault(only, []),
        var members => [.. members.SelectMany(member => graph.ChannelNodes[member]).Distinct().Order()],
    };

    /// <summary>The set of the channel or group, or, if it is null, of all that a cluster can request.</summary>
    public ulong[] Scope(string? channel) => Set(channel is null ? Names.Where(name => ChannelName.CanBeRequested(name)) : [channel]);

    /// <summary>The set of the named channels and groups; those that do not exist are left out.</summary>
    public ulong[] Set(IEnumerable<string> names)
    {
        var set = new ulong[words];
        foreach (var name in names.SelectMany(name => numbers.ContainsKey(name) ? [name] : Members(name)))
        {
            if (numbers.TryGetValue(name, out var number))
            {
                Bits.Set(set, number);
            }
        }

        return set;
    }

    /// <summary>Whether the node is in at least one of the channels.</summary>
    public bool Has(int node, ulong[] channels) => Bits.Overlap(bits.AsSpan(node * words, words), channels);

    /// <summary>Whether at least one of the channels serves the edge.</summary>
    public bool Serves(int source, int target, ulong[] channels)
    {
        if (withheld.Count > 0)
        {
            return Serving(source, target, channels).Any();
        }

        for (var word = 0; word < words; word++)
        {
            if ((bits[(source * words) + word] & bits[(target * words) + word] & channels[word]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Those of the channels that serve the edge, in order.</summary>
    public IEnumerable<string> Serving(int source, int target, ulong[] channels)
    {
        var shared = new ulong[words];
        for (var word = 0; word < words; word++)
        {
            shared[word] = bits[(source * words) + word] & bits[(target * words) + word] & channels[word];
        }

        return Bits.Numbers(shared).Where(channel => !withheld.Contains((channel, source, target))).Select(channel => Names[channel]);
    }

    /// <summary>What a channel leaves out because clusters could not store it (see <see cref="ClientLimits.ConditionalTargets"/>).</summary>
    private void Withhold(int channel, ImmutableArray<int> members)
    {
        var served = new HashSet<(int Source, int Target)>();
        var cut = new ChannelGraph(graph, members);
        if (!cut.OverLimit.Any())
        {
            return;
        }

        cut.Visit((source, target, _) => served.Add((members[source], members[target])));
        foreach (var target in members)
        {
            for (var edge = graph.Offsets[target]; edge < graph.Offsets[target + 1]; edge++)
            {
                if (!served.Contains((graph.Sources[edge], target)))
                {
                    _ = withheld.Add((channel, graph.Sources[edge], target));
                }
            }
        }
    }
}
