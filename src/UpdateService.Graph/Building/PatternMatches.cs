using UpdateService.Graph.Patterns;

namespace UpdateService.Graph.Building;

/// <summary>Which releases of one architecture a pattern matches; each is tried once, when it is first asked for.</summary>
internal sealed class PatternMatches(SourcePattern pattern, string[] subjects)
{
    private const byte No = 1;
    private const byte Yes = 2;

    private readonly byte[] known = pattern.MatchesAll ? [] : new byte[subjects.Length];
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
                known[index] = pattern.Matches(subjects[index]) ? Yes : No;
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

    /// <summary>Whether it was used since the last call.</summary>
    public bool TakeUse()
    {
        var result = used;
        used = false;
        return result;
    }
}
