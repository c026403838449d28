using System.Net;
using System.Text.RegularExpressions;

namespace UpdateService.Server.Tests.Pages;

/// <summary>
/// Reads a page more strictly than a browser: every element is closed where it was opened, every value of an attribute stands in
/// double quotes, and every character of markup is meant.
/// </summary>
internal static partial class PageReader
{
    private static readonly HashSet<string> Void = ["meta", "link", "input", "br"];

    /// <summary>Reads; fails where a browser would have to guess.</summary>
    /// <param name="html">A page, or a part of one.</param>
    public static PageElement Read(string html)
    {
        var root = new PageElement("", new Dictionary<string, string>(), null);
        var open = root;
        var position = html.StartsWith("<!doctype html>\n", StringComparison.Ordinal) ? "<!doctype html>\n".Length : 0;
        while (position < html.Length)
        {
            var end = html.IndexOf('<', position);
            end = end < 0 ? html.Length : end;
            open.Say(Words(html[position..end]));
            if (end == html.Length)
            {
                break;
            }

            var tag = Tag().Match(html, end);
            Assert.True(tag.Success, $"No tag: {html[end..Math.Min(html.Length, end + 120)]}");
            open = Enter(open, tag);
            position = end + tag.Length;
        }

        Assert.True(open == root, $"{open} is not closed.");
        return root;
    }

    private static PageElement Enter(PageElement open, Match tag)
    {
        var name = tag.Groups["name"].Value;
        if (tag.Groups["end"].Length > 0)
        {
            open = open.Name == "option" && name == "datalist" ? open.Parent! : open;
            Assert.True(open.Name == name, $"</{name}> closes {open}, which is in {string.Join(' ', open.Around)}.");
            return open.Parent!;
        }

        if (open.Name == "option" && name == "option")
        {
            open = open.Parent!; // An option's end may be left out.
        }

        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var number = 0; number < tag.Groups["key"].Captures.Count; number++)
        {
            Assert.True(attributes.TryAdd(tag.Groups["key"].Captures[number].Value, Words(tag.Groups["value"].Captures[number].Value.Trim('"'))), $"Twice the same attribute: {tag.Value}");
        }

        var element = open.Add(name, attributes);
        var isSelfClosed = tag.Groups["self"].Length > 0;
        Assert.True(!isSelfClosed || element.Around.Any(each => each.Name == "svg"), $"Only shapes close themselves: {element}");
        return isSelfClosed || Void.Contains(name) ? open : element;
    }

    private static string Words(string text)
    {
        Assert.Empty(Loose().Matches(text).Select(match => $"A loose character: {text[match.Index..Math.Min(text.Length, match.Index + 40)]}"));
        return WebUtility.HtmlDecode(text);
    }

    [GeneratedRegex("""\G<(?<end>/?)(?<name>[a-zA-Z][a-zA-Z0-9]*)(?:\s+(?<key>[a-zA-Z:-]+)(?:=(?<value>"[^"<>]*")|(?<value>)))*\s*(?<self>/?)>""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Tag();

    [GeneratedRegex("[>\0-\b\v-\u001f\u007f]|&(?!(?:amp|lt|gt|quot|#[0-9]+|#x[0-9A-F]+);)", RegexOptions.None, matchTimeoutMilliseconds: 30_000)]
    private static partial Regex Loose();
}
