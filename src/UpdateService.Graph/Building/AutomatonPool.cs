using UpdateService.Graph.Patterns;

namespace UpdateService.Graph.Building;

/// <summary>
/// The automata of the patterns that were matched last. Real data have about a hundred patterns; a set with thousands of them must not
/// keep as many automata of 200 kB.
/// </summary>
internal sealed class AutomatonPool
{
    private const int Most = 48;

    private readonly Dictionary<SourcePattern, Func<string, bool>> matchers = [];
    private readonly Queue<SourcePattern> order = new();

    /// <summary>The matcher of a pattern; the oldest one goes if there are too many.</summary>
    public Func<string, bool> MatcherOf(SourcePattern pattern)
    {
        if (matchers.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (matchers.Count == Most)
        {
            _ = matchers.Remove(order.Dequeue());
        }

        order.Enqueue(pattern);
        return matchers[pattern] = pattern.ToMatcher();
    }
}
