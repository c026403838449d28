namespace UpdateService.Graph.Risks;

/// <summary>
/// One rule by which a cluster decides whether a risk applies to it. The order of a risk's rules is their precedence.
/// </summary>
/// <param name="Type"><c>Always</c> and <c>PromQL</c> are known to clients (case-sensitive); others are passed on.</param>
/// <param name="PromQl">The query, kept byte for byte: clients use it as a cache key and rewrite it by literal match.</param>
/// <param name="HasPromQlKey">Whether there was a <c>promql</c> key at all, even without a text.</param>
/// <seealso href="https://github.com/openshift/enhancements/blob/master/enhancements/update/targeted-update-edge-blocking.md"/>
public sealed record MatchingRule(string Type, string? PromQl = null, bool HasPromQlKey = false)
{
    /// <summary>The type of a rule that applies to every cluster.</summary>
    public const string Always = "Always";

    /// <summary>The type of a rule that queries the cluster's own metrics.</summary>
    public const string PromQlType = "PromQL";

    /// <summary>Whether a Cluster Version Operator knows the type.</summary>
    public bool IsKnown => Type is Always or PromQlType;

    /// <summary>Why a Cluster Version Operator would drop this rule; null if it would not.</summary>
    public string? Refuse() => Type switch
    {
        Always when HasPromQlKey || PromQl is not null => "a rule of type Always has a promql key",
        PromQlType when string.IsNullOrWhiteSpace(PromQl) => "a rule of type PromQL has no query",
        _ => null,
    };
}
