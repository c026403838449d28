using System.Runtime.InteropServices;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Building;

/// <summary>Creates sets from the risks of single edges. Equal sets are one object, including those of an earlier build.</summary>
/// <param name="risks">The table of the risks' numbers.</param>
/// <param name="earlier">The sets of an earlier build that may still be in use.</param>
internal sealed class RiskSetPool(RiskTable risks, IEnumerable<RiskSet> earlier)
{
    private readonly Dictionary<RiskNumbers, RiskSet> byCarried = new(RiskNumbers.Comparer);
    private readonly Lazy<Dictionary<RiskNumbers, RiskSet>> byContent = new(() => Known(risks, earlier));

    /// <summary>The set of these risks, in any order and with any repetitions.</summary>
    public RiskSet Intern(List<int> carried)
    {
        var lookup = byCarried.GetAlternateLookup<ReadOnlySpan<int>>();
        var span = CollectionsMarshal.AsSpan(carried);
        if (lookup.TryGetValue(span, out var known))
        {
            return known;
        }

        var content = new RiskNumbers([.. carried.Distinct().Order()]);
        if (!byContent.Value.TryGetValue(content, out known))
        {
            byContent.Value[content] = known = new RiskSet([.. content.Numbers.Select(number => risks[number]).Order(Risk.SortOrder)]);
        }

        return byCarried[new RiskNumbers([.. carried])] = known;
    }

    /// <summary>The sets whose risks all still exist, by their current numbers.</summary>
    private static Dictionary<RiskNumbers, RiskSet> Known(RiskTable risks, IEnumerable<RiskSet> sets)
    {
        var known = new Dictionary<RiskNumbers, RiskSet>(RiskNumbers.Comparer);
        foreach (var set in sets)
        {
            var numbers = new int[set.Risks.Length];
            if (Enumerable.Range(0, numbers.Length).All(place => risks.TryFind(set.Risks[place], out numbers[place])))
            {
                Array.Sort(numbers);
                known[new RiskNumbers(numbers)] = set;
            }
        }

        return known;
    }
}
