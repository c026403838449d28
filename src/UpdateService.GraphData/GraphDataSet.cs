using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>Graph-data as the builder takes it.</summary>
public sealed record GraphDataSet
{
    /// <summary>The files that it was read from.</summary>
    public required GraphDataFiles Files { get; init; }

    /// <summary>The same, in lenient mode with what stands in for those that cannot be understood: who reads these needs no lenience.</summary>
    public required GraphDataFiles FilesInUse { get; init; }

    /// <summary>The schema; null if the data are refused for it.</summary>
    public ReleaseVersion? Schema { get; init; }

    /// <summary>In the order of their files.</summary>
    public ImmutableArray<Channel> Channels { get; init; } = [];

    /// <summary>In the order of their files.</summary>
    public ImmutableArray<BlockedEdge> BlockedEdges { get; init; } = [];

    /// <summary>In the order of the file.</summary>
    public ImmutableArray<RawMetadata> RawMetadata { get; init; } = [];

    /// <summary>How many files were left out because they certainly mean nothing, such as a README.</summary>
    public int Leftovers { get; init; }

    /// <summary>Everything that is wrong, in the order of the places.</summary>
    public ImmutableArray<Problem> Problems { get; init; } = [];

    /// <summary>The date of the data, if a file <c>date</c> beside <c>version</c> contains it: <c>2026-08-21</c>.</summary>
    public string? Date { get; init; }

    /// <summary>Whether a file could not be understood.</summary>
    public bool IsRejected => Problems.Any(problem => problem.Severity == ProblemSeverity.Rejecting);
}
