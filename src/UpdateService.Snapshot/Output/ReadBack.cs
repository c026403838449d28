using System.Collections.Frozen;
using System.Collections.Immutable;
using UpdateService.Graph.Building;
using UpdateService.GraphData;
using UpdateService.GraphData.Catalogues;
using UpdateService.GraphData.Files;
using UpdateService.Snapshot.Selection;

namespace UpdateService.Snapshot.Output;

/// <summary>Reads the made files as the service will, and compares what it reads with what was meant.</summary>
internal static class ReadBack
{
    /// <summary>What the service would report, and an error for each kind of content that does not come back as it was meant.</summary>
    public static ImmutableArray<Problem> Check(GraphDataFiles files, ShippedData meant)
    {
        var set = new GraphDataReader().Read(files, lenient: false, FrozenSet<string>.Empty);
        var catalogues = files.In(GraphDataFiles.Releases)
            .Select(file => CatalogueReader.Read(file.Key, file.Value, lenient: false))
            .ToList();
        ImmutableArray<Release> releases = [.. catalogues.SelectMany(catalogue => catalogue.Releases)];
        var build = new GraphBuilder().Build(new GraphInputs
        {
            Releases = releases,
            Channels = set.Channels,
            BlockedEdges = set.BlockedEdges,
            RawMetadata = set.RawMetadata,
        });
        return
        [
            .. set.Problems,
            .. catalogues.SelectMany(catalogue => catalogue.Problems),
            .. build.Problems,
            .. Compare(GraphDataFiles.Channels, meant.Channels.Select(TextOf), set.Channels.Select(TextOf)),
            .. Compare(GraphDataFiles.BlockedEdges, meant.Blocks.Select(TextOf), set.BlockedEdges.Select(TextOf)),
            .. Compare(GraphDataFiles.Releases, meant.Releases.Select(release => TextOf(release.Release)), releases.Select(TextOf)),
            .. Compare(GraphDataFiles.RawMetadata, meant.RawMetadata.Select(TextOf), set.RawMetadata.Select(TextOf)),
        ];
    }

    private static IEnumerable<Problem> Compare(string place, IEnumerable<string> meant, IEnumerable<string> read)
    {
        var difference = meant.Order(StringComparer.Ordinal).Append("")
            .Zip(read.Order(StringComparer.Ordinal).Append(""))
            .FirstOrDefault(pair => pair.First != pair.Second);
        if (difference != default)
        {
            yield return new Problem(
                ProblemRule.InvalidValue,
                ProblemSeverity.Rejecting,
                new Place(place, 0),
                $"'{Excerpt.Of(difference.First)}' was meant and '{Excerpt.Of(difference.Second)}' is read back.");
        }
    }

    private static string TextOf(ShippedChannel channel) =>
        $"{channel.Name} {string.Join(' ', channel.Versions.Select(version => version.Name))}";

    private static string TextOf(Channel channel) => $"{channel.Name} {string.Join(' ', channel.Versions)}";

    private static string TextOf(ShippedBlock block) => $"{block.To.Name} {block.From} {TextOf(block.Risk)}";

    private static string TextOf(BlockedEdge block) => $"{block.To} {block.From} {TextOf(block.Risk)}";

    private static string TextOf(Graph.Risks.Risk? risk) =>
        risk is null ? "" : $"{risk.Name} {risk.Url} {risk.Message} {string.Join(' ', risk.MatchingRules)}";

    private static string TextOf(Release release)
    {
        var edges = $"{string.Join(' ', release.Previous)} next {string.Join(' ', release.Next)}";
        return $"{release} {release.Payload} {edges} {string.Join(' ', release.Metadata.Select(entry => $"{entry.Key}={entry.Value}"))}";
    }

    private static string TextOf(RawMetadata entry) => $"{entry.Version} {entry.Key} {entry.Value}";
}
