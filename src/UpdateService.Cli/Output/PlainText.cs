using System.Globalization;
using System.Text;

namespace UpdateService.Cli.Output;

/// <summary>Texts of servers and files lose their control characters before a terminal sees them.</summary>
internal static class PlainText
{
    /// <summary>The text with nothing left that a terminal obeys, but for the ends of lines.</summary>
    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(IsObeyed))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = IsObeyed(rune) ? plain.Append(' ') : plain.Append(rune);
        }

        return plain.ToString();
    }

    private static bool IsObeyed(Rune rune) => rune.Value != '\n'
        && (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
