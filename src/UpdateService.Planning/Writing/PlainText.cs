using System.Globalization;
using System.Text;

namespace UpdateService.Planning.Writing;

/// <summary>Other people's texts without anything that a terminal obeys or that changes how the text around it is read.</summary>
public static class PlainText
{
    /// <summary>The text on one line.</summary>
    public static string Of(string text) => Without(IsObeyed, text);

    /// <summary>The text with its ends of lines.</summary>
    public static string OfLines(string text) => Without(rune => rune.Value != '\n' && IsObeyed(rune), text);

    private static string Without(Predicate<Rune> isObeyed, string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = isObeyed(rune) ? plain.Append(' ') : plain.Append(rune);
        }

        return plain.ToString();
    }

    /// <summary>Formatting characters turn the direction of text round, so that a line reads as something else.</summary>
    private static bool IsObeyed(Rune rune) =>
        Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
