using System.Collections.Immutable;
using UpdateService.Graph.Cincinnati;

namespace UpdateService.Graph.Building;

/// <summary>Steps 7 and 9 for one architecture: puts together what is left once all rules have spoken.</summary>
internal static class ArchitectureAssembly
{
    public static ArchitectureGraph Assemble(Topology topology, EdgeRules rules, ImmutableArray<Channel> channels, ProblemList problems)
    {
        var directives = topology.Directives;
        var channelTable = new ChannelTable(topology, channels, node => directives[node].RemoveRelease);
        var numbers = NumberKeptNodes(directives, out var kept);
        var nodes = ImmutableArray.CreateBuilder<GraphNode>(kept);
        var offsets = ImmutableArray.CreateBuilder<int>(kept + 1);
        var sources = ImmutableArray.CreateBuilder<int>(topology.Sources.Length);
        var states = ImmutableArray.CreateBuilder<int>(topology.Sources.Length);
        offsets.Add(0);
        for (var target = 0; target < numbers.Length; target++)
        {
            if (numbers[target] < 0)
            {
                continue;
            }

            for (var edge = topology.Offsets[target]; edge < topology.Offsets[target + 1]; edge++)
            {
                if (rules.State[edge] != EdgeRules.Removed && numbers[topology.Sources[edge]] is var source and >= 0)
                {
                    sources.Add(source);
                    states.Add(rules.State[edge]);
                }
            }

            offsets.Add(sources.Count);
            var release = topology.Releases[target];
            var memberOf = channelTable.Of(target);
            nodes.Add(new GraphNode(release, memberOf, NodeMetadata.Compose(release, directives[target].Metadata, memberOf, problems)));
        }

        var graph = new ArchitectureGraph
        {
            Architecture = topology.Architecture,
            Nodes = nodes.MoveToImmutable(),
            Offsets = offsets.MoveToImmutable(),
            Sources = sources.DrainToImmutable(),
            RiskSetOf = states.DrainToImmutable(),
            RiskSets = rules.RiskSets,
            ChannelNodes = channelTable.Nodes.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => pair.Value.Select(node => numbers[node]).ToImmutableArray(),
                ChannelName.SortOrder),
        };
        ReportOverLimit(graph, problems);
        return graph;
    }

    private static void ReportOverLimit(ArchitectureGraph graph, ProblemList problems)
    {
        foreach (var (channel, members) in graph.ChannelNodes.Where(pair => pair.Value.Length > ClientLimits.ConditionalTargets))
        {
            foreach (var (node, leftOut) in new ChannelGraph(graph, members).OverLimit)
            {
                var release = graph.Nodes[node].Release;
                problems.Error(
                    ProblemRule.ClientLimit,
                    release.Place,
                    $"In the channel {channel} {release} has more than {ClientLimits.ConditionalTargets} conditional updates; the {leftOut} oldest are left out.");
            }
        }
    }

    private static int[] NumberKeptNodes(Directives[] directives, out int kept)
    {
        var numbers = new int[directives.Length];
        kept = 0;
        for (var node = 0; node < numbers.Length; node++)
        {
            numbers[node] = directives[node].RemoveRelease ? -1 : kept++;
        }

        return numbers;
    }
}
