using System.Collections.Immutable;

namespace UpdateService.Planning.Explanations;

/// <summary>One reason, with what it rests on and what a person can do.</summary>
/// <param name="Kind">Which reason.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Next">A step that a person can take: a sentence.</param>
public sealed record Reason(ReasonKind Kind, string Message, Evidence Evidence, string Next);

/// <summary>What a reason is based on. Only what belongs to the reason is set.</summary>
public sealed record Evidence
{
    /// <summary>The version that the reason speaks of.</summary>
    public string? Version { get; init; }

    /// <summary>The architecture that was asked for.</summary>
    public string? Architecture { get; init; }

    /// <summary>Architectures that have it.</summary>
    public ImmutableArray<string> Architectures { get; init; } = [];

    /// <summary>The channel that was asked for, or that the reason speaks of.</summary>
    public string? Channel { get; init; }

    /// <summary>Channels that have it, the preferred one first.</summary>
    public ImmutableArray<string> Channels { get; init; } = [];

    /// <summary>The sources that were asked for images.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>Releases whose lists name the version: the newest few.</summary>
    public ImmutableArray<string> NamedBy { get; init; } = [];

    /// <summary>Names that may have been meant, nearest first.</summary>
    public ImmutableArray<string> NearMatches { get; init; } = [];

    /// <summary>The file of a block, or of a release in quarantine, relative to its source.</summary>
    public string? File { get; init; }

    /// <summary>The line in the file, from 1; 0 for the whole file.</summary>
    public int? Line { get; init; }

    /// <summary>The pattern or list of sources in the file.</summary>
    public string? Pattern { get; init; }

    /// <summary>Names of the risks on the update.</summary>
    public ImmutableArray<string> Risks { get; init; } = [];

    /// <summary>Names of those that are not accepted.</summary>
    public ImmutableArray<string> UnacceptedRisks { get; init; } = [];

    /// <summary>The sets of risks of which each is enough and no part of it is, smallest first; at most 20.</summary>
    public ImmutableArray<ImmutableArray<string>> RiskSets { get; init; } = [];

    /// <summary>The first release that would help.</summary>
    public string? FirstStop { get; init; }

    /// <summary>All stops of the best way.</summary>
    public ImmutableArray<string> Stops { get; init; } = [];

    /// <summary>The newest source that the target accepts, or the newest release of the channel.</summary>
    public string? Newest { get; init; }

    /// <summary>The channel that feeds this one.</summary>
    public string? Feeder { get; init; }

    /// <summary>How long a release waits in the feeder, as ISO 8601 (<c>P1W</c>).</summary>
    public string? Delay { get; init; }

    /// <summary>The earliest time at which the release can be in the channel, if it is known since when it is in the feeder.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>Why the release was left out of the graph.</summary>
    public string? LeftOut { get; init; }
}
