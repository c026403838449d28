using System.Collections.Immutable;

namespace UpdateService.Graph;

/// <summary>A named set of versions, as one file defines it. Several files may define one channel: the sets unite.</summary>
/// <param name="Name">For example <c>stable-4.16</c>.</param>
/// <param name="Versions">In the file's order; repetitions do no harm.</param>
/// <param name="Place">Where it is defined.</param>
public sealed record Channel(string Name, ImmutableArray<VersionName> Versions, Place Place);
