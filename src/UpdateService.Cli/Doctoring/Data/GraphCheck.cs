using UpdateService.Graph.Building;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Doctoring.Data;

/// <summary>Whether graph-data and releases make a graph, and how large it is.</summary>
internal sealed class GraphCheck(DataCase data) : ICheck
{
    /// <inheritdoc/>
    public string Name => "graph";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        var inputs = await data.ReadAllAsync(cancellationToken);
        if (inputs.IsRejected)
        {
            return Finding.Broken($"There is none: {Problems.Told(Rejecting(inputs.Problems))}", "Fix what is named; the service refuses such inputs and keeps serving what it has.");
        }

        var build = new GraphBuilder().Build(inputs.Inputs);
        if (build.IsRejected)
        {
            return Finding.Broken($"There is none: {Problems.Told(Rejecting(build.Problems))}", "Fix what is named; the service refuses such inputs and keeps serving what it has.");
        }

        var problems = inputs.Problems.Concat(build.Problems).Where(problem => problem.Severity == ProblemSeverity.Error).Distinct().Order().ToList();
        return inputs.IsComplete
            ? Judge(build, problems)
            : Finding.Broken($"Releases could not be read to their end: {Problems.Told(problems)}", "A first start serves nothing before they are: fix what is named, or wait until the registry answers again.");
    }

    private static Finding Judge(GraphBuild build, List<Problem> problems)
    {
        var graphs = build.Graph.Architectures;
        var found = $"{Amount.Of(graphs.Sum(graph => graph.Nodes.Length), "release")} in {Amount.Of(build.Graph.Channels.Length, "channel")}, {Amount.Of(graphs.Sum(graph => graph.EdgeCount), "edge")}, {Amount.Of(graphs.Sum(graph => graph.ConditionalEdgeCount), "conditional edge")}, {build.Quarantine.Length} in quarantine";
        return !graphs.Any(graph => graph.ChannelNodes.Values.Any(nodes => !nodes.IsEmpty)) ? Finding.Notable($"{found}: no channel has a release.", "Graph-data and releases do not fit: one of them is older than the other, or for other versions.")
            : problems.Count > 0 ? Finding.Notable($"{found}; {Amount.Of(problems.Count, "error")}: {Problems.Told(problems)}", "Fix what is named: it costs releases or edges.")
            : build.Quarantine is [var left, ..] ? Finding.Notable($"{found}, the first: {left.Release}: {left.Reason}", "Mirror these images again, or leave one of two that claim to be the same out.")
            : Finding.Fine($"{found}.");
    }

    private static List<Problem> Rejecting(IEnumerable<Problem> problems) => [.. problems.Where(problem => problem.Severity == ProblemSeverity.Rejecting).Order()];
}
