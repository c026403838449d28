namespace UpdateService.Graph;

/// <summary>
/// What one cluster's status can hold. An answer beyond these limits makes the API server refuse the whole status of the
/// cluster, so the builder cuts on the safe side.
/// </summary>
/// <seealso href="https://github.com/openshift/api/blob/master/config/v1/types_cluster_version.go"/>
public static class ClientLimits
{
    /// <summary>Conditional targets per source: <c>conditionalUpdates</c> has at most 500 items.</summary>
    public const int ConditionalTargets = 500;

    /// <summary>Risks per pair: <c>risks</c> has 1 to 200 items.</summary>
    public const int Risks = 200;

    /// <summary>
    /// Characters (UTF-16 units) that the messages and addresses of one pair stay under: a condition's message holds 32,768.
    /// </summary>
    public const int RiskCharacters = 32_000;

    /// <summary>
    /// Characters of the matching rules of one risk. The API server stores a cluster's status as one object of at most 1.5 MB; the longest
    /// real query has about 3,000.
    /// </summary>
    public const int RuleCharacters = 200_000;
}
