using System.Collections.Immutable;
using UpdateService.Graph.Building;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Facts;

/// <summary>
/// What explanations know beyond the graph: what it was built from. Safe to read from any number of threads; the indexes
/// are made when first asked for.
/// </summary>
public sealed class PlanningFacts
{
    private readonly Lazy<BlockTable> blocks;
    private readonly Lazy<MissingReleases> missing;

    /// <summary>The facts of a build.</summary>
    /// <param name="inputs">What the graph was built from.</param>
    /// <param name="build">The result of the build; null if the graph comes from somewhere else.</param>
    public PlanningFacts(GraphInputs inputs, GraphBuild? build)
    {
        blocks = new Lazy<BlockTable>(() => new BlockTable(inputs, build?.Selected ?? [], Shown));
        missing = new Lazy<MissingReleases>(() => new MissingReleases(inputs, build));
        Feeders = inputs.Channels.Where(channel => channel.Feeder is not null).GroupBy(channel => channel.Name, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => group.First().Feeder!, StringComparer.Ordinal);
    }

    /// <summary>Nothing is known: a graph alone, such as an answer of another service.</summary>
    public static PlanningFacts None { get; } = new(new GraphInputs(), null);

    /// <summary>The sources of releases in readable form, in the order in which they were read.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>
    /// Turns a text that may name places of the inputs (a file, a repository) into what whoever asks may read. A service tells
    /// visitors neither its paths nor the hosts of its sources.
    /// </summary>
    public Func<string, string> Disclose { get; init; } = static text => text;

    /// <summary>For channels that another one feeds: which, and how long releases wait in it; as the channels themselves say.</summary>
    public IReadOnlyDictionary<string, Feeder> Feeders { get; init; }

    /// <summary>Since when a version is in a channel, if that is known.</summary>
    public Func<string, ReleaseVersion, DateTimeOffset?> InChannelSince { get; init; } = static (_, _) => null;

    /// <summary>A place in the form that <see cref="Disclose"/> allows.</summary>
    internal Place Shown(Place place) => place with { File = Disclose(place.File) };

    internal BlockTable Blocks => blocks.Value;

    internal MissingReleases Missing => missing.Value;

    /// <summary>Versions that the channel's files name for the architecture and of which no source has an image, ascending.</summary>
    public ImmutableArray<ReleaseVersion> NotMirrored(string channel, Architecture architecture) => Missing.InChannel(channel, architecture);
}
