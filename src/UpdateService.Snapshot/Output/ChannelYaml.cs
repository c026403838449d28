using System.Text;
using UpdateService.GraphData.Files;
using UpdateService.Snapshot.Selection;

namespace UpdateService.Snapshot.Output;

/// <summary>Writes the files of <c>channels/</c>.</summary>
internal static class ChannelYaml
{
    /// <summary>The path of the channel's file.</summary>
    public static string PathOf(ShippedChannel channel) => $"{GraphDataFiles.Channels}/{channel.Name}.yaml";

    /// <summary>The file's text.</summary>
    public static string Write(ShippedChannel channel)
    {
        var text = new StringBuilder();
        if (!channel.Feeder.IsEmpty)
        {
            _ = text.Append("feeder:\n");
            foreach (var (key, value) in channel.Feeder)
            {
                _ = text.Append($"  {YamlText.Of(key, 4)}: {YamlText.Of(value, 4)}\n");
            }
        }

        _ = text.Append($"name: {YamlText.Of(channel.Name, 2)}\nversions:{(channel.Versions.IsEmpty ? " []" : "")}\n");
        foreach (var version in channel.Versions)
        {
            _ = text.Append($"- {YamlText.Of(version.Text, 2)}\n");
        }

        return text.ToString();
    }
}
