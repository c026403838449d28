using System.Collections.Immutable;

namespace UpdateService.GraphData.Files;

/// <summary>Gathers the problems of one file.</summary>
internal sealed class FileProblems(string file)
{
    private readonly List<Problem> problems = [];

    /// <summary>Whether the file must be refused.</summary>
    public bool IsRejected { get; private set; }

    public void Reject(ProblemRule rule, int line, string message)
    {
        IsRejected = true;
        problems.Add(new Problem(rule, ProblemSeverity.Rejecting, At(line), message));
    }

    public void Error(ProblemRule rule, int line, string message) =>
        problems.Add(new Problem(rule, ProblemSeverity.Error, At(line), message));

    public void Warn(ProblemRule rule, int line, string message) =>
        problems.Add(new Problem(rule, ProblemSeverity.Warning, At(line), message));

    public Place At(int line) => new(file, line);

    public ImmutableArray<Problem> ToImmutable() => [.. problems];
}
