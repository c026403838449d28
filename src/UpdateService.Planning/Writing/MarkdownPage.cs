using System.Text;

namespace UpdateService.Planning.Writing;

/// <summary>A Markdown document. Texts are escaped, so that nothing in them is markup; addresses stand as they are.</summary>
internal sealed class MarkdownPage : Page
{
    private readonly StringBuilder text = new();
    private bool isInList;

    /// <summary>Text in which nothing is markup.</summary>
    public static string Escape(string words)
    {
        var escaped = new StringBuilder(words.Length);
        foreach (var character in PlainText.Of(words))
        {
            if (character is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' or '&' or '~' or '!')
            {
                _ = escaped.Append('\\');
            }

            _ = escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Text between backticks.</summary>
    public static string Code(string words) => $"`{PlainText.Of(words).Replace('`', '\'')}`";

    /// <inheritdoc/>
    public override Page Title(string words) => Add($"# {Escape(words)}", isItem: false);

    /// <inheritdoc/>
    public override Page Blank() => this;

    /// <inheritdoc/>
    public override Page Paragraph(string words, int indent = 0, int hang = 0) => indent == 0 ? Add(Block(words), isItem: false) : Add($"* {Block(words)}", isItem: true);

    /// <inheritdoc/>
    public override Page Line(string words, int indent = 0) => indent == 0 ? Add(Code(words), isItem: false) : Add($"* {Code(words)}", isItem: true);

    /// <inheritdoc/>
    public override Page Table(IReadOnlyList<string[]> rows, int indent = 0, bool hasHead = false)
    {
        if (rows.Count == 0)
        {
            return this;
        }

        _ = Add(Row(hasHead ? rows[0] : Array.ConvertAll(rows[0], _ => "")), isItem: false);
        _ = text.Append('|').Insert(text.Length, "---|", rows[0].Length).Append('\n');
        foreach (var row in hasHead ? rows.Skip(1) : rows)
        {
            _ = text.Append(Row(row)).Append('\n');
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>A sign before a space would make an item of a list of what follows, and would itself not be seen.</summary>
    private static string Block(string words) => words is ['+' or '-', ' ', ..] ? $"\\{Escape(words)}" : Escape(words);

    private static string Row(string[] cells) => $"| {string.Join(" | ", cells.Select(Escape))} |";

    private MarkdownPage Add(string line, bool isItem)
    {
        if (text.Length > 0 && !(isItem && isInList))
        {
            _ = text.Append('\n');
        }

        isInList = isItem;
        _ = text.Append(line).Append('\n');
        return this;
    }
}
