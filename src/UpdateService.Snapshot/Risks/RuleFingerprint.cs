using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using UpdateService.Graph.Risks;

namespace UpdateService.Snapshot.Risks;

/// <summary>Recognises published matching rules without holding their text, so that a change of them is noticed.</summary>
internal static class RuleFingerprint
{
    private const int Length = 16;

    /// <summary>16 hexadecimal digits over types and queries in their order; how a query is wrapped and indented does not count.</summary>
    public static string Of(ImmutableArray<MatchingRule> rules)
    {
        var text = string.Join('\n', rules.Select(rule => $"{rule.Type} {Unwrap(rule.PromQl ?? "")}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Length];
    }

    private static string Unwrap(string query) => string.Join(' ', query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
