namespace UpdateService.Builder.Refreshing;

/// <summary>
/// A readable number of problems: the first of each rule in each folder or repository, and how many more there are. Use it
/// for lists only; counts must include all problems.
/// </summary>
public static class ProblemExcerpt
{
    /// <summary>The most problems of one rule, severity and source that are listed.</summary>
    public const int MostOfAKind = 20;

    /// <summary>The excerpt, in the order of the problems; <c>and 980 more</c> is the last entry of its kind.</summary>
    public static IEnumerable<Problem> Of(IEnumerable<Problem> problems) => problems
        .GroupBy(problem => (problem.Rule, problem.Severity, Source: SourceOf(problem.Place)))
        .SelectMany(kind => kind.Count() <= MostOfAKind
            ? kind.AsEnumerable()
            : kind.Take(MostOfAKind).Append(new Problem(kind.Key.Rule, kind.Key.Severity, new Place(kind.Key.Source, 0), $"… and {kind.Count() - MostOfAKind} more.")));

    /// <summary>The repository of a tag or digest, the folder of a file.</summary>
    private static string SourceOf(Place place)
    {
        var slash = place.File.LastIndexOf('/');
        var end = place.File.AsSpan(slash + 1).IndexOfAny(':', '@');
        return end >= 0 ? place.File[..(slash + 1 + end)] : slash > 0 ? place.File[..slash] : place.File;
    }
}
