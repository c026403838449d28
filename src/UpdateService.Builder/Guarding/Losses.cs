using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Guarding;

/// <summary>
/// Releases, channels and edges that a build no longer has. If a version vanishes from an answer, the clusters that run it lose all their
/// updates at once. So what is missing because of an error must not be published.
/// </summary>
/// <param name="limit">The share of a served channel's edges that errors may cost, 0 to 1. Above a half, also of all releases and of a channel's.</param>
internal sealed class Losses(double limit)
{
    /// <summary>
    /// The share of releases that may go without an error. A larger loss is seldom pruning: a registry that lost its disk and is filled again,
    /// or a new mirror in its place, has few of the earlier releases and reports no error.
    /// </summary>
    private const double Pruned = 0.5;

    /// <summary>Reports what is lost of a served graph and must not be, in one sentence; null if nothing is.</summary>
    /// <param name="served">The graph. If it was read from answers, it has no releases that are in no channel.</param>
    /// <param name="count">How many releases it had.</param>
    /// <param name="material">The build.</param>
    public string? Find(UpdateGraph served, int count, RevisionMaterial material)
    {
        var (inputs, build) = material;
        if (count > 0 && IsEmpty(build))
        {
            return $"The inputs contain no releases, but {count} are served: every cluster would lose every update.";
        }

        return LostMostReleases(served, build)
            ?? LostMost(count - build.Graph.Architectures.Sum(graph => graph.Nodes.Length), count)
            ?? LostMostOfChannels(served, build)
            ?? (HasLossByError(inputs, build) ? LostReleases(served, build) ?? LostEdges(served, build) : null);
    }

    /// <summary>Whether there is no release at all.</summary>
    public static bool IsEmpty(GraphBuild build) => build.Graph.Architectures.All(graph => graph.Nodes.IsEmpty);

    private static bool HasLossByError(CollectedInputs inputs, GraphBuild build) => !inputs.IsComplete || inputs.Problems.Concat(build.Problems).Any(problem =>
        problem.Severity == ProblemSeverity.Error
        && problem.Rule is ProblemRule.UnreadableRelease or ProblemRule.UnreadableSource or ProblemRule.SharedPayload or ProblemRule.LenientReplacement);

    private string? LostMostReleases(UpdateGraph served, GraphBuild build)
    {
        var losses = served.Architectures.Select(before => (before.Architecture, Lost: CountLost(before, build), Count: before.Nodes.Length)).ToList();
        var (lost, count) = (losses.Sum(loss => loss.Lost), losses.Sum(loss => loss.Count));
        return LostMost(lost, count)
            ?? losses.Select(loss => LostMost(loss.Lost, loss.Count, $" for {loss.Architecture}")).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>
    /// Releases that stay but are no longer in a channel, because the channel's file is gone or was cut short. Releases that are gone
    /// altogether are not counted again, because a pruned mirror may keep few releases of an old minor.
    /// </summary>
    private string? LostMostOfChannels(UpdateGraph served, GraphBuild build)
    {
        List<string> reasons = [.. served.Architectures
            .SelectMany(before => CountLeft(before, build)
                .OrderBy(left => left.Key, StringComparer.Ordinal)
                .Select(left => LostMost(left.Value, before.ChannelNodes[left.Key].Length, $" of the channel {left.Key} for {before.Architecture}")))
            .OfType<string>()];
        return reasons.Count < 2 ? reasons.FirstOrDefault() : $"{reasons[0]} So it is with {reasons.Count - 1} more, of other channels or architectures.";
    }

    /// <summary>How many of the releases that stay each channel no longer has.</summary>
    private static Dictionary<string, int> CountLeft(ArchitectureGraph before, GraphBuild build)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (node, stays) in build.Graph.Find(before.Architecture) is { } after ? Changed(before, after) : [])
        {
            if (stays is not null && !stays.Channels.AsSpan().SequenceEqual(node.Channels.AsSpan()))
            {
                foreach (var channel in node.Channels.Except(stays.Channels, StringComparer.Ordinal))
                {
                    left[channel] = left.GetValueOrDefault(channel) + 1;
                }
            }
        }

        return left;
    }

    /// <summary>Nodes that changed or are gone. Both sides are sorted by version, and nodes that stay are mostly the same objects.</summary>
    private static IEnumerable<(GraphNode Before, GraphNode? After)> Changed(ArchitectureGraph before, ArchitectureGraph after)
    {
        var next = 0;
        foreach (var node in before.Nodes)
        {
            var order = -1;
            while (next < after.Nodes.Length && (order = ReferenceEquals(after.Nodes[next], node) ? 0 : after.Nodes[next].Version.CompareTo(node.Version)) < 0)
            {
                next++;
            }

            var same = order == 0 && next < after.Nodes.Length ? after.Nodes[next] : null;
            if (!ReferenceEquals(same, node))
            {
                yield return (node, same);
            }
        }
    }

    private string? LostMost(int lost, int count, string where = "") => lost >= GuardLimits.Few && lost > Math.Max(limit, Pruned) * count
        ? $"The inputs lost {lost} of {count} releases{where} at once, and clusters that run one of them would lose every update."
        : null;

    private static int CountLost(ArchitectureGraph before, GraphBuild build) => build.Graph.Find(before.Architecture) is { } after
        ? Changed(before, after).Count(change => change.After is null)
        : before.Nodes.Length;

    private static string? LostReleases(UpdateGraph served, GraphBuild build)
    {
        foreach (var before in served.Architectures)
        {
            var after = build.Graph.Find(before.Architecture);
            foreach (var (channel, nodes) in before.ChannelNodes)
            {
                var lost = Versions(before, nodes);
                if (after is not null && after.ChannelNodes.TryGetValue(channel, out var kept))
                {
                    lost.ExceptWith(Versions(after, kept));
                }

                if (lost.Count > 0)
                {
                    return $"The channel {channel} would lose {lost.Count} releases for {before.Architecture} to errors in the inputs, among them {lost.Order(StringComparer.Ordinal).First()}.";
                }
            }
        }

        return null;
    }

    private string? LostEdges(UpdateGraph served, GraphBuild build)
    {
        foreach (var before in served.Architectures)
        {
            var after = build.Graph.Find(before.Architecture);
            foreach (var (channel, nodes) in before.ChannelNodes)
            {
                var edges = Edges(before, nodes);
                var count = edges.Count;
                if (after is not null && after.ChannelNodes.TryGetValue(channel, out var kept))
                {
                    edges.ExceptWith(Edges(after, kept));
                }

                if (edges.Count > limit * count)
                {
                    return $"The channel {channel} would lose {edges.Count} of {count} updates for {before.Architecture} to errors in the inputs, more than {limit:P0}.";
                }
            }
        }

        return null;
    }

    private static HashSet<string> Versions(ArchitectureGraph graph, ImmutableArray<int> nodes) =>
        [.. nodes.Select(node => graph.Nodes[node].Version.Text)];

    private static HashSet<(string From, string To)> Edges(ArchitectureGraph graph, ImmutableArray<int> nodes)
    {
        var members = nodes.ToHashSet();
        var edges = new HashSet<(string From, string To)>();
        foreach (var target in nodes)
        {
            for (var edge = graph.Offsets[target]; edge < graph.Offsets[target + 1]; edge++)
            {
                if (members.Contains(graph.Sources[edge]))
                {
                    _ = edges.Add((graph.Nodes[graph.Sources[edge]].Version.Text, graph.Nodes[target].Version.Text));
                }
            }
        }

        return edges;
    }
}
