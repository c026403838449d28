using UpdateService.Graph.Patterns;

namespace UpdateService.Graph.Building;

/// <summary>
/// Finds patterns that match nothing because of a common mistake: a pattern is matched against a version with its architecture
/// (<c>4.18.1+amd64</c>). A pattern that leaves out the architecture blocks nothing.
/// </summary>
internal static class PatternMistakes
{
    private static readonly (string Wrong, string Right)[] Architectures = [("x86_64", "amd64"), ("aarch64", "arm64")];

    /// <summary>The pattern as it was probably meant.</summary>
    /// <param name="pattern">A pattern that matches none of the sources.</param>
    /// <param name="sources">Versions with their architectures.</param>
    /// <returns>Null if no such mistake is found.</returns>
    public static string? MeantBy(SourcePattern pattern, IReadOnlyList<string> sources) => Repairs(pattern.Text)
        .Where(repaired => repaired != pattern.Text)
        .Distinct(StringComparer.Ordinal)
        .FirstOrDefault(repaired => SourcePattern.TryParse(repaired, out var meant, out _) && meant.ToMatcher() is var isMatch && sources.Any(isMatch));

    private static IEnumerable<string> Repairs(string text)
    {
        var open = text.EndsWith('$') && !text.EndsWith("\\$", StringComparison.Ordinal) ? text[..^1] : text;
        yield return open == text ? text : $@"{open}\+";
        var plain = Architectures.Aggregate(open, (changed, name) => changed.Replace(name.Wrong, name.Right, StringComparison.OrdinalIgnoreCase));
        plain = plain.StartsWith("^v", StringComparison.OrdinalIgnoreCase) ? $"^{plain[2..]}" : plain.TrimStart('v', 'V');
        yield return plain;
        yield return EscapePlus(plain);
        yield return EscapePlus(plain).Replace("-amd64", @"\+amd64", StringComparison.Ordinal).Replace("-arm64", @"\+arm64", StringComparison.Ordinal);
        yield return plain.Replace(",", ".", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal);
    }

    /// <summary>A plus sign before a letter separates an architecture; unescaped, it repeats what is before it.</summary>
    private static string EscapePlus(string text)
    {
        var escaped = new System.Text.StringBuilder(text.Length + 1);
        for (var index = 0; index < text.Length; index++)
        {
            var isBare = text[index] == '+' && index + 1 < text.Length && (char.IsAsciiLetter(text[index + 1]) || text[index + 1] == '(') && (index == 0 || text[index - 1] is not ('\\' or ']'));
            _ = isBare ? escaped.Append(@"\+") : escaped.Append(text[index]);
        }

        return escaped.ToString();
    }
}
