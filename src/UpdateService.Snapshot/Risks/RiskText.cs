using System.Collections.Immutable;
using UpdateService.Graph.Risks;

namespace UpdateService.Snapshot.Risks;

/// <summary>What this data set says of a risk, in its own words.</summary>
/// <param name="Message">For an administrator, one line.</param>
/// <param name="PromQl">A query that is 1 where the risk applies; null if the rule is <c>Always</c>.</param>
/// <param name="CheckedAgainst">Fingerprints (<see cref="RuleFingerprint"/>) of the published rules that the query is safe for.</param>
internal sealed record RiskText(string Message, string? PromQl, ImmutableArray<string> CheckedAgainst)
{
    private static readonly ImmutableArray<MatchingRule> AlwaysRule = [new MatchingRule(MatchingRule.Always)];

    /// <summary>The rules to ship in place of published ones with this fingerprint.</summary>
    public ImmutableArray<MatchingRule> RulesFor(string fingerprint) =>
        PromQl is not null && CheckedAgainst.Contains(fingerprint, StringComparer.Ordinal)
            ? [new MatchingRule(MatchingRule.PromQlType, PromQl, HasPromQlKey: true)]
            : AlwaysRule;

    /// <summary>For a risk that the table does not know.</summary>
    public static RiskText Neutral(string name) => new(
        $"The risk {name} was published for this update and is not described here yet: read the linked page before you update.",
        null,
        []);
}
