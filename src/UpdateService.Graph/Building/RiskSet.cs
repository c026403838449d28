using System.Collections.Immutable;
using UpdateService.Graph.Risks;

namespace UpdateService.Graph.Building;

/// <summary>A set of risks on edges, checked once against the clients' limits. In one <see cref="RiskSetPool"/> equal sets are one object.</summary>
internal sealed class RiskSet
{
    public RiskSet(ImmutableArray<Risk> risks)
    {
        Risks = risks;
        Refusal = Refuse(risks);
    }

    /// <summary>In <see cref="Risk.SortOrder"/>, once each.</summary>
    public ImmutableArray<Risk> Risks { get; }

    /// <summary>Why no edge may have it; null if one may.</summary>
    public (ProblemRule Rule, string Reason)? Refusal { get; }

    private static (ProblemRule Rule, string Reason)? Refuse(ImmutableArray<Risk> risks)
    {
        for (var index = 1; index < risks.Length; index++)
        {
            if (string.Equals(risks[index].Name, risks[index - 1].Name, StringComparison.Ordinal))
            {
                return (ProblemRule.ConflictingRisk, $"the risk '{risks[index].Name}' has two different contents on one edge");
            }
        }

        if (risks.Length > ClientLimits.Risks)
        {
            return (ProblemRule.ClientLimit, $"there are {risks.Length} risks on one edge, and at most {ClientLimits.Risks} are allowed");
        }

        var characters = risks.Sum(risk => (long)risk.Message.Length + risk.Url.Length);
        return characters >= ClientLimits.RiskCharacters
            ? (ProblemRule.ClientLimit, $"the messages and urls of one edge have {characters} characters and must stay under {ClientLimits.RiskCharacters}")
            : null;
    }
}
