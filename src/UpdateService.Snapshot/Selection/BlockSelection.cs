using System.Collections.Immutable;
using UpdateService.Graph.Risks;
using UpdateService.GraphData.Files;
using UpdateService.GraphData.Yaml;
using UpdateService.Snapshot.Inputs;
using UpdateService.Snapshot.Risks;

namespace UpdateService.Snapshot.Selection;

/// <summary>
/// Picks every hard block and every risk whose target stands in a shipped channel. A risk that clients would refuse is served
/// as a hard block, so it is shipped as one: our own words must not open what is closed.
/// </summary>
internal static class BlockSelection
{
    /// <summary>Selects.</summary>
    /// <param name="published">Where the entries are.</param>
    /// <param name="versions">What the shipped channels list.</param>
    /// <param name="texts">Our own words and rules.</param>
    /// <param name="notes">Gets a line for everything that an editor of the table should look at.</param>
    public static ImmutableArray<ShippedBlock> Select(
        PublishedGraphData published,
        ChannelVersions versions,
        RiskTexts texts,
        ICollection<string> notes)
    {
        var selected = published.Set.BlockedEdges.Where(entry => versions.Overlap(entry.To)).ToList();
        var rewording = new RiskRewording(texts, selected.Select(entry => entry.Risk).OfType<Risk>());
        foreach (var note in rewording.Notes)
        {
            notes.Add(note);
        }

        return [.. selected.Select(entry => ShippedOf(entry, published.Set.Files, rewording, notes)).Distinct().Order()];
    }

    private static ShippedBlock ShippedOf(BlockedEdge entry, GraphDataFiles files, RiskRewording rewording, ICollection<string> notes)
    {
        var map = YamlFile.Open(files.Contents[entry.Place.File], new FileProblems(entry.Place.File))!.Map;
        var risk = entry.Risk;
        if (risk?.Refuse() is { } reason)
        {
            notes.Add($"{entry.Place} is shipped as a hard block, since clients would refuse its risk: {reason}.");
            risk = null;
        }

        return new ShippedBlock(
            new ShippedVersion(((YamlScalar)map.Find("to")!).Text, entry.To),
            entry.From.Text,
            (map.Find("fixedIn") as YamlScalar)?.Text,
            risk is null ? null : rewording.Reword(risk));
    }
}
