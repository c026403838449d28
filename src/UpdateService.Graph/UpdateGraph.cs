using System.Collections.Immutable;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Graph;

/// <summary>The graph of all architectures. Immutable and thread-safe.</summary>
/// <param name="Architectures">Ordered by name. Edges never cross architectures.</param>
/// <param name="Channels">The names of all channels, in <see cref="ChannelName.SortOrder"/>.</param>
public sealed record UpdateGraph(ImmutableArray<ArchitectureGraph> Architectures, ImmutableArray<string> Channels)
{
    /// <summary>An empty graph.</summary>
    public static UpdateGraph Empty { get; } = new([], []);

    /// <summary>The graph of one architecture; null if no release has it.</summary>
    public ArchitectureGraph? Find(Architecture architecture) =>
        Architectures.FirstOrDefault(graph => graph.Architecture == architecture);
}

/// <summary>One release in the graph, as clients see it.</summary>
/// <param name="Release">The release as its source describes it.</param>
/// <param name="Channels">In <see cref="ChannelName.SortOrder"/>, without repetition.</param>
/// <param name="Metadata">The served metadata: keys in ordinal order, including the channels and the digest.</param>
public sealed record GraphNode(Release Release, ImmutableArray<string> Channels, ImmutableArray<KeyValuePair<string, string>> Metadata)
{
    /// <summary>Without build metadata.</summary>
    public ReleaseVersion Version => Release.Version;
}

/// <summary>
/// The releases and edges of one architecture, on arrays: the edges into node <c>t</c> are those at the indices
/// <c>Offsets[t]</c> to <c>Offsets[t+1]</c> of <see cref="Sources"/> and <see cref="RiskSetOf"/>.
/// </summary>
public sealed class ArchitectureGraph
{
    /// <summary>The mark, in <see cref="RiskSetOf"/>, of an edge without risks.</summary>
    public const int Unconditional = -1;

    /// <summary>The architecture of all its releases.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>By precedence, lowest first.</summary>
    public required ImmutableArray<GraphNode> Nodes { get; init; }

    /// <summary>The start of each node's incoming edges; one entry more than nodes.</summary>
    public required ImmutableArray<int> Offsets { get; init; }

    /// <summary>The source of each edge, ascending within a target.</summary>
    public required ImmutableArray<int> Sources { get; init; }

    /// <summary>For each edge <see cref="Unconditional"/>, or the index of its risks in <see cref="RiskSets"/>.</summary>
    public required ImmutableArray<int> RiskSetOf { get; init; }

    /// <summary>Sets of risks that are on at least one edge, each in <see cref="Risk.SortOrder"/>, names unique.</summary>
    public required ImmutableArray<ImmutableArray<Risk>> RiskSets { get; init; }

    /// <summary>The nodes of each channel with a release of this architecture, ascending.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<int>> ChannelNodes { get; init; }

    /// <summary>How many edges have no risk.</summary>
    public int EdgeCount => RiskSetOf.Length - ConditionalEdgeCount;

    /// <summary>How many edges carry risks.</summary>
    public int ConditionalEdgeCount => RiskSetOf.Length - RiskSetOf.AsSpan().Count(Unconditional);
}
