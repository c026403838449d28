using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Graph.Building;
using UpdateService.GraphData;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Sources;

/// <summary>All inputs of one build.</summary>
/// <param name="Inputs">The inputs for the builder.</param>
/// <param name="GraphData">The graph-data with their files.</param>
/// <param name="Problems">The problems of all sources.</param>
/// <param name="Sources">The names of the sources: graph-data first, then the configured sources of releases.</param>
/// <param name="Parts">The reading of each source of releases.</param>
public sealed record CollectedInputs(
    GraphInputs Inputs,
    GraphDataSet GraphData,
    ImmutableArray<Problem> Problems,
    ImmutableArray<string> Sources,
    ImmutableArray<ReleaseReading> Parts)
{
    private ImmutableArray<RevisionInput> digests;

    /// <summary>Each source with the digest of its content.</summary>
    public ImmutableArray<RevisionInput> Digests => digests.IsDefault
        ? digests = [.. Sources.Zip(Parts.Select(part => part.Digest).Prepend(InputDigest.Of(GraphData.FilesInUse)), (source, digest) => new RevisionInput(source, digest))]
        : digests;

    /// <summary>Whether every source of releases was read completely, or returned all that it returned before.</summary>
    public bool IsComplete => Parts.All(part => part.IsComplete);

    /// <summary>Whether a revision is used in place of a source that has not answered yet.</summary>
    internal bool HasStandIn => Parts.Any(part => part.KnownDigest is not null);

    /// <summary>Whether a source could not be understood.</summary>
    public bool IsRejected => Problems.Any(problem => problem.Severity == ProblemSeverity.Rejecting);

    /// <summary>Whether both have the same graph-data and the same releases, byte for byte.</summary>
    public bool IsSameAs(CollectedInputs? other) =>
        other is not null
        && IsComplete == other.IsComplete
        && Inputs.Releases == other.Inputs.Releases
        && GraphData.Files.Folders.SetEquals(other.GraphData.Files.Folders)
        && Problems.AsSpan().SequenceEqual(other.Problems.AsSpan())
        && SameContents(GraphData.Files, other.GraphData.Files);

    private static bool SameContents(GraphDataFiles left, GraphDataFiles right) =>
        left.Contents == right.Contents
        || (left.Contents.Count == right.Contents.Count && left.Contents.Zip(right.Contents).All(pair =>
            string.Equals(pair.First.Key, pair.Second.Key, StringComparison.Ordinal)
            && pair.First.Value.Span.SequenceEqual(pair.Second.Value.Span)));
}
