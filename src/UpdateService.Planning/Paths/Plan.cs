using System.Collections.Immutable;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Planning.Paths;

/// <summary>One way from the source to the target, hop by hop. Without hops the cluster is there already.</summary>
/// <param name="Hops">In order.</param>
/// <param name="Kind">Why the answer contains it.</param>
public sealed record Plan(ImmutableArray<Hop> Hops, PlanKind Kind)
{
    /// <summary>The names of all risks on it, in ordinal order.</summary>
    public ImmutableArray<string> Risks { get; } = Names(Hops, _ => true);

    /// <summary>The names of those that are accepted: what the plan makes use of.</summary>
    public ImmutableArray<string> AcceptedRisks { get; } = Names(Hops, risk => risk.IsAccepted);

    /// <summary>The names of those that remain to be accepted.</summary>
    public ImmutableArray<string> UnacceptedRisks { get; } = Names(Hops, risk => !risk.IsAccepted);

    /// <summary>How often the channel is changed on the way, the first choice aside.</summary>
    public int ChannelChanges { get; } = Hops.Zip(Hops.Skip(1)).Count(pair => pair.First.Channel != pair.Second.Channel);

    private static ImmutableArray<string> Names(ImmutableArray<Hop> hops, Func<HopRisk, bool> predicate) =>
        [.. hops.SelectMany(hop => hop.Risks).Where(predicate).Select(risk => risk.Risk.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>Why an answer contains a plan.</summary>
public enum PlanKind
{
    /// <summary>The best one.</summary>
    Best,

    /// <summary>More risks for fewer hops: no plan is better in both.</summary>
    Trade,

    /// <summary>Better than the best, or to a newer release, but in channels of a wider tier.</summary>
    WiderChannels,

    /// <summary>To the newest release of those asked for that needs no risk to be accepted.</summary>
    WithoutRisks,

    /// <summary>The next in the order of plans.</summary>
    Next,
}

/// <summary>One update of a plan.</summary>
/// <param name="From">What the cluster runs before.</param>
/// <param name="To">What it runs after.</param>
/// <param name="Channel">The channel to be in.</param>
/// <param name="ChannelCommand">The command that sets the channel; null if the cluster stays in its channel.</param>
/// <param name="Risks">In the order in which they are served.</param>
public sealed record Hop(GraphNode From, GraphNode To, string Channel, string? ChannelCommand, ImmutableArray<HopRisk> Risks)
{
    /// <summary>What can be reached from the target.</summary>
    public Onward Onward { get; init; } = Onward.Unknown;

    /// <summary>The pull spec of the target.</summary>
    public string Payload => To.Release.Payload;

    /// <summary>The address of the target's errata; null if it has none.</summary>
    public string? Url => To.MetadataValue(MetadataKeys.Url);
}

/// <summary>A risk on a hop.</summary>
/// <param name="Risk">With its message and address.</param>
/// <param name="IsAccepted">Whether the question accepts it.</param>
public sealed record HopRisk(Risk Risk, bool IsAccepted);

/// <summary>What questions read off a release.</summary>
public static class GraphNodeReading
{
    /// <summary>The value of a metadata key; null if there is none.</summary>
    public static string? MetadataValue(this GraphNode node, string key)
    {
        foreach (var entry in node.Metadata)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>The minor of a release.</summary>
    public static MinorName Minor(this GraphNode node) => MinorName.Of(node.Version);

    internal static ReleaseVersion VersionOf(this ArchitectureGraph graph, int node) => graph.Nodes[node].Version;
}
