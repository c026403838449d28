using System.Collections.Immutable;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Comparisons;

/// <summary>What differs between a channel and the same one of another graph, or between two channels of one architecture.</summary>
public sealed record ChannelComparison
{
    /// <summary>The channel on the first side.</summary>
    public required string Before { get; init; }

    /// <summary>The channel on the second side.</summary>
    public required string After { get; init; }

    /// <summary>The architecture of both sides.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>By precedence.</summary>
    public required Changes<ReleaseVersion> Releases { get; init; }

    /// <summary>Releases of both sides with another payload or other metadata (channels aside), by precedence.</summary>
    public required ImmutableArray<ReleaseChange> ChangedReleases { get; init; }

    /// <summary>Unconditional edges, by target, then source. One that became conditional is removed here and added there.</summary>
    public required Changes<Edge> Edges { get; init; }

    /// <summary>Conditional edges, by target, then source.</summary>
    public required Changes<ConditionalEdge> ConditionalEdges { get; init; }

    /// <summary>Conditional edges of both sides with other risks, by target, then source.</summary>
    public required ImmutableArray<RiskSetChange> ChangedConditionalEdges { get; init; }

    /// <summary>Risks, by name, that are on at least one edge of the channel.</summary>
    public required Changes<string> Risks { get; init; }

    /// <summary>Names of risks of both sides whose message, address or rules differ.</summary>
    public required ImmutableArray<string> ChangedRisks { get; init; }

    /// <summary>Whether nothing differs.</summary>
    public bool IsEmpty =>
        Releases.IsEmpty && ChangedReleases.IsEmpty && Edges.IsEmpty && ConditionalEdges.IsEmpty
        && ChangedConditionalEdges.IsEmpty && Risks.IsEmpty && ChangedRisks.IsEmpty;

    /// <summary>Compares a channel of one graph with a channel, the same or another, of a second graph or the same one.</summary>
    /// <param name="before">The graph of the first side; null if there is none of the architecture.</param>
    /// <param name="channelBefore">A channel; one that does not exist is empty.</param>
    /// <param name="after">The graph of the second side, of the same architecture.</param>
    /// <param name="channelAfter">A channel; one that does not exist is empty.</param>
    /// <param name="architecture">The architecture of both.</param>
    public static ChannelComparison Between(
        ArchitectureGraph? before,
        string channelBefore,
        ArchitectureGraph? after,
        string channelAfter,
        Architecture architecture) =>
        Between(new SharedNumbers(before, after), architecture, channelBefore, channelAfter);

    internal static ChannelComparison Between(SharedNumbers numbers, Architecture architecture, string channelBefore, string channelAfter)
    {
        var before = numbers.Before.Read(channelBefore);
        var after = numbers.After.Read(channelAfter);
        var edges = new EdgeChanges(numbers, before.Edges, after.Edges);
        var shared = before.Nodes.Intersect(after.Nodes).Order();
        return new ChannelComparison
        {
            Before = channelBefore,
            After = channelAfter,
            Architecture = architecture,
            Releases = new Changes<ReleaseVersion>(numbers.Versions(after.Nodes.Except(before.Nodes)), numbers.Versions(before.Nodes.Except(after.Nodes))),
            ChangedReleases = [.. shared.Select(numbers.Changed).OfType<ReleaseChange>()],
            Edges = edges.Unconditional,
            ConditionalEdges = edges.Conditional,
            ChangedConditionalEdges = edges.RiskSets,
            Risks = new Changes<string>(Names(after, before), Names(before, after)),
            ChangedRisks = [.. before.Risks.Keys.Where(name => after.Risks.TryGetValue(name, out var other) && !other.SetEquals(before.Risks[name]))],
        };
    }

    private static ImmutableArray<string> Names(ChannelContent of, ChannelContent without) =>
        [.. of.Risks.Keys.Where(name => !without.Risks.ContainsKey(name))];
}

/// <summary>What one side has more than the other.</summary>
/// <param name="Added">Only on the second side.</param>
/// <param name="Removed">Only on the first side.</param>
public sealed record Changes<T>(ImmutableArray<T> Added, ImmutableArray<T> Removed)
{
    /// <summary>Whether both are empty.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty;
}

/// <summary>An update without risks.</summary>
/// <param name="From">The source.</param>
/// <param name="To">The target.</param>
public sealed record Edge(ReleaseVersion From, ReleaseVersion To);

/// <summary>An update with risks.</summary>
/// <param name="From">The source.</param>
/// <param name="To">The target.</param>
/// <param name="Risks">In the order in which they are served.</param>
public sealed record ConditionalEdge(ReleaseVersion From, ReleaseVersion To, ImmutableArray<Risk> Risks);

/// <summary>A conditional update whose risks differ.</summary>
/// <param name="From">The source.</param>
/// <param name="To">The target.</param>
/// <param name="Before">The risks on the first side.</param>
/// <param name="After">The risks on the second side.</param>
public sealed record RiskSetChange(ReleaseVersion From, ReleaseVersion To, ImmutableArray<Risk> Before, ImmutableArray<Risk> After);

/// <summary>A release that clients see differently.</summary>
/// <param name="Version">Which one.</param>
/// <param name="PayloadBefore">Its payload on the first side.</param>
/// <param name="PayloadAfter">Its payload on the second side.</param>
/// <param name="MetadataKeys">Keys with another value, or on one side only, in ordinal order; the list of channels aside.</param>
public sealed record ReleaseChange(ReleaseVersion Version, string PayloadBefore, string PayloadAfter, ImmutableArray<string> MetadataKeys);
