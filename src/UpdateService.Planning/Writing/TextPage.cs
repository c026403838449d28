using System.Text;

namespace UpdateService.Planning.Writing;

/// <summary>Lines of plain text, no wider than asked where words allow it.</summary>
internal sealed class TextPage(int width) : Page
{
    private const int Narrowest = 40;

    private readonly StringBuilder text = new();
    private readonly int width = Math.Max(Narrowest, width);

    /// <inheritdoc/>
    public override Page Title(string words) => Paragraph(words);

    /// <inheritdoc/>
    public override Page Heading(string words) => Blank().Paragraph($"{words}:");

    /// <inheritdoc/>
    public override Page Term(string name, string words, int hang = 0) => Paragraph($"{name}: {words}", 0, hang);

    /// <inheritdoc/>
    public override Page Change(string sign, string words) => Paragraph($"{sign} {words}", 2, 2);

    /// <inheritdoc/>
    public override Page Blank()
    {
        _ = text.Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override Page Paragraph(string words, int indent = 0, int hang = 0)
    {
        var column = indent;
        _ = text.Append(' ', indent);
        var isFirst = true;
        foreach (var word in PlainText.Of(words).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isFirst && column + 1 + word.Length > width)
            {
                _ = text.Append('\n').Append(' ', indent + hang);
                column = indent + hang;
                isFirst = true;
            }

            _ = isFirst ? text.Append(word) : text.Append(' ').Append(word);
            column += word.Length + (isFirst ? 0 : 1);
            isFirst = false;
        }

        _ = text.Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override Page Line(string words, int indent = 0)
    {
        _ = text.Append(' ', indent).Append(PlainText.Of(words)).Append('\n');
        return this;
    }

    /// <summary>Adds rows of a table, columns as wide as their widest cell; the last one is not filled up.</summary>
    public override Page Table(IReadOnlyList<string[]> rows, int indent = 0, bool hasHead = false)
    {
        if (rows.Count == 0)
        {
            return this;
        }

        var plain = rows.Select(row => Array.ConvertAll(row, PlainText.Of)).ToList();
        var widths = Enumerable.Range(0, plain[0].Length).Select(column => plain.Max(row => row[column].Length)).ToArray();
        foreach (var row in plain)
        {
            var line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])));
            _ = text.Append(' ', indent).Append(line.TrimEnd()).Append('\n');
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
