namespace UpdateService.Graph;

/// <summary>Finds the names that may have been meant: those with the fewest letters to add, remove or change, ignoring case.</summary>
public static class NearNames
{
    private const int LongestCompared = 96;

    /// <summary>The nearest of the known names; empty if there is none.</summary>
    public static string Nearest(string wrong, IEnumerable<string> known) => known.MinBy(name => Changes(wrong, name)) ?? "";

    /// <summary>Names that are similar enough, nearest first, at most <paramref name="most"/>.</summary>
    /// <param name="wrong">What was written.</param>
    /// <param name="known">The names that exist.</param>
    /// <param name="most">How many to return.</param>
    public static IReadOnlyList<string> Near(string wrong, IEnumerable<string> known, int most = 3) =>
    [
        .. known.Select(name => (Name: name, Changes: Changes(wrong, name)))
            .Where(candidate => candidate.Changes <= Math.Max(2, Math.Min(wrong.Length, LongestCompared) / 3))
            .OrderBy(candidate => candidate.Changes)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .Take(most),
    ];

    /// <summary>How many letters must be added, removed or changed to turn one into the other, ignoring case.</summary>
    public static int Changes(string left, string right)
    {
        // Texts longer than any name are cut: a hostile one must not cost more than a name does.
        var (wrong, known) = (Folded(left), Folded(right));
        var row = Enumerable.Range(0, known.Length + 1).ToArray();
        for (var i = 1; i <= wrong.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= known.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (wrong[i - 1] == known[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    private static string Folded(string text) => (text.Length > LongestCompared ? text[..LongestCompared] : text).ToUpperInvariant();
}
