using System.Collections.Immutable;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Building;

/// <summary>Numbers the sets of risks that stand together on edges, and judges each set once by the clients' limits.</summary>
internal sealed class RiskSetTable(RiskTable risks)
{
    private readonly Dictionary<RiskNumbers, InternedSet> byCarried = new(RiskNumbers.Comparer);
    private readonly Dictionary<RiskNumbers, InternedSet> byContent = new(RiskNumbers.Comparer);
    private readonly List<ImmutableArray<Risk>> sets = [];

    /// <summary>A set's number, or why no edge may carry it.</summary>
    public readonly record struct InternedSet(int Number, (ProblemRule Rule, string Reason)? Refusal);

    /// <summary>All sets in the order of their numbers.</summary>
    public ImmutableArray<ImmutableArray<Risk>> ToImmutable() => [.. sets];

    /// <summary>The set of these risks, in whatever order and however often they are named.</summary>
    public InternedSet Intern(List<int> carried)
    {
        var lookup = byCarried.GetAlternateLookup<ReadOnlySpan<int>>();
        var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(carried);
        if (lookup.TryGetValue(span, out var known))
        {
            return known;
        }

        var content = new RiskNumbers([.. carried.Distinct().Order()]);
        if (!byContent.TryGetValue(content, out known))
        {
            byContent[content] = known = Number(content);
        }

        return byCarried[new RiskNumbers([.. carried])] = known;
    }

    private InternedSet Number(RiskNumbers content)
    {
        ImmutableArray<Risk> set = [.. content.Numbers.Select(number => risks[number]).Order(Risk.SortOrder)];
        if (Refuse(set) is { } refusal)
        {
            return new InternedSet(EdgeRules.Removed, refusal);
        }

        sets.Add(set);
        return new InternedSet(sets.Count - 1, null);
    }

    private static (ProblemRule Rule, string Reason)? Refuse(ImmutableArray<Risk> set)
    {
        for (var index = 1; index < set.Length; index++)
        {
            if (string.Equals(set[index].Name, set[index - 1].Name, StringComparison.Ordinal))
            {
                return (ProblemRule.ConflictingRisk, $"the risk '{set[index].Name}' has two different contents on one edge");
            }
        }

        if (set.Length > ClientLimits.Risks)
        {
            return (ProblemRule.ClientLimit, $"there are {set.Length} risks on one edge, and at most {ClientLimits.Risks} are allowed");
        }

        var characters = set.Sum(risk => (long)risk.Message.Length + risk.Url.Length);
        return characters >= ClientLimits.RiskCharacters
            ? (ProblemRule.ClientLimit, $"the messages and urls of one edge have {characters} characters and must stay under {ClientLimits.RiskCharacters}")
            : null;
    }
}
