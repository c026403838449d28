using System.Collections.Immutable;
using UpdateService.Graph.Cincinnati;
using UpdateService.Planning.Indexes;

namespace UpdateService.Planning.Pictures;

/// <summary>An edge of a picture, between places in a channel's list of releases.</summary>
/// <param name="From">The source's place.</param>
/// <param name="To">The target's place.</param>
/// <param name="IsConditional">Whether it carries risks.</param>
public readonly record struct DrawnEdge(int From, int To, bool IsConditional);

/// <summary>
/// The edges of a channel without which a release would reach less: the skeleton that a picture can show. All others are
/// implied by a longer way. Edges that lead downwards are left out, so that there is one answer only.
/// </summary>
/// <param name="Edges">By source, then target.</param>
/// <param name="AllEdges">How many edges the channel has.</param>
public sealed record TransitiveReduction(ImmutableArray<DrawnEdge> Edges, int AllEdges)
{
    /// <summary>Reduces a channel.</summary>
    public static TransitiveReduction Of(ChannelGraph channel)
    {
        var targets = channel.Nodes.Select(_ => new List<DrawnEdge>()).ToArray();
        var all = 0;
        channel.Visit((source, target, riskSet) =>
        {
            all++;
            if (source < target)
            {
                targets[source].Add(new DrawnEdge(source, target, riskSet != ArchitectureGraph.Unconditional));
            }
        });

        var words = Bits.Words(Math.Max(1, targets.Length));
        var reached = new ulong[targets.Length][];
        var kept = ImmutableArray.CreateBuilder<DrawnEdge>();
        for (var node = targets.Length - 1; node >= 0; node--)
        {
            // Nearest target first: whatever it reaches needs no edge of its own. Targets were met in ascending order.
            reached[node] = new ulong[words];
            for (var index = 0; index < targets[node].Count; index++)
            {
                var edge = targets[node][index];
                if (!Bits.Has(reached[node], edge.To))
                {
                    kept.Add(edge);
                    Bits.Set(reached[node], edge.To);
                    Bits.Unite(reached[node], reached[edge.To], reached[node]);
                }
            }
        }

        kept.Sort((left, right) => (left.From, left.To).CompareTo((right.From, right.To)));
        return new TransitiveReduction(kept.ToImmutable(), all);
    }
}
