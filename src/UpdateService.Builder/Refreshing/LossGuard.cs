using System.Collections.Immutable;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;

namespace UpdateService.Builder.Refreshing;

/// <summary>
/// Says no to a revision that lost too much. A version that vanishes from an answer takes every update from the clusters
/// that run it, at once; so what is missing because of an error must not be published.
/// </summary>
/// <param name="limit">The share of a served channel's edges, or of all blocks or risks, that may go: 0 to 1. Above a half also that of releases, of all and of a channel.</param>
public sealed class LossGuard(double limit)
{
    /// <summary>Blocks, risks or releases that may always go at once.</summary>
    private const int Few = 20;

    /// <summary>
    /// The share of releases that may go without an error. More than this is seldom pruning: a registry that lost its disk and is filled anew, or
    /// a mirror that is made in its place, has few of what it had, and no error.
    /// </summary>
    private const double Pruned = 0.5;

    private const string Remedy = "If the loss is meant, an operator can publish it all the same: POST /admin/publish?candidate=… on the status address.";

    /// <summary>Why the build must not follow the revision; null where it may.</summary>
    /// <param name="newest">The revision that it would follow; null before the first.</param>
    /// <param name="material">The build.</param>
    public Problem? Refuse(Revision? newest, RevisionMaterial material)
    {
        if (newest is null)
        {
            return RefuseFirst(material);
        }

        return !newest.Record.Inputs.AsSpan().SequenceEqual(material.Inputs.Digests.AsSpan()) && Lost(newest, material) is { } reason
            ? Loss(material, $"{reason} Revision {newest.Number} stays. {Remedy}")
            : null;
    }

    /// <summary>What is lost of a served revision that must not be; null where nothing is.</summary>
    private string? Lost(Revision served, RevisionMaterial material)
    {
        var (inputs, build) = material;
        var count = served.Counts.Releases;
        if (count > 0 && IsEmpty(material))
        {
            return $"The inputs give no release at all, where {count} are served: every cluster would lose every update.";
        }

        var hasLossByError = HasLossByError(inputs, build);
        if (served.Damage is { } damage)
        {
            return hasLossByError
                ? $"The inputs have errors, and what they would cost cannot be told: {damage}"
                : LostMost(count - build.Graph.Architectures.Sum(graph => graph.Nodes.Length), count);
        }

        return LostBlocks(served.Inputs.Inputs.BlockedEdges, inputs.Inputs.BlockedEdges)
            ?? LostMostReleases(served, build)
            ?? LostMostOfChannels(served, build)
            ?? (hasLossByError ? LostReleases(served, build) ?? LostEdges(served, build) : null);
    }

    /// <summary>Whether blocks or risks may follow those of the revision, as far as they are lost.</summary>
    internal bool MayFollow(Revision served, CollectedInputs inputs) => LostBlocks(served.Inputs.Inputs.BlockedEdges, inputs.Inputs.BlockedEdges) is null;

    private static Problem? RefuseFirst(RevisionMaterial material)
    {
        if (!material.Inputs.IsComplete)
        {
            return Loss(material, $"Releases could not be read, and there is no revision that knows them: clusters that run them would lose every update. The sources are asked again.{First(material.Inputs)}");
        }

        return IsEmpty(material)
            ? Loss(material, $"The inputs give no release at all: every cluster would be told that its version is unknown, and lose every update. The sources are asked again. {Remedy}")
            : null;
    }

    private static bool IsEmpty(RevisionMaterial material) => material.Build.Graph.Architectures.All(graph => graph.Nodes.IsEmpty);

