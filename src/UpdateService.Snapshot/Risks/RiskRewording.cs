using System.Collections.Frozen;
using System.Collections.Immutable;
using UpdateService.Graph.Risks;

namespace UpdateService.Snapshot.Risks;

/// <summary>
/// Puts our own words and rules in the place of published ones. One name has one message and one rule throughout: a client
/// evaluates each name once.
/// </summary>
internal sealed class RiskRewording
{
    private readonly FrozenDictionary<string, Wording> byName;

    /// <summary>Decides on the words and rules for all risks that are shipped.</summary>
    /// <param name="texts">The table.</param>
    /// <param name="published">Every risk that is shipped, as published.</param>
    public RiskRewording(RiskTexts texts, IEnumerable<Risk> published)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        byName = published
            .GroupBy(risk => risk.Name, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => WordingOf(group.Key, [.. group], texts, notes), StringComparer.Ordinal);
        Notes = notes.DrainToImmutable();
    }

    /// <summary>
    /// For the report: which names are not in the table, and which have a published rule that ours was not checked against.
    /// </summary>
    public ImmutableArray<string> Notes { get; }

    /// <summary>The risk with the published name and address and our own words and rule.</summary>
    public Risk Reword(Risk published)
    {
        var wording = byName[published.Name];
        return published with { Message = wording.Message, MatchingRules = wording.Rules };
    }

    private static Wording WordingOf(string name, List<Risk> published, RiskTexts texts, ImmutableArray<string>.Builder notes)
    {
        if (texts.Find(name) is not { } text)
        {
            notes.Add($"{name} is not in the table: {published.Count} entries get the rule Always and a neutral message.");
            text = RiskText.Neutral(name);
        }

        var fingerprints = published.Select(risk => RuleFingerprint.Of(risk.MatchingRules)).Order(StringComparer.Ordinal).ToList();
        var unknown = fingerprints.Find(fingerprint => !text.CheckedAgainst.Contains(fingerprint, StringComparer.Ordinal));
        if (text.PromQl is not null && unknown is not null)
        {
            notes.Add(
                $"{name} has a published rule that our query was not checked against (fingerprint {unknown}): "
                + $"{published.Count} entries get the rule Always.");
        }

        return new Wording(text.Message, text.RulesFor(unknown ?? fingerprints[0]));
    }

    private sealed record Wording(string Message, ImmutableArray<MatchingRule> Rules);
}
