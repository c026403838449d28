using UpdateService.Graph.Patterns;

namespace UpdateService.Graph.Building;

/// <summary>Which releases of one architecture a pattern matches; each is tried once, when it is first asked for.</summary>
internal sealed class PatternMatches(SourcePattern pattern, string[] subjects)
{
    private const byte No = 1;
    private const byte Yes = 2;

    private readonly byte[] known = pattern.MatchesAll ? [] : new byte[subjects.Length];
    private Func<string, bool>? matcher;
    private bool used;

    /// <summary>Whether the release at the index matches.</summary>
    public bool this[int index]
    {
        get
        {
            if (known.Length == 0)
            {
                return true;
            }

            if (known[index] == 0)
            {
                matcher ??= pattern.ToMatcher();
                known[index] = matcher(subjects[index]) ? Yes : No;
            }

            return known[index] == Yes;
        }
    }

    /// <summary>Marks it as in use by the build under way.</summary>
    public PatternMatches Use()
    {
        used = true;
        return this;
    }

    /// <summary>Ends a build: whether it was used in it. What was found out stays, the automaton goes.</summary>
    public bool TakeUse()
    {
        var result = used;
        used = false;
        matcher = null;
        return result;
    }
}
