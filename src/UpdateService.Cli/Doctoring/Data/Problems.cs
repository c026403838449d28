using System.Globalization;

namespace UpdateService.Cli.Doctoring.Data;

/// <summary>Problems, and how many of a thing there are, in a sentence.</summary>
internal static class Problems
{
    private const int MostShown = 3;

    /// <summary><c>1 channel</c>, <c>1,594 channels</c>.</summary>
    public static string Counted(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    /// <summary>The first few of them, and how many there are.</summary>
    public static string Told(IReadOnlyCollection<Problem> problems)
    {
        var shown = string.Join(" | ", problems.Take(MostShown).Select(problem => problem.ToString()));
        return problems.Count <= MostShown ? shown : $"{shown} | and {problems.Count - MostShown} more";
    }
}
