using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using UpdateService.Builder.Sources;
using UpdateService.Graph.Building;
using UpdateService.Graph.Patterns;
using UpdateService.Graph.Risks;
using UpdateService.GraphData;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Guarding;

/// <summary>Inputs that give a graph again of which nothing else is left: its releases, channels and risks.</summary>
internal static class AnswerInputs
{
    private static readonly string[] Replaced = [$"{GraphDataFiles.Channels}/", $"{GraphDataFiles.BlockedEdges}/", GraphDataFiles.RawMetadata];

    /// <summary>Writes a graph down as inputs.</summary>
    /// <param name="graph">Read from answers.</param>
    /// <param name="like">Other inputs of the same service, whose schema, licence and signatures are taken over.</param>
    public static CollectedInputs Of(UpdateGraph graph, CollectedInputs like)
    {
        var files = like.GraphData.FilesInUse;
        var contents = files.Contents
            .RemoveRange(files.Contents.Keys.Where(path => Replaced.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))))
            .ToBuilder();
        foreach (var channel in graph.Channels)
        {
            contents[$"{GraphDataFiles.Channels}/{channel}.yaml"] = Channel(channel, graph);
        }

        foreach (var part in graph.Architectures)
        {
            AddRisks(part, contents);
        }

        var reading = new ReleaseReading([.. graph.Architectures.SelectMany(Releases)], []);
        return InputCollector.CollectAgain(
            new GraphDataReader(RevisionLimits.None),
            files with
            {
                Contents = contents.ToImmutable(),
                Folders = files.Folders.Add(GraphDataFiles.BlockedEdges).Add(GraphDataFiles.Channels),
                Problems = [],
                Identity = null,
            },
            reading,
            static _ => null,
            like.Inputs.Lenient,
            [like.Sources[0]]);
    }

    private static byte[] Channel(string name, UpdateGraph graph)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"name: \"{name}\"\nversions:\n");
        foreach (var part in graph.Architectures)
        {
            foreach (var node in part.ChannelNodes.GetValueOrDefault(name, []))
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"- \"{part.Nodes[node].Version.Text}+{part.Architecture}\"\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AddRisks(ArchitectureGraph graph, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Builder contents)
    {
        for (var target = 0; target < graph.Nodes.Length; target++)
        {
            var edges = Enumerable.Range(graph.Offsets[target], graph.Offsets[target + 1] - graph.Offsets[target]).ToList();
            var byRisk = edges
                .Where(edge => graph.RiskSetOf[edge] >= 0)
                .SelectMany(edge => graph.RiskSets[graph.RiskSetOf[edge]], (edge, risk) => (Risk: risk, Source: graph.Nodes[graph.Sources[edge]].Version.Text))
                .GroupBy(use => use.Risk, use => use.Source);
            foreach (var (risk, number) in byRisk.Select((risk, number) => (risk, number)))
            {
                Add(graph, graph.Nodes[target].Version.Text, risk, number, risk.Count() == edges.Count, contents);
            }
        }
    }

    private static void Add(
        ArchitectureGraph graph,
        string target,
        IGrouping<Risk, string> sources,
        int number,
        bool isAll,
        ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Builder contents)
    {
        var part = 0;
        foreach (var pattern in isAll ? [SourcePattern.All.Text] : BlockFile.PatternsOf(sources, graph.Architecture))
        {
            var path = $"{GraphDataFiles.BlockedEdges}/{target}-{graph.Architecture}-{number}-{part++}.yaml";
            contents[path] = BlockFile.Write($"{target}+{graph.Architecture}", pattern, sources.Key);
        }
    }

    private static IEnumerable<Release> Releases(ArchitectureGraph graph) => graph.Nodes.Select((node, target) => node.Release with
    {
        Metadata = [.. node.Metadata.Where(entry => entry.Key != MetadataKeys.Channels)],
        Previous = [.. graph.Sources.AsSpan(graph.Offsets[target]..graph.Offsets[target + 1]).ToArray().Select(source => graph.Nodes[source].Version)],
    });
}
