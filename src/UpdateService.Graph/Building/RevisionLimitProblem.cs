using System.Globalization;

namespace UpdateService.Graph.Building;

/// <summary>The problem of inputs that exceed one of <see cref="RevisionLimits"/>.</summary>
public static class RevisionLimitProblem
{
    /// <summary>Refuses the revision.</summary>
    /// <param name="place">What exceeds the limit.</param>
    /// <param name="name">The name of the limit, as in <c>--limit</c>.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="what">What is counted, in the plural.</param>
    public static Problem Of(Place place, string name, long limit, string what) => new(
        ProblemRule.InputLimit,
        ProblemSeverity.Rejecting,
        place,
        string.Create(CultureInfo.InvariantCulture, $"With this file there are more than {limit} {what}. If this is meant, raise the limit: --limit {name}=…"));
}
