namespace UpdateService.Graph;

/// <summary>
/// What one cluster's status can hold. If an answer exceeds these limits, the API server refuses the whole status of the cluster, so
/// the builder removes edges instead.
/// </summary>
/// <seealso href="https://github.com/openshift/api/blob/master/config/v1/types_cluster_version.go"/>
public static class ClientLimits
{
    /// <summary>Conditional targets per source: <c>conditionalUpdates</c> has at most 500 items.</summary>
    public const int ConditionalTargets = 500;

    /// <summary>Risks per pair: <c>risks</c> has 1 to 200 items.</summary>
    public const int Risks = 200;

    /// <summary>
    /// The limit of characters (UTF-16 units) of the messages and addresses of one pair: a condition's message holds 32,768.
    /// </summary>
    public const int RiskCharacters = 32_000;

    /// <summary>
    /// Characters of the matching rules of one risk. The API server stores a cluster's status as one object of at most 1.5 MB; the longest
    /// real query has about 3,000.
    /// </summary>
    public const int RuleCharacters = 200_000;
}
