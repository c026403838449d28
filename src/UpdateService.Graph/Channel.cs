using System.Collections.Immutable;

namespace UpdateService.Graph;

/// <summary>A named set of versions, as one file defines it. Several files may define one channel: the sets unite.</summary>
/// <param name="Name">For example <c>stable-4.16</c>.</param>
/// <param name="Versions">In the file's order; repetitions do no harm.</param>
/// <param name="Place">Where it is defined.</param>
public sealed record Channel(string Name, ImmutableArray<VersionName> Versions, Place Place)
{
    /// <summary>Where its releases come from, and when; null where the file does not say so. It does not change the graph.</summary>
    public Feeder? Feeder { get; init; }
}

/// <summary>How a channel gets its releases: a hint for people, and for whoever promotes releases.</summary>
/// <param name="Channel">The channel that feeds it.</param>
/// <param name="Delay">How long a release waits there, as ISO 8601 (<c>P1W</c>); null where nothing says so.</param>
public sealed record Feeder(string Channel, string? Delay);
