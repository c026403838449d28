namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>Shell patterns as Go's <c>filepath.Match</c> reads them: <c>*</c>, <c>?</c>, <c>[abc]</c>, <c>[a-z]</c>, <c>[^a]</c>.</summary>
internal static class Glob
{
    /// <summary>Whether the pattern matches the whole text; one that is not well formed matches nothing.</summary>
    internal static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (at, place, star, retry) = (0, 0, -1, 0);
        while (place < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, retry) = (++at, place);
            }
            else if (at < pattern.Length && MatchesOne(pattern, ref at, text[place]))
            {
                place++;
            }
            else if (star >= 0)
            {
                (at, place) = (star, ++retry);
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart('*').IsEmpty;
    }

    /// <summary>Matches one letter, and advances in the pattern if it matches.</summary>
    private static bool MatchesOne(ReadOnlySpan<char> pattern, ref int at, char letter)
    {
        if (pattern[at] != '[')
        {
            var fits = pattern[at] == '?' || pattern[at] == letter;
            at += fits ? 1 : 0;
            return fits;
        }

        var length = pattern[(at + 1)..].IndexOf(']');
        if (length <= 0)
        {
            return false;
        }

        var set = pattern.Slice(at + 1, length);
        var isNegated = set[0] == '^';
        if (Contains(isNegated ? set[1..] : set, letter) == isNegated)
        {
            return false;
        }

        at += length + 2;
        return true;
    }

    private static bool Contains(ReadOnlySpan<char> set, char letter)
    {
        for (var at = 0; at < set.Length; at++)
        {
            var isRange = at + 2 < set.Length && set[at + 1] == '-';
            if (isRange ? letter >= set[at] && letter <= set[at + 2] : letter == set[at])
            {
                return true;
            }

            at += isRange ? 2 : 0;
        }

        return false;
    }
}
