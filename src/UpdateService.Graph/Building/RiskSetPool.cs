using System.Runtime.InteropServices;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Building;

/// <summary>Makes of the risks of single edges sets that are one object each where they are equal, also those that an earlier build made.</summary>
/// <param name="risks">Whose numbers the edges carry.</param>
/// <param name="earlier">The sets of an earlier build that may still be in use.</param>
internal sealed class RiskSetPool(RiskTable risks, IEnumerable<RiskSet> earlier)
{
    private readonly Dictionary<RiskNumbers, RiskSet> byCarried = new(RiskNumbers.Comparer);
    private readonly Lazy<Dictionary<RiskNumbers, RiskSet>> byContent = new(() => Known(risks, earlier));

    /// <summary>The set of these risks, in whatever order and however often they are named.</summary>
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

    /// <summary>The sets whose risks are all still there, by what these are numbered now.</summary>
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
