using System.Collections.Immutable;
using System.Runtime.InteropServices;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Building;

/// <summary>Makes of the risks of single edges sets that are one object each where they are equal, also those that an earlier build made.</summary>
/// <param name="risks">Whose numbers the edges carry.</param>
/// <param name="earlier">The sets of an earlier build that may still be in use.</param>
internal sealed class RiskSetPool(RiskTable risks, IEnumerable<RiskSet> earlier)
{
    private readonly Dictionary<RiskNumbers, RiskSet> byCarried = new(RiskNumbers.Comparer);
    private readonly Lazy<Dictionary<ImmutableArray<Risk>, RiskSet>> byContent = new(() => earlier.ToDictionary(set => set.Risks, SameContent.Instance));

    /// <summary>The set of these risks, in whatever order and however often they are named.</summary>
    public RiskSet Intern(List<int> carried)
    {
        var lookup = byCarried.GetAlternateLookup<ReadOnlySpan<int>>();
        var span = CollectionsMarshal.AsSpan(carried);
        if (lookup.TryGetValue(span, out var known))
        {
            return known;
        }

        ImmutableArray<Risk> content = [.. carried.Distinct().Select(number => risks[number]).Order(Risk.SortOrder)];
        if (!byContent.Value.TryGetValue(content, out known))
        {
            byContent.Value[content] = known = new RiskSet(content);
        }

        return byCarried[new RiskNumbers([.. carried])] = known;
    }

    private sealed class SameContent : IEqualityComparer<ImmutableArray<Risk>>
    {
        public static SameContent Instance { get; } = new();

        public bool Equals(ImmutableArray<Risk> left, ImmutableArray<Risk> right) => left.AsSpan().SequenceEqual(right.AsSpan());

        public int GetHashCode(ImmutableArray<Risk> risks)
        {
            var hash = default(HashCode);
            foreach (var risk in risks)
            {
                hash.Add(risk);
            }

            return hash.ToHashCode();
        }
    }
}
