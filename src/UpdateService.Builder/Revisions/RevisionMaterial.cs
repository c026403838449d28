using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Revisions;

/// <summary>What the answers of a revision are made from: its inputs and the graph built from them.</summary>
/// <param name="Inputs">All inputs.</param>
/// <param name="Build">The graph, its problems and the releases in quarantine.</param>
public sealed record RevisionMaterial(CollectedInputs Inputs, GraphBuild Build)
{
    /// <summary>
    /// The result of a build. It drops what was served before, because that references the revision before it, and so on back to
    /// the first.
    /// </summary>
    public static RevisionMaterial Of(CollectedInputs inputs, GraphBuild build) =>
        new(inputs with { Inputs = inputs.Inputs with { ServedPayload = static _ => null } }, build);

    /// <summary>Builds a kept revision again; its archive holds all that is needed.</summary>
    /// <param name="archive">The inputs in use.</param>
    /// <param name="lenient">Whether it was built leniently.</param>
    /// <exception cref="InvalidDataException">These are not the inputs of a revision.</exception>
    public static RevisionMaterial Restore(GraphDataArchive archive, bool lenient)
    {
        var inputs = InputCollector.CollectOwn(archive.Unpack(), lenient);
        var build = inputs.IsRejected ? null : new GraphBuilder().Build(inputs.Inputs);
        return build is { IsRejected: false }
            ? new RevisionMaterial(inputs, build)
            : throw new InvalidDataException($"The kept inputs cannot be built again: {inputs.Problems.Concat(build?.Problems ?? []).First(problem => problem.Severity == ProblemSeverity.Rejecting)}");
    }
}
