using System.Text;

namespace UpdateService.Planning.Writing;

/// <summary>A Markdown document. External texts are escaped if they would be markup; addresses are links.</summary>
internal sealed class MarkdownPage : Page
{
    /// <summary>A paragraph that is indented so far belongs to the item above it.</summary>
    private const int Inner = 4;

    private readonly StringBuilder text = new();
    private bool isInList;

    /// <inheritdoc/>
    public override Page Title(string words) => Add($"# {MarkdownText.Heading(words.TrimEnd(':', '.'))}", isItem: false);

    /// <inheritdoc/>
    public override Page Heading(string words) => Add($"## {MarkdownText.Heading(words)}", isItem: false);

    /// <inheritdoc/>
    public override Page Blank() => this;

    /// <inheritdoc/>
    public override Page Term(string name, string words, int hang = 0) => Add($"**{MarkdownText.Inline(name)}**: {MarkdownText.Inline(words)}", isItem: false);

    /// <inheritdoc/>
    public override Page Change(string sign, string words) => Add($"**{sign}** {MarkdownText.Inline(words)}", isItem: true);

    /// <inheritdoc/>
    public override Page Paragraph(string words, int indent = 0, int hang = 0) => Add(MarkdownText.Block(words), isItem: indent > 0, isInner: indent >= Inner);

    /// <inheritdoc/>
    public override Page Line(string words, int indent = 0) => Add(WebAddress.IsLink(words) ? MarkdownText.Inline(words) : MarkdownText.Code(words), isItem: indent > 0);

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

    private static string Row(string[] cells) => $"| {string.Join(" | ", cells.Select(MarkdownText.Cell))} |";

    private MarkdownPage Add(string line, bool isItem, bool isInner = false)
    {
        if (text.Length > 0 && !(isItem && isInList))
        {
            _ = text.Append('\n');
        }

        isInner &= isInList;
        isInList = isItem;
        _ = text.Append(isInner ? "  * " : isItem ? "* " : "").Append(line).Append('\n');
        return this;
    }
}
