using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace UpdateService.Cli.Output;

/// <summary>The channels as a table, drawn of the answer's JSON.</summary>
internal static class ChannelTable
{
    /// <summary>Draws the table.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="width">Of the terminal.</param>
    /// <param name="isColoured">Whether it has colours.</param>
    public static string Draw(ReadOnlyMemory<byte> json, int width, bool isColoured)
    {
        using var document = JsonDocument.Parse(json);
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var (head, isNumber) in new[] { ("channel", false), ("oldest", false), ("newest", false), ("releases", true), ("updates", true), ("conditional", true), ("not mirrored", true) })
        {
            var column = new TableColumn(new Text(head, new Style(decoration: Decoration.Bold))) { NoWrap = true };
            _ = table.AddColumn(isNumber ? column.RightAligned() : column);
        }

        foreach (var channel in document.RootElement.GetProperty("channels").EnumerateArray())
        {
            _ = table.AddRow(
                new Text(Word(channel, "name"), new Style(Color.Aqua)),
                new Text(Word(channel, "oldest")),
                new Text(Word(channel, "newest")),
                new Text(Number(channel, "releases")),
                new Text(Number(channel, "edges")),
                new Text(Number(channel, "conditionalEdges")),
                new Text(channel.GetProperty("notMirrored").GetArrayLength().ToString("N0", CultureInfo.InvariantCulture)));
        }

        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Colouring.ConsoleOn(writer, width, isColoured).Write(table);
        return writer.ToString();
    }

    private static string Word(JsonElement channel, string name) => PlainText.Of(channel.GetProperty(name).GetString() ?? "-");

    private static string Number(JsonElement channel, string name) => channel.GetProperty(name).GetInt64().ToString("N0", CultureInfo.InvariantCulture);
}
