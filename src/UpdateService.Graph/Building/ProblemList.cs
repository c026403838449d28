using System.Collections.Immutable;

namespace UpdateService.Graph.Building;

/// <summary>Collects problems from several threads, and returns them sorted and without duplicates.</summary>
internal sealed class ProblemList
{
    private readonly Lock gate = new();
    private readonly HashSet<Problem> problems = [];

    public void Add(ProblemRule rule, ProblemSeverity severity, Place place, string message)
    {
        lock (gate)
        {
            _ = problems.Add(new Problem(rule, severity, place, message));
        }
    }

    public void Warn(ProblemRule rule, Place place, string message) => Add(rule, ProblemSeverity.Warning, place, message);

    public void Error(ProblemRule rule, Place place, string message) => Add(rule, ProblemSeverity.Error, place, message);

    public void AddRange(IEnumerable<Problem> more)
    {
        lock (gate)
        {
            problems.UnionWith(more);
        }
    }

    public ImmutableArray<Problem> ToSorted()
    {
        lock (gate)
        {
            return [.. problems.Order()];
        }
    }
}
