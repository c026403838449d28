using System.Globalization;
using System.Text;

namespace UpdateService.Planning.Writing;

/// <summary>Other people's texts on one line.</summary>
public static class PlainText
{
    /// <summary>Text without anything that a terminal obeys or that changes how the text around it is read.</summary>
    public static string Of(string words)
    {
        var plain = new StringBuilder(words.Length);
        foreach (var rune in words.EnumerateRunes())
        {
            // Formatting characters turn the direction of text round, so that a line reads as something else.
            _ = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? plain.Append(' ')
                : plain.Append(rune);
        }

        return plain.ToString();
    }
}
