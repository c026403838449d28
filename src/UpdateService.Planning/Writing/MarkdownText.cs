using System.Text;
using System.Text.RegularExpressions;

namespace UpdateService.Planning.Writing;

/// <summary>Text without markup: only characters that would be markup at their position get a backslash.</summary>
/// <seealso href="https://spec.commonmark.org/0.31.2/#backslash-escapes"/>
/// <seealso href="https://github.github.com/gfm/"/>
internal static partial class MarkdownText
{
    /// <summary>Text at the start of a block, where list markers, headings and quotes begin too.</summary>
    public static string Block(string words)
    {
        var text = PlainText.Of(words).Trim();
        if (BlockStart().Match(text) is not { Success: true } start)
        {
            return Inline(text);
        }

        var marker = start.Groups["mark"].Index;
        return $"{Inline(text[..marker])}\\{text[marker]}{Inline(text[(marker + 1)..])}";
    }

    /// <summary>Text inside a block. A web address becomes a link that shows the address.</summary>
    public static string Inline(string words)
    {
        var plain = PlainText.Of(words);
        var text = new StringBuilder(plain.Length);
        var start = 0;
        foreach (Match match in Address().Matches(plain))
        {
            if (WebAddress.IsLink(match.Value))
            {
                Escape(plain, start, match.Index, text);
                _ = Harmless().IsMatch(match.Value) ? text.Append(match.Value) : text.Append('<').Append(match.Value).Append('>');
                start = match.Index + match.Length;
            }
        }

        Escape(plain, start, plain.Length, text);
        return text.ToString();
    }

    /// <summary>Text of a heading, where signs at the end would be taken for the end of the heading.</summary>
    public static string Heading(string words) => Inline(words.Trim()) is var text && text.EndsWith('#') ? $"{text[..^1]}\\#" : text;

    /// <summary>Text in a cell of a table.</summary>
    public static string Cell(string words) => Inline(words).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>Text as code, with as many backticks around it as it needs.</summary>
    public static string Code(string words)
    {
        var plain = PlainText.Of(words);
        var longest = Backticks().Matches(plain).Select(match => match.Length).DefaultIfEmpty().Max();
        var fence = new string('`', longest + 1);
        return longest == 0 ? $"`{plain}`" : $"{fence} {plain} {fence}";
    }

    private static void Escape(string plain, int start, int end, StringBuilder text)
    {
        for (var at = start; at < end; at++)
        {
            if (IsMarkup(plain[at], at == 0 ? ' ' : plain[at - 1], at + 1 == plain.Length ? ' ' : plain[at + 1], plain.AsSpan(at)))
            {
                _ = text.Append('\\');
            }

            _ = text.Append(plain[at]);
        }
    }

    private static bool IsMarkup(char sign, char before, char after, ReadOnlySpan<char> rest) => sign switch
    {
        '`' or '[' => true,
        '\\' => rest.Length == 1 || (!char.IsLetterOrDigit(after) && !char.IsWhiteSpace(after)),
        '*' or '~' => !char.IsWhiteSpace(before) || !char.IsWhiteSpace(after),
        '_' => !(char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after)) && !(char.IsWhiteSpace(before) && char.IsWhiteSpace(after)),
        '<' => char.IsAsciiLetter(after) || after is '/' or '!' or '?',
        '&' => Entity().IsMatch(rest),
        _ => false,
    };

    /// <summary>The group is the character that needs a backslash.</summary>
    [GeneratedRegex(@"^(?:(?=[-+*](?:[ ]|$)|#{1,6}(?:[ ]|$)|>|[-_*](?:[ ]*[-_*]){2,}[ ]*$|~~~|=+$)|[0-9]{1,9}(?=[.)](?:[ ]|$)))(?<mark>[-+*#>_~=.)])", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex BlockStart();

    [GeneratedRegex(@"https?://[^\s<>|]*[^\s<>|.,;:!?'""]", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, Timeout.Infinite)]
    private static partial Regex Address();

    /// <summary>An address that is no markup as it stands; GitHub makes a link of it.</summary>
    [GeneratedRegex("^[A-Za-z0-9:/.?=%#-]+$", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Harmless();

    [GeneratedRegex("^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Entity();

    [GeneratedRegex("`+", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Backticks();
}
