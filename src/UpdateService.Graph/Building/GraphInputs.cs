using System.Collections.Immutable;

namespace UpdateService.Graph.Building;

/// <summary>All that a graph is built from. Equal inputs give equal graphs, in whatever order they are listed.</summary>
public sealed record GraphInputs
{
    /// <summary>From all sources, with their rank.</summary>
    public ImmutableArray<Release> Releases { get; init; } = [];

    /// <summary>From <c>channels/</c>.</summary>
    public ImmutableArray<Channel> Channels { get; init; } = [];

    /// <summary>From <c>blocked-edges/</c>.</summary>
    public ImmutableArray<BlockedEdge> BlockedEdges { get; init; } = [];

    /// <summary>From <c>raw/metadata.json</c>.</summary>
    public ImmutableArray<RawMetadata> RawMetadata { get; init; } = [];

    /// <summary>
    /// The payload that the revision which is served has for a release, or null: of two payloads of one release the one that
    /// clusters know already wins.
    /// </summary>
    public Func<ReleaseKey, string?> ServedPayload { get; init; } = static _ => null;

    /// <summary>
    /// Where a release's own directives cannot be read: false refuses the build, true takes away every edge they could mean.
    /// </summary>
    public bool Lenient { get; init; }

    /// <summary>How much the revision may be made of.</summary>
    public RevisionLimits Limits { get; init; } = new();
}
