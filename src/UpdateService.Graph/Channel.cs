using System.Collections.Immutable;

namespace UpdateService.Graph;

/// <summary>A named set of versions, as one file defines it. If several files define one channel, their sets are joined.</summary>
/// <param name="Name">For example <c>stable-4.16</c>.</param>
/// <param name="Versions">In the file's order; may contain duplicates.</param>
/// <param name="Place">Where it is defined.</param>
public sealed record Channel(string Name, ImmutableArray<VersionName> Versions, Place Place)
{
    /// <summary>Where its releases come from, and when; null if the file does not say so. It does not change the graph.</summary>
    public Feeder? Feeder { get; init; }
}

/// <summary>How a channel gets its releases: a hint for readers and for tools that promote releases.</summary>
/// <param name="Channel">The channel that feeds it.</param>
/// <param name="Delay">How long a release waits there, as ISO 8601 (<c>P1W</c>); null if not given.</param>
public sealed record Feeder(string Channel, string? Delay);
