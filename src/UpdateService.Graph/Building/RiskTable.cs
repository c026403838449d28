using System.Collections.Immutable;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Building;

/// <summary>
/// The risks of one revision, each content once, and the risk of every blocked edge. A risk that clients would not accept becomes a
/// hard block, because its author wanted to keep clusters from the edge.
/// </summary>
internal sealed class RiskTable
{
    /// <summary>A hard block in place of a risk's number.</summary>
    public const int HardBlock = -1;

    private readonly Dictionary<Risk, int> numbers = [];
    private readonly Dictionary<Risk, int> numberOfObject = new(ReferenceEqualityComparer.Instance);
    private readonly List<Risk> risks = [];
    private readonly List<Place> places = [];
    private readonly int[] riskOf;

    /// <summary>Numbers the risks of the entries.</summary>
    /// <param name="entries">All blocked edges.</param>
    /// <param name="problems">Receives reports about refused and duplicate risks.</param>
    /// <param name="earlier">A table of other entries. Its risks are not checked again.</param>
    public RiskTable(ImmutableArray<BlockedEdge> entries, ProblemList problems, RiskTable? earlier = null)
    {
        riskOf = new int[entries.Length];
        for (var index = 0; index < entries.Length; index++)
        {
            riskOf[index] = Number(entries[index], problems, earlier);
        }

        ReportDefinitions(problems);
    }

    /// <summary>The risk with the number.</summary>
    public Risk this[int number] => risks[number];

    /// <summary>The number of a risk; false if there is none with this content.</summary>
    public bool TryFind(Risk risk, out int number) =>
        // Thousands of entries share some hundred risks as the same objects. Comparing references is much faster than comparing texts.
        numberOfObject.TryGetValue(risk, out number) || numbers.TryGetValue(risk, out number);

    /// <summary>The risk's number of the blocked edge at the index, or <see cref="HardBlock"/>.</summary>
    public int OfEntry(int index) => riskOf[index];

    private int Number(BlockedEdge entry, ProblemList problems, RiskTable? earlier)
    {
        if (entry.Risk is not { } risk)
        {
            return HardBlock;
        }

        if (TryFind(risk, out var number))
        {
            places[number] = places[number].CompareTo(entry.Place) <= 0 ? places[number] : entry.Place;
            return number;
        }

        if (earlier?.numberOfObject.ContainsKey(risk) != true && risk.Refuse() is { } reason)
        {
            problems.Error(ProblemRule.UnusableRisk, entry.Place, $"A cluster would not accept this risk, so it blocks the edges outright: {reason}.");
            return HardBlock;
        }

        risks.Add(risk);
        places.Add(entry.Place);
        return numberOfObject[risk] = numbers[risk] = risks.Count - 1;
    }

    private void ReportDefinitions(ProblemList problems)
    {
        foreach (var unknown in risks.SelectMany(risk => risk.MatchingRules.Where(rule => !rule.IsKnown), (risk, rule) => (rule.Type, Place: FirstPlace(risk))).GroupBy(use => use.Type, StringComparer.Ordinal))
        {
            problems.Warn(ProblemRule.UnknownMatchingRule, unknown.Min(use => use.Place), $"Clients do not know the matching rule type '{Excerpt.Of(unknown.Key)}'; it is passed on.");
        }

        foreach (var definitions in risks.GroupBy(risk => risk.Name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            var sorted = definitions.Order(Risk.SortOrder).ToList();
            var other = sorted.Find(risk => !risk.HasSameRules(sorted[0]));
            var place = FirstPlace(other ?? sorted[1]);
            var firstPlace = FirstPlace(sorted[0]);
            if (other is not null)
            {
                problems.Error(
                    ProblemRule.RiskRulesDiffer,
                    place,
                    $"The risk '{definitions.Key}' has other matching rules at {firstPlace}. A cluster evaluates each name once, so give one of them another name.");
            }
            else
            {
                problems.Warn(ProblemRule.RiskTextsDiffer, place, $"The risk '{definitions.Key}' has another message or url at {firstPlace}.");
            }
        }
    }

    /// <summary>The first place of a risk in the table. Searching all entries for each report would grow with the square of the data.</summary>
    private Place FirstPlace(Risk risk) => places[numbers[risk]];
}
