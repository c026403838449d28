using System.Buffers;
using System.Collections.Immutable;

namespace UpdateService.Graph.Risks;

/// <summary>
/// A problem that an update may cause, and for which clusters. Equal by content. The name is a public interface:
/// administrators accept risks by name in the cluster's specification.
/// </summary>
/// <param name="Name">For example <c>OVNIPsecConnectivity</c>.</param>
/// <param name="Url">The address of the risk's description.</param>
/// <param name="Message">One or two sentences for an administrator.</param>
/// <param name="MatchingRules">In order of precedence.</param>
public sealed record Risk(string Name, string Url, string Message, ImmutableArray<MatchingRule> MatchingRules)
{
    /// <summary>The longest name: the limit of <c>acceptRisks</c> in the ClusterVersion API.</summary>
    public const int LongestName = 256;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");

    /// <summary>By name, then by everything else: the order in which the risks of a pair are served.</summary>
    public static IComparer<Risk> SortOrder { get; } = Comparer<Risk>.Create((left, right) =>
    {
        var order = string.CompareOrdinal(left.Name, right.Name);
        order = order != 0 ? order : string.CompareOrdinal(left.Url, right.Url);
        order = order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
        return order != 0 ? order : string.CompareOrdinal(RulesText(left), RulesText(right));
    });

    /// <summary>
    /// Why a Cluster Version Operator, or the API server that stores its status, would refuse this risk; null if neither would. A pair
    /// with such a risk is hard-blocked, because it was meant to be guarded.
    /// </summary>
    /// <seealso href="https://github.com/openshift/api/blob/master/config/v1/types_cluster_version.go"/>
    public string? Refuse()
    {
        if (Name.Length is 0 or > LongestName || !char.IsAsciiLetterUpper(Name[0]) || Name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            return $"the risk name '{Excerpt.Of(Name)}' is not a capital letter followed by up to {LongestName - 1} letters, digits or _";
        }

        if (string.IsNullOrWhiteSpace(Message))
        {
            return "the message is empty";
        }

        if (GoUrl.Refuse(Url) is { } badUrl)
        {
            return badUrl;
        }

        if (!GoUrl.IsAbsolute(Url))
        {
            return $"the url '{Excerpt.Of(Url)}' has no scheme";
        }

        return GoUrl.RefuseInStatus(Url) ?? RefuseRules();
    }

    /// <inheritdoc/>
    public bool Equals(Risk? other) =>
        other is not null
        && string.Equals(Name, other.Name, StringComparison.Ordinal)
        && string.Equals(Url, other.Url, StringComparison.Ordinal)
        && string.Equals(Message, other.Message, StringComparison.Ordinal)
        && HasSameRules(other);

    /// <summary>Whether a cluster decides in the same way whether either applies to it.</summary>
    public bool HasSameRules(Risk other) => MatchingRules.AsSpan().SequenceEqual(other.MatchingRules.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Url, Message, MatchingRules.Length);

    private static string RulesText(Risk risk) => string.Join('\u0001', risk.MatchingRules.Select(rule => $"{rule.Type}\u0002{rule.PromQl}"));

    private string? RefuseRules()
    {
        if (!MatchingRules.Any(rule => rule.IsKnown))
        {
            return "no matching rule is of a type that clients know (Always, PromQL)";
        }

        // Aliases let a short file repeat a long query a hundred thousand times.
        var characters = MatchingRules.Sum(rule => (long)rule.Type.Length + (rule.PromQl?.Length ?? 0));
        if (characters > ClientLimits.RuleCharacters)
        {
            return $"its matching rules have {characters} characters, and a cluster's status has no room for more than {ClientLimits.RuleCharacters}";
        }

        return MatchingRules.Select(rule => rule.Refuse()).FirstOrDefault(reason => reason is not null);
    }
}