    private static string First(CollectedInputs inputs) =>
        inputs.Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error && problem.Rule == ProblemRule.UnreadableRelease) is { } problem ? $" The first: {problem}" : "";

    private static Problem Loss(RevisionMaterial material, string message) =>
        new(ProblemRule.Loss, ProblemSeverity.Rejecting, new Place(material.Inputs.GraphData.Files.Origin, 0), message);

    private static bool HasLossByError(CollectedInputs inputs, GraphBuild build) => !inputs.IsComplete || inputs.Problems.Concat(build.Problems).Any(problem =>
        problem.Severity == ProblemSeverity.Error
        && problem.Rule is ProblemRule.UnreadableRelease or ProblemRule.UnreadableSource or ProblemRule.SharedPayload or ProblemRule.LenientReplacement);

    private string? LostBlocks(ImmutableArray<BlockedEdge> before, ImmutableArray<BlockedEdge> after)
    {
        var kept = after.ToHashSet(ReferenceEqualityComparer.Instance); // A file that did not change gives the same object again.
        return before.Count(entry => !kept.Contains(entry)) < Few
            ? null
            : LostOf("hard blocks", Keys(before, isRisk: false), Keys(after, isRisk: false))
                ?? LostOf("risks", Keys(before, isRisk: true), Keys(after, isRisk: true));
    }

    private static HashSet<(string To, string What)> Keys(ImmutableArray<BlockedEdge> entries, bool isRisk) =>
        [.. entries.Where(entry => entry.Risk is not null == isRisk).Select(entry => (entry.To.ToString(), entry.Risk?.Name ?? entry.From.Text))];

    private string? LostOf(string what, HashSet<(string To, string What)> before, HashSet<(string To, string What)> after)
    {
        var lost = before.Count(key => !after.Contains(key));
        return lost >= Few && lost > limit * before.Count
            ? $"The inputs lost {lost} of {before.Count} {what} at once, more than {limit:P0}."
            : null;
    }

    private string? LostMostReleases(Revision served, GraphBuild build)
    {
        var losses = served.Graph.Architectures.Select(before => (before.Architecture, Lost: CountLost(before, build), Count: before.Nodes.Length)).ToList();
        var (lost, count) = (losses.Sum(loss => loss.Lost), losses.Sum(loss => loss.Count));
        return LostMost(lost, count)
            ?? losses.Select(loss => LostMost(loss.Lost, loss.Count, $" for {loss.Architecture}")).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>
    /// Of releases that stay and are in a channel no more: a channel's file went, or was cut short. Those that went altogether are not counted
    /// again, for a mirror that is pruned may leave few of an old minor.
    /// </summary>
    private string? LostMostOfChannels(Revision served, GraphBuild build)
    {
        List<string> reasons = [.. served.Graph.Architectures
            .SelectMany(before => CountLeft(before, build)
                .OrderBy(left => left.Key, StringComparer.Ordinal)
                .Select(left => LostMost(left.Value, before.ChannelNodes[left.Key].Length, $" of the channel {left.Key} for {before.Architecture}")))
            .OfType<string>()];
        return reasons.Count < 2 ? reasons.FirstOrDefault() : $"{reasons[0]} So it is with {reasons.Count - 1} more, of other channels or architectures.";
    }

    /// <summary>How many releases each channel has no more, of those that stay.</summary>
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

    /// <summary>Nodes that are others than they were, or gone. Both sides are in the order of their versions, and nodes that stay are mostly the same objects.</summary>
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

    private string? LostMost(int lost, int count, string where = "") => lost >= Few && lost > Math.Max(limit, Pruned) * count
        ? $"The inputs lost {lost} of {count} releases{where} at once, and clusters that run one of them would lose every update; of all else that changed only added blocks and risks are served meanwhile."
        : null;

    private static int CountLost(ArchitectureGraph before, GraphBuild build) => build.Graph.Find(before.Architecture) is { } after
        ? Changed(before, after).Count(change => change.After is null)
        : before.Nodes.Length;

    private static string? LostReleases(Revision served, GraphBuild build)
    {
        foreach (var before in served.Graph.Architectures)
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

    private string? LostEdges(Revision served, GraphBuild build)
    {
        foreach (var before in served.Graph.Architectures)
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
