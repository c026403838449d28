using System.Collections.Immutable;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Questions;

namespace UpdateService.Planning.Paths;

/// <summary>From where to where, and under which conditions.</summary>
/// <param name="From">The version that the cluster runs.</param>
/// <param name="To">Where it shall go.</param>
public sealed record PathQuestion(ReleaseVersion From, PathTarget To)
{
    /// <summary>The most alternatives in one answer.</summary>
    public const int MostAlternatives = 50;

    /// <summary>The architecture of the cluster's payloads.</summary>
    public Architecture Architecture { get; init; } = Architecture.Default;

    /// <summary>The one channel that all hops are in, or the group of channels; null to go through all channels by tiers.</summary>
    public string? Channel { get; init; }

    /// <summary>The cluster's current channel; null if it is not known, so that the first step sets it.</summary>
    public string? CurrentChannel { get; init; }

    /// <summary>Names of risks that count as none.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>Names of risks, and versions, that no plan may have.</summary>
    public ImmutableArray<string> Avoid { get; init; } = [];

    /// <summary>Versions that every plan stops at, in any order.</summary>
    public ImmutableArray<ReleaseVersion> Via { get; init; } = [];

    /// <summary>
    /// How many plans to give beside the best one, from 0 to <see cref="MostAlternatives"/>. What takes over 63
    /// hops more than the quickest plan is no alternative.
    /// </summary>
    public int Alternatives { get; init; }

    /// <summary>Reads a path query; null if the reader has refusals.</summary>
    internal static PathQuestion? Read(QuestionReader reader, KnownNames names)
    {
        var from = reader.Version(ParameterNames.From);
        var to = reader.Target(ParameterNames.To);
        var architecture = names.Architecture();
        var channel = names.Channel();
        var current = names.Channel(parameter: ParameterNames.CurrentChannel, takesGroups: false);
        var via = reader.Versions(ParameterNames.Via);
        var alternatives = reader.Count(ParameterNames.Alternatives, MostAlternatives);
        return !reader.Refusals.IsEmpty ? null : new PathQuestion(from!, to)
        {
            Architecture = architecture,
            Channel = channel,
            CurrentChannel = current,
            Accept = reader.Names(ParameterNames.Accept),
            Avoid = reader.Names(ParameterNames.Avoid),
            Via = via,
            Alternatives = alternatives,
        };
    }
}

/// <summary>Where a plan shall end.</summary>
/// <param name="Version">Exactly there; null for the newest of a minor or of all.</param>
/// <param name="Minor">The newest release of this minor; null for the newest of all.</param>
public sealed record PathTarget(ReleaseVersion? Version, MinorName? Minor)
{
    /// <summary>The newest release that there is.</summary>
    public static PathTarget Newest { get; } = new(null, null);

    /// <summary>Whether it is the newest release, whichever that is.</summary>
    public bool IsNewest => Version is null && Minor is null;

    /// <summary>One version.</summary>
    public static PathTarget Of(ReleaseVersion version) => new(version, null);

    /// <summary>The newest of a minor.</summary>
    public static PathTarget Of(MinorName minor) => new(null, minor);

    /// <inheritdoc/>
    public override string ToString() => Version?.Text ?? Minor?.ToString() ?? "";
}
