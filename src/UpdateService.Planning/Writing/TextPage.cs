using System.Text;

namespace UpdateService.Planning.Writing;

/// <summary>
/// Lines of plain text, no wider than asked where words allow it. Texts of other people lose their control characters: they
/// must not steer a terminal.
/// </summary>
internal sealed class TextPage(int width)
{
    private const int Narrowest = 40;

    private readonly StringBuilder text = new();
    private readonly int width = Math.Max(Narrowest, width);

    /// <summary>Adds an empty line.</summary>
    public TextPage Blank()
    {
        _ = text.Append('\n');
        return this;
    }

    /// <summary>Adds a paragraph, broken between words.</summary>
    /// <param name="words">The text.</param>
    /// <param name="indent">Spaces before its first line.</param>
    /// <param name="hang">Spaces more before all others.</param>
    public TextPage Paragraph(string words, int indent = 0, int hang = 0)
    {
        var column = indent;
        _ = text.Append(' ', indent);
        var isFirst = true;
        foreach (var word in Plain(words).Split(' ', StringSplitOptions.RemoveEmptyEntries))
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

    /// <summary>Adds a line that is never broken, such as a command or a digest that people copy.</summary>
    public TextPage Line(string words, int indent = 0)
    {
        _ = text.Append(' ', indent).Append(Plain(words)).Append('\n');
        return this;
    }

    /// <summary>Adds rows of a table, columns as wide as their widest cell; the last one is not filled up.</summary>
    public TextPage Table(IReadOnlyList<string[]> rows, int indent = 0)
    {
        if (rows.Count == 0)
        {
            return this;
        }

        var plain = rows.Select(row => Array.ConvertAll(row, Plain)).ToList();
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

    /// <summary>Text without anything that a terminal obeys.</summary>
    public static string Plain(string words)
    {
        var plain = new StringBuilder(words.Length);
        foreach (var rune in words.EnumerateRunes())
        {
            // Formatting characters turn the direction of text round, so that a line reads as something else.
            _ = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format
                ? plain.Append(' ')
                : plain.Append(rune);
        }

        return plain.ToString();
    }
}
