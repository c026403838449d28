using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.Planning;
using UpdateService.Planning.Facts;
using UpdateService.Registry;

namespace UpdateService.Cli.Graphs;

/// <summary>A graph that was built here.</summary>
/// <param name="Inputs">What it was built from.</param>
/// <param name="Build">The graph with its problems.</param>
internal sealed record BuiltGraph(CollectedInputs Inputs, GraphBuild Build)
{
    private const int MostProblems = 5;

    /// <summary>Answers questions about it.</summary>
    /// <param name="shipped">The folder of the data set that ships with the tool: a person has never seen its path.</param>
    public Planner PlannerFor(string shipped) => new(Build.Graph, new PlanningFacts(Inputs.Inputs, Build)
    {
        Sources = [.. SourcesOfReleases.Select(source => source == Path.GetFullPath(shipped) ? "the data set that ships with updatectl" : source)],
    });

    /// <summary>Reads sources and builds.</summary>
    /// <exception cref="CommandException">The sources do not go together, or an input cannot be understood.</exception>
    public static async Task<BuiltGraph> BuildAsync(SourceOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.Problems().FirstOrDefault() is { } problem)
        {
            throw CommandException.BadInput(problem);
        }

        var inputs = await CollectAsync(options, time, cancellationToken);
        var build = inputs.IsRejected ? null : new GraphBuilder().Build(inputs.Inputs);
        if (build is null || build.IsRejected)
        {
            throw CommandException.Trouble(Told(inputs.Problems.Concat(build?.Problems ?? [])));
        }

        return inputs.IsComplete ? new BuiltGraph(inputs, build) : throw CommandException.Trouble("A source of releases could not be read to its end, so the graph would lack some of them. Try again.");
    }

    /// <summary>Reads sources.</summary>
    public static async Task<CollectedInputs> CollectAsync(SourceOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var registries = new RegistryConnections(options.Registry, time);
        return await new SourceFactory(options, registries, time).Collector().CollectAsync(cancellationToken);
    }

    /// <summary>Graph-data come first. They are the source of releases only if there is no other.</summary>
    private IEnumerable<string> SourcesOfReleases => Inputs.Sources.Length > 1 ? Inputs.Sources.Skip(1) : Inputs.Sources;

    private static string Told(IEnumerable<Problem> problems)
    {
        var rejecting = problems.Where(problem => problem.Severity == ProblemSeverity.Rejecting).Order().ToList();
        var more = rejecting.Count - MostProblems;
        return string.Join('\n', rejecting.Take(MostProblems).Select(problem => problem.ToString())
            .Append(more > 0 ? $"and {more} more; 'updatectl lint' lists all of them." : "'updatectl lint' tells all that is wrong with graph-data."));
    }
}
