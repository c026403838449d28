namespace UpdateService.Graph;

/// <summary>Finds the names that may have been meant: those with the fewest letters to add, remove, change or swap, ignoring case.</summary>
public static class NearNames
{
    private const int LongestCompared = 96;
    private const int ShortestPart = 3;

    /// <summary>The nearest of the known names; empty if there is none.</summary>
    public static string Nearest(string wrong, IEnumerable<string> known) => known.MinBy(name => Changes(wrong, name)) ?? "";

    /// <summary>Names that are similar enough, nearest first, at most <paramref name="most"/>.</summary>
    /// <param name="wrong">What was written.</param>
    /// <param name="known">The names that exist.</param>
    /// <param name="most">How many to return.</param>
    public static IReadOnlyList<string> Near(string wrong, IEnumerable<string> known, int most = 3) =>
    [
        .. known.Select(name => (Name: name, Changes: Changes(wrong, name)))
            .Where(candidate => candidate.Changes <= Math.Max(2, Math.Min(wrong.Length, LongestCompared) / 3) || IsPart(wrong, candidate.Name))
            .OrderBy(candidate => candidate.Changes)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .Take(most),
    ];

    /// <summary>Whether a name contains what was written, such as 4.17 in stable-4.17.</summary>
    private static bool IsPart(string wrong, string name) => wrong.Length >= ShortestPart && name.Contains(wrong, StringComparison.OrdinalIgnoreCase);

    /// <summary>How many letters must be added, removed, changed or swapped with the next to turn one into the other, ignoring case.</summary>
    public static int Changes(string left, string right)
    {
        // Texts longer than any name are cut: a hostile one must not cost more than a name does.
        var (wrong, known) = (Folded(left), Folded(right));
        var row = Enumerable.Range(0, known.Length + 1).ToArray();
        var (above, beforeAbove) = (new int[row.Length], new int[row.Length]);
        for (var i = 1; i <= wrong.Length; i++)
        {
            (beforeAbove, above, row) = (above, row, beforeAbove);
            row[0] = i;
            for (var j = 1; j <= known.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + (wrong[i - 1] == known[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && wrong[i - 1] == known[j - 2] && wrong[i - 2] == known[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeAbove[j - 2] + 1);
                }
            }
        }

        return row[^1];
    }

    private static string Folded(string text) => (text.Length > LongestCompared ? text[..LongestCompared] : text).ToUpperInvariant();
}
