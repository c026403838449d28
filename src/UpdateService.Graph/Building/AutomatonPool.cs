using UpdateService.Graph.Patterns;

namespace UpdateService.Graph.Building;

/// <summary>
/// The most recently used automata of patterns. Real data have about a hundred patterns; a set with thousands of them must not keep that
/// many automata of 200 kB.
/// </summary>
internal sealed class AutomatonPool
{
    private const int Most = 48;

    private readonly Dictionary<SourcePattern, Func<string, bool>> matchers = [];
    private readonly Queue<SourcePattern> order = new();

    /// <summary>The matcher of a pattern. If there are too many, the oldest one is dropped.</summary>
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
