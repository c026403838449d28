using System.Collections.Immutable;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.GraphData.Files;
using UpdateService.GraphData.Linting;

namespace UpdateService.Builder.Linting;

/// <summary>
/// Reports all problems of graph-data: what prevents serving them, what is served differently than intended, and what is served
/// but looks like a mistake. Problems that only lint reports do not change what is served.
/// </summary>
public static class Linter
{
    /// <summary>The names of folders that are read.</summary>
    private static readonly string[] Folders = [GraphDataFiles.Channels, GraphDataFiles.BlockedEdges, GraphDataFiles.Releases, GraphDataFiles.Signatures, "raw"];

    /// <summary>Checks inputs.</summary>
    /// <param name="inputs">The inputs as collected, including refused ones.</param>
    /// <param name="folders">The names of all top-level folders, if the data are a folder.</param>
    public static LintResult Check(CollectedInputs inputs, IEnumerable<string> folders)
    {
        var hasReleases = !inputs.Problems.Any(IsAbsenceOfReleases);
        var lint = GraphDataLint.Of(inputs.GraphData.Files);
        var build = new GraphBuilder().Build(inputs.Inputs);
        var problems = inputs.Problems.Where(problem => !IsAbsenceOfReleases(problem))
            .Concat(build.Problems)
            .Concat(lint.Problems)
            .Concat(folders.Select(Misspelt).OfType<Problem>());
        if (hasReleases)
        {
            var known = new KnownReleases(inputs.Inputs);
            problems = problems.Concat(lint.Versions.Select(known.CheckVersion).OfType<Problem>()).Concat(known.CheckSources(lint.Sources));
        }

        return new LintResult([.. problems.Distinct().Order()], hasReleases, inputs.Inputs);
    }

    private static bool IsAbsenceOfReleases(Problem problem) => problem is { Rule: ProblemRule.MissingFile, Place: { File: GraphDataFiles.Releases, Line: 0 } };

    private static Problem? Misspelt(string folder) =>
        !Folders.Contains(folder, StringComparer.Ordinal) && NearNames.Near(folder, Folders, most: 1) is [var near]
            ? new Problem(ProblemRule.UnknownFile, ProblemSeverity.Warning, new Place(folder, 0), $"This folder is not read; '{near}' may be meant.")
            : null;
}

/// <summary>The result of lint.</summary>
/// <param name="Problems">The problems, in the order of their places.</param>
/// <param name="HasReleases">Whether there were releases to check versions and patterns against.</param>
/// <param name="Inputs">The inputs that were checked.</param>
public sealed record LintResult(ImmutableArray<Problem> Problems, bool HasReleases, GraphInputs Inputs);
