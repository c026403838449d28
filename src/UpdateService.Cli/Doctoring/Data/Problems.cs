namespace UpdateService.Cli.Doctoring.Data;

/// <summary>Problems in a sentence.</summary>
internal static class Problems
{
    private const int MostShown = 3;

    /// <summary>The first few of them, and how many there are.</summary>
    public static string Told(IReadOnlyCollection<Problem> problems)
    {
        var shown = string.Join(" | ", problems.Take(MostShown).Select(problem => problem.ToString()));
        return problems.Count <= MostShown ? shown : $"{shown} | and {problems.Count - MostShown} more";
    }
}
