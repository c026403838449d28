using System.Collections.Immutable;
using UpdateService.Graph.Building;
using UpdateService.Graph.Risks;

namespace UpdateService.Builder.Guarding;

/// <summary>A pair that must be closed.</summary>
/// <param name="Target">The release that it updates to.</param>
/// <param name="Source">The version that it updates from.</param>
/// <param name="Risks">The risks that it must have at least; if empty, it must be blocked.</param>
internal readonly record struct PairDemand(ReleaseKey Target, string Source, ImmutableArray<Risk> Risks)
{
    /// <summary>A pair as it was. A pair that has a risk with other rules is blocked, because it cannot have both.</summary>
    public static PairDemand AsBefore(PairChange change)
    {
        var has = change.RisksAfter;
        return new(new ReleaseKey(change.Target.Text, change.Architecture), change.Source.Text, [.. change.RisksBefore.Where(risk => !has.Any(other => other.Name == risk.Name))]);
    }

    /// <summary>The pairs that some pairs block or put a risk on, and others do not.</summary>
    public static IEnumerable<PairDemand> ClosedBy(ImmutableArray<DeclaredPairs> closing, ImmutableArray<DeclaredPairs> open) => closing
        .Select(pairs => (Closing: pairs, Open: open.FirstOrDefault(other => other.Architecture == pairs.Architecture)))
        .Where(both => both.Open is not null)
        .SelectMany(both => ClosedBy(both.Closing, both.Open!));

    private static IEnumerable<PairDemand> ClosedBy(DeclaredPairs closing, DeclaredPairs open)
    {
        var marks = new Dictionary<(string Source, string Target), int>();
        for (var target = 0; target < closing.Versions.Length; target++)
        {
            for (var pair = closing.Offsets[target]; pair < closing.Offsets[target + 1]; pair++)
            {
                if (closing.Marks[pair] != DeclaredPairs.Plain)
                {
                    marks[(closing.Versions[closing.Sources[pair]].Text, closing.Versions[target].Text)] = closing.Marks[pair];
                }
            }
        }

        for (var target = 0; target < open.Versions.Length; target++)
        {
            for (var pair = open.Offsets[target]; pair < open.Offsets[target + 1]; pair++)
            {
                var source = open.Versions[open.Sources[pair]].Text;
                if (open.Marks[pair] != DeclaredPairs.Blocked && marks.TryGetValue((source, open.Versions[target].Text), out var mark))
                {
                    ImmutableArray<Risk> has = open.Marks[pair] >= 0 ? open.RiskSets[open.Marks[pair]] : [];
                    ImmutableArray<Risk> needs = mark < 0 ? [] : [.. closing.RiskSets[mark].Where(risk => !has.Any(other => other.Name == risk.Name))];
                    if (mark < 0 || !needs.IsEmpty)
                    {
                        yield return new PairDemand(new ReleaseKey(open.Versions[target].Text, open.Architecture), source, needs);
                    }
                }
            }
        }
    }
}
