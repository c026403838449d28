using System.Collections.Immutable;
using UpdateService.GraphData.Files;
using UpdateService.GraphData.Yaml;
using UpdateService.Snapshot.Inputs;

namespace UpdateService.Snapshot.Selection;

/// <summary>Picks the channels from a minor version on, with the published spelling of their versions and their feeders.</summary>
internal static class ChannelSelection
{
    /// <summary>Selects.</summary>
    /// <param name="published">Where the channels are.</param>
    /// <param name="from">The oldest minor version.</param>
    /// <param name="notes">Gets a line for each channel whose name has another form.</param>
    public static ImmutableArray<ShippedChannel> Select(PublishedGraphData published, MinorVersion from, ICollection<string> notes)
    {
        var parts = new List<ShippedChannel>();
        foreach (var channel in published.Set.Channels)
        {
            // A name that no client can ask for must not become the name of a file either.
            if (!ChannelName.CanBeRequested(channel.Name) || MinorVersion.OfChannel(channel.Name) is not { } minor)
            {
                notes.Add($"The channel '{Excerpt.Of(channel.Name)}' is left out: its name is not a word, a hyphen and a minor version.");
            }
            else if (minor.CompareTo(from) >= 0)
            {
                parts.Add(Read(channel, published.Set.Files.Contents[channel.Place.File]));
            }
        }

        var channels = parts.GroupBy(channel => channel.Name, StringComparer.Ordinal).Select(Unite);
        return [.. channels.OrderBy(channel => channel.Name, StringComparer.Ordinal)];
    }

    private static ShippedChannel Read(Channel channel, ReadOnlyMemory<byte> content)
    {
        var map = YamlFile.Open(content, new FileProblems(channel.Place.File))!.Map;
        var texts = ((YamlList)map.Find("versions")!).Items.Cast<YamlScalar>().Select(scalar => scalar.Text);
        var feeder = ((map.Find("feeder") as YamlMap)?.Entries ?? [])
            .Where(entry => entry.Value is YamlScalar)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, ((YamlScalar)entry.Value).Text));
        return new ShippedChannel(
            channel.Name,
            [.. texts.Zip(channel.Versions, (text, name) => new ShippedVersion(text, name))],
            [.. feeder]);
    }

    /// <summary>Several files may define one channel.</summary>
    private static ShippedChannel Unite(IGrouping<string, ShippedChannel> parts) => new(
        parts.Key,
        [.. parts.SelectMany(part => part.Versions).DistinctBy(version => version.Text, StringComparer.Ordinal).Order()],
        parts.Select(part => part.Feeder).FirstOrDefault(feeder => !feeder.IsEmpty, []));
}
