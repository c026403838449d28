using System.Collections.Immutable;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Paths;

/// <summary>From where to where, and under which conditions.</summary>
/// <param name="From">The version that the cluster runs.</param>
/// <param name="To">Where it shall go.</param>
public sealed record PathQuestion(ReleaseVersion From, PathTarget To)
{
    /// <summary>The most alternatives that one answer gives.</summary>
    public const int MostAlternatives = 50;

    /// <summary>The architecture of the cluster's payloads.</summary>
    public Architecture Architecture { get; init; } = Architecture.Default;

    /// <summary>The one channel that all hops are in; null to go through all channels by tiers.</summary>
    public string? Channel { get; init; }

    /// <summary>The channel that the cluster is in now, where it is known and no channel is asked for.</summary>
    public string? CurrentChannel { get; init; }

    /// <summary>Names of risks that count as none.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>Names of risks, and versions, that no plan may have.</summary>
    public ImmutableArray<string> Avoid { get; init; } = [];

    /// <summary>Versions that every plan stops at, in whatever order.</summary>
    public ImmutableArray<ReleaseVersion> Via { get; init; } = [];

    /// <summary>How many plans to give beside the best one, from 0 to <see cref="MostAlternatives"/>.</summary>
    public int Alternatives { get; init; }

    /// <summary>Reads a question as people write it.</summary>
    /// <param name="text">The values; null and empty ones are absent.</param>
    /// <param name="question">The question, when the result is true.</param>
    /// <param name="refusals">Everything that is wrong with it, when the result is false.</param>
    public static bool TryRead(PathParameters text, out PathQuestion? question, out ImmutableArray<Refusal> refusals)
    {
        var reader = new QuestionReader();
        var from = reader.Version("from", text.From);
        var to = reader.Target("to", text.To);
        var architecture = reader.Architecture("arch", text.Architecture);
        var channel = reader.Channel("channel", text.Channel);
        var current = reader.Channel("current", text.CurrentChannel);
        var via = reader.Versions("via", text.Via);
        var alternatives = reader.Count("alternatives", text.Alternatives, MostAlternatives);
        refusals = reader.Refusals;
        question = !refusals.IsEmpty ? null : new PathQuestion(from!, to)
        {
            Architecture = architecture,
            Channel = channel,
            CurrentChannel = current,
            Accept = QuestionReader.Names(text.Accept),
            Avoid = QuestionReader.Names(text.Avoid),
            Via = via,
            Alternatives = alternatives,
        };
        return question is not null;
    }
}

/// <summary>The values of a question as text: from a query or a command line. Lists are separated by commas.</summary>
/// <param name="From">A version.</param>
/// <param name="To">A version, a minor (<c>4.18</c>), or nothing.</param>
public sealed record PathParameters(string? From, string? To)
{
    /// <summary>A name, <c>amd64</c> where absent; <c>x86_64</c> and <c>aarch64</c> are understood.</summary>
    public string? Architecture { get; init; }

    /// <summary>A channel.</summary>
    public string? Channel { get; init; }

    /// <summary>A channel.</summary>
    public string? CurrentChannel { get; init; }

    /// <summary>Names of risks.</summary>
    public string? Accept { get; init; }

    /// <summary>Names of risks, or versions.</summary>
    public string? Avoid { get; init; }

    /// <summary>Versions.</summary>
    public string? Via { get; init; }

    /// <summary>A number.</summary>
    public string? Alternatives { get; init; }
}

/// <summary>Where a plan shall end.</summary>
/// <param name="Version">Exactly there; null for the newest of a minor or of all.</param>
/// <param name="Minor">The newest release of this minor; null for the newest of all.</param>
public sealed record PathTarget(ReleaseVersion? Version, MinorName? Minor)
{
    /// <summary>The newest release that there is.</summary>
    public static PathTarget Newest { get; } = new(null, null);

    /// <summary>One version.</summary>
    public static PathTarget Of(ReleaseVersion version) => new(version, null);

    /// <summary>The newest of a minor.</summary>
    public static PathTarget Of(MinorName minor) => new(null, minor);

    /// <inheritdoc/>
    public override string ToString() => Version?.Text ?? Minor?.ToString() ?? "";
}

/// <summary>A minor: <c>4.18</c>.</summary>
/// <param name="Major">The 4.</param>
/// <param name="Minor">The 18.</param>
public readonly record struct MinorName(ulong Major, ulong Minor) : IComparable<MinorName>
{
    /// <summary>The minor of a version.</summary>
    public static MinorName Of(ReleaseVersion version) => new(version.Major, version.Minor);

    /// <inheritdoc/>
    public int CompareTo(MinorName other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}";
}
