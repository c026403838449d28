using System.Globalization;
using System.Text;

namespace UpdateService.Graph;

/// <summary>Short, printable pieces of untrusted text for messages: an input of 10 MB must not become a message of 10 MB.</summary>
public static class Excerpt
{
    private const int Longest = 80;

    /// <summary>At most 80 characters of the text, with control characters shown as <c>\uXXXX</c>.</summary>
    public static string Of(string? text)
    {
        if (text is null)
        {
            return "";
        }

        var end = Math.Min(text.Length, Longest);
        if (end > 0 && end < text.Length && char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        return end < text.Length ? $"{Visible(text.AsSpan(0, end))}…" : Visible(text.AsSpan(0, end));
    }

    /// <summary>The text with characters that are invisible or reverse a line shown as <c>\uXXXX</c>.</summary>
    public static string Visible(ReadOnlySpan<char> text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = IsHidden(rune) ? visible.Append($"\\u{rune.Value:x4}") : visible.Append(rune);
        }

        return visible.ToString();
    }

    /// <summary>The same for a possible address, without the user and password before its host. The last @ may be a digest's.</summary>
    public static string OfAddress(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var digest = text.IndexOf("@sha256:", StringComparison.Ordinal);
        var (host, at) = (text.IndexOf("://", StringComparison.Ordinal), text.AsSpan(0, digest < 0 ? text.Length : digest).LastIndexOf('@'));
        return Of(host >= 0 && at > host ? string.Concat(text.AsSpan(0, host + 3), "…", text.AsSpan(at)) : text);
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
