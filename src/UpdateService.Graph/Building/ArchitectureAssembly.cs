using System.Collections.Immutable;
using UpdateService.Graph.Cincinnati;

namespace UpdateService.Graph.Building;

/// <summary>Step 9 for one architecture: puts together what is left once all rules have spoken.</summary>
internal static class ArchitectureAssembly
{
    public static ArchitectureGraph Assemble(Topology topology, EdgeRules rules, ImmutableArray<Channel> channels, ProblemList problems)
    {
        var table = topology.AssignChannels(channels);
        var offsets = ImmutableArray.CreateBuilder<int>(topology.KeptCount + 1);
        var sources = ImmutableArray.CreateBuilder<int>(topology.Sources.Length);
        var states = ImmutableArray.CreateBuilder<int>(topology.Sources.Length);
        offsets.Add(0);
        for (var target = 0; target < topology.Releases.Length; target++)
        {
            if (topology.NumberOf[target] == Topology.RemovedNode)
            {
                continue;
            }

            for (var edge = topology.Offsets[target]; edge < topology.Offsets[target + 1]; edge++)
            {
                if (rules.State[edge] != EdgeRules.Removed && topology.NumberOf[topology.Sources[edge]] is var source and not Topology.RemovedNode)
                {
                    sources.Add(source);
                    states.Add(rules.State[edge]);
                }
            }

            offsets.Add(sources.Count);
        }

        var graph = new ArchitectureGraph
        {
            Architecture = topology.Architecture,
            Nodes = table.Nodes,
            Offsets = offsets.MoveToImmutable(),
            Sources = sources.DrainToImmutable(),
            RiskSetOf = states.DrainToImmutable(),
            RiskSets = rules.RiskSets,
            ChannelNodes = table.ChannelNodes,
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
}
