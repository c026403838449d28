using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Indexes;

/// <summary>For each release of a graph what can be reached from it. Made once for each graph, when first asked for.</summary>
internal sealed class OnwardTable
{
    private static readonly ConditionalWeakTable<ArchitectureIndex, ConcurrentDictionary<ProductRules, OnwardTable>> Known = [];

    private readonly ArchitectureIndex index;
    private readonly ulong[] channels;
    private readonly bool[] isOfMinor;
    private readonly bool[] leadsToNewest;
    private readonly bool[] leadsToNext;
    private readonly bool[] leadsToEus;
    private readonly Dictionary<MinorName, int> newest = [];
    private readonly Dictionary<MinorName, int> gateways = [];
    private readonly ImmutableArray<MinorName> minors;
    private readonly ImmutableArray<MinorName> eusMinors;

    private OnwardTable(ArchitectureIndex index, ProductRules rules)
    {
        this.index = index;
        channels = index.Channels.Scope(null);
        var nodes = index.Graph.Nodes;
        var hasFinal = nodes.Any(node => !node.Version.IsPreRelease);
        isOfMinor = [.. nodes.Select(node => !hasFinal || !node.Version.IsPreRelease)];
        minors = [.. nodes.Where((_, node) => isOfMinor[node] && index.Channels.Has(node, channels)).Select(node => node.Minor()).Distinct().Order()];
        eusMinors = [.. minors.Where(minor => index.Channels.Names.Any(name => rules.NeedsSubscription(name) && name.EndsWith($"-{minor}", StringComparison.Ordinal)))];
        foreach (var minor in minors)
        {
            newest[minor] = NewestRelease.OfMinor(index, rules, minor)!.Value;
        }

        (leadsToNewest, leadsToNext, leadsToEus) = (new bool[nodes.Length], new bool[nodes.Length], new bool[nodes.Length]);
        for (var node = nodes.Length - 1; node >= 0; node--)
        {
            Fill(node);
        }
    }

    /// <summary>The table of a graph.</summary>
    public static OnwardTable Of(ArchitectureIndex index, ProductRules rules) =>
        Known.GetOrCreateValue(index).GetOrAdd(rules, static (rules, index) => new OnwardTable(index, rules), index);

    /// <summary>What can be reached from a release.</summary>
    public Onward From(int node)
    {
        var minor = MinorName.Of(index.Version(node));
        var next = After(minors, minor);
        return new Onward(
            newest.ContainsKey(minor) ? leadsToNewest[node] : null,
            next is null ? null : leadsToNext[node],
            After(eusMinors, minor) is null ? null : leadsToEus[node])
        {
            Next = next,
            Gateway = next is null || leadsToNext[node] || !gateways.TryGetValue(minor, out var gateway) ? null : index.Version(gateway),
        };
    }

    private static MinorName? After(ImmutableArray<MinorName> minors, MinorName minor)
    {
        foreach (var other in minors)
        {
            if (other.CompareTo(minor) > 0)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>All edges lead upwards, so what a target leads to is known before its sources are looked at.</summary>
    private void Fill(int node)
    {
        var minor = MinorName.Of(index.Version(node));
        var eus = After(eusMinors, minor);
        leadsToNewest[node] = newest.TryGetValue(minor, out var last) && node >= last;
        foreach (var (target, edge) in index.EdgesFrom(node))
        {
            if (!index.IsLegal(edge) || !index.Channels.Serves(node, target, channels))
            {
                continue;
            }

            var reached = MinorName.Of(index.Version(target));
            if (reached == minor)
            {
                leadsToNewest[node] |= leadsToNewest[target];
                leadsToNext[node] |= leadsToNext[target];
                leadsToEus[node] |= leadsToEus[target];
            }
            else
            {
                leadsToNext[node] |= isOfMinor[target];
                leadsToEus[node] |= isOfMinor[target] && (reached == eus || (After(eusMinors, reached) == eus && leadsToEus[target]));
            }
        }

        if (leadsToNext[node] && isOfMinor[node])
        {
            _ = gateways.TryAdd(minor, node); // From the newest down.
        }
    }
}
