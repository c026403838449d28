using System.Collections.Immutable;
using UpdateService.Builder.Answers;
using UpdateService.Graph.Cincinnati;
using UpdateService.Graph.Risks;
using UpdateService.Graph.Versions;

namespace UpdateService.Builder.Guarding;

/// <summary>Reads the answers of a revision back into their graph. Releases in no channel are missing.</summary>
internal static class AnswerGraph
{
    /// <summary>The graph of all answers.</summary>
    /// <exception cref="InvalidDataException">One of them is not an answer of this service.</exception>
    public static UpdateGraph Of(AnswerSet answers)
    {
        var byArchitecture = answers.All.GroupBy(entry => entry.Architecture, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        ImmutableArray<string> channels = [.. answers.All.Select(entry => entry.Channel).Distinct(StringComparer.Ordinal).Order(ChannelName.SortOrder)];
        return new UpdateGraph([.. byArchitecture.AsParallel().AsOrdered().Select(Read)], channels);
    }

    private static ArchitectureGraph Read(IGrouping<string, (string Channel, string Architecture, Answer Answer)> entries)
    {
        _ = Architecture.TryParse(entries.Key, out var architecture);
        var union = new Union(architecture ?? throw new InvalidDataException($"'{entries.Key}' is no architecture."));
        foreach (var (channel, _, answer) in entries.DistinctBy(entry => entry.Answer.Hash, StringComparer.Ordinal))
        {
            var reading = CincinnatiReader.Read(answer.Body, architecture, channel, channel);
            union.Add(reading.Graph?.Architectures.Single() ?? throw new InvalidDataException($"The kept answer of {channel} cannot be read: {reading.Problems.First()}"));
        }

        return union.ToGraph();
    }

    /// <summary>Joins several partial graphs.</summary>
    private sealed class Union(Architecture architecture)
    {
        private readonly SortedDictionary<ReleaseVersion, GraphNode> nodes = new(ReleaseVersion.SortOrder);
        private readonly Dictionary<(string From, string To), ImmutableArray<Risk>> edges = [];

        public void Add(ArchitectureGraph part)
        {
            foreach (var node in part.Nodes)
            {
                _ = nodes.TryAdd(node.Version, node);
            }

            for (var target = 0; target < part.Nodes.Length; target++)
            {
                for (var edge = part.Offsets[target]; edge < part.Offsets[target + 1]; edge++)
                {
                    var risks = part.RiskSetOf[edge] >= 0 ? part.RiskSets[part.RiskSetOf[edge]] : [];
                    _ = edges.TryAdd((part.Nodes[part.Sources[edge]].Version.Text, part.Nodes[target].Version.Text), risks);
                }
            }
        }

        public ArchitectureGraph ToGraph()
        {
            ImmutableArray<GraphNode> all = [.. nodes.Values];
            var numbers = all.Select((node, number) => (node.Version.Text, number)).ToDictionary(pair => pair.Text, pair => pair.number, StringComparer.Ordinal);
            var sorted = edges.Select(edge => (Source: numbers[edge.Key.From], Target: numbers[edge.Key.To], Risks: edge.Value)).ToArray();
            Array.Sort(sorted, static (left, right) => left.Target != right.Target ? left.Target.CompareTo(right.Target) : left.Source.CompareTo(right.Source));
            var sets = new Dictionary<string, int>(StringComparer.Ordinal);
            var riskSets = new List<ImmutableArray<Risk>>();
            var offsets = new int[all.Length + 1];
            foreach (var edge in sorted)
            {
                offsets[edge.Target + 1]++;
            }

            for (var node = 0; node < all.Length; node++)
            {
                offsets[node + 1] += offsets[node];
            }

            return new ArchitectureGraph
            {
                Architecture = architecture,
                Nodes = all,
                Offsets = [.. offsets],
                Sources = [.. sorted.Select(edge => edge.Source)],
                RiskSetOf = [.. sorted.Select(edge => NumberOf(edge.Risks, sets, riskSets))],
                RiskSets = [.. riskSets],
                ChannelNodes = Members(all),
            };
        }

        private static int NumberOf(ImmutableArray<Risk> risks, Dictionary<string, int> sets, List<ImmutableArray<Risk>> riskSets)
        {
            if (risks.IsEmpty)
            {
                return ArchitectureGraph.Unconditional;
            }

            var key = string.Join('\n', risks.Select(risk => $"{risk.Name}\t{risk.Url}\t{risk.Message}\t{string.Join('\t', risk.MatchingRules)}"));
            if (!sets.TryGetValue(key, out var number))
            {
                sets[key] = number = riskSets.Count;
                riskSets.Add(risks);
            }

            return number;
        }

        private static ImmutableSortedDictionary<string, ImmutableArray<int>> Members(ImmutableArray<GraphNode> nodes) => nodes
            .SelectMany((node, number) => node.Channels.Select(channel => (channel, number)))
            .GroupBy(member => member.channel, member => member.number, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
    }
}
