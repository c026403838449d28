using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Paths;

/// <summary>What can be reached from a release, with or without risks, through the channels that a cluster can ask for.</summary>
/// <param name="NewestOfMinor">Whether it is the newest release of its minor, or leads to it; null if nothing is known about that.</param>
/// <param name="NextMinor">Whether a path leads to the next minor that has a release; null if there is no such minor.</param>
/// <param name="NextEus">The same for the next minor that has a channel of extended support.</param>
public sealed record Onward(bool? NewestOfMinor, bool? NextMinor, bool? NextEus)
{
    /// <summary>Nothing is known.</summary>
    public static Onward Unknown { get; } = new(null, null, null);

    /// <summary>The next minor; null if there is none.</summary>
    public MinorName? Next { get; init; }

    /// <summary>If no path leads to the next minor: the newest release of the same minor that has one; null if none has.</summary>
    public ReleaseVersion? Gateway { get; init; }
}
