using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using UpdateService.Planning.Writing;

namespace UpdateService.Cli.Output;

/// <summary>The channels as a table, drawn of the answer's JSON.</summary>
internal static class ChannelTable
{
    private static readonly (string Head, bool IsNumber)[] Columns =
        [("channel", false), ("oldest", false), ("newest", false), ("releases", true), ("updates", true), ("with risks", true), ("no image", true)];

    /// <summary>Draws the table; the last column only where a channel names releases without an image.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="width">Of the terminal.</param>
    /// <param name="isColoured">Whether it has colours.</param>
    public static string Draw(ReadOnlyMemory<byte> json, int width, bool isColoured)
    {
        using var document = JsonDocument.Parse(json);
        var channels = document.RootElement.GetProperty("channels").EnumerateArray().ToList();
        var hasMissing = channels.Exists(channel => channel.GetProperty("notMirrored").GetArrayLength() > 0);
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var (head, isNumber) in Columns.Take(hasMissing ? Columns.Length : Columns.Length - 1))
        {
            var column = new TableColumn(new Text(head, new Style(decoration: Decoration.Bold)));
            _ = table.AddColumn(isNumber ? column.RightAligned() : column);
        }

        foreach (var channel in channels)
        {
            Text[] cells =
            [
                new(Word(channel, "name"), new Style(Color.Aqua)),
                new(Word(channel, "oldest")),
                new(Word(channel, "newest")),
                new(Number(channel, "releases")),
                new(Number(channel, "edges")),
                new(Number(channel, "conditionalEdges")),
                new(channel.GetProperty("notMirrored").GetArrayLength().ToString("N0", CultureInfo.InvariantCulture)),
            ];
            _ = table.AddRow(cells.Take(table.Columns.Count));
        }

        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Colouring.ConsoleOn(writer, width, isColoured).Write(table);
        return writer.ToString();
    }

    private static string Word(JsonElement channel, string name) => PlainText.Of(channel.GetProperty(name).GetString() ?? "-");

    private static string Number(JsonElement channel, string name) => channel.GetProperty(name).GetInt64().ToString("N0", CultureInfo.InvariantCulture);
}
