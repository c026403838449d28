using System.Buffers;
using System.Globalization;
using System.Text;
using UpdateService.Graph.Versions;

namespace UpdateService.Snapshot.Output;

/// <summary>Writes a text as a YAML value that every reader, of YAML 1.1 or 1.2, reads back as exactly this text.</summary>
internal static class YamlText
{
    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .,;()/_+-=");

    /// <summary>Words that YAML does not read as text.</summary>
    private static readonly SearchValues<string> Reserved =
        SearchValues.Create(["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The value; it goes behind <c>key: </c> and may take several lines.</summary>
    /// <param name="text">Any well-formed text.</param>
    /// <param name="indent">The indentation of a value with several lines, in spaces.</param>
    public static string Of(string text, int indent) =>
        IsPlain(text) ? text
        : IsBlock(text) ? Block(text, indent)
        : text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? DoubleQuoted(text)
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A version, or words that begin with a letter and hold no character with a meaning.</summary>
    private static bool IsPlain(string text) => ReleaseVersion.TryParse(text, out _, out _)
        || (text.Length > 0
            && char.IsAsciiLetter(text[0])
            && text[^1] != ' '
            && !text.AsSpan().ContainsAnyExcept(PlainCharacters)
            && !Reserved.Contains(text));

    /// <summary>Several printable lines, none of spaces alone, the first not indented, at most one line end behind the last.</summary>
    private static bool IsBlock(string text)
    {
        var lines = text.Split('\n');
        return lines.Length > 1
            && lines[0].Length > 0
            && lines[0][0] != ' '
            && (lines[^1].Length > 0 || lines[^2].Length > 0)
            && lines.All(line => !line.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            && !lines.Any(line => line.Length > 0 && string.IsNullOrWhiteSpace(line));
    }

    private static string Block(string text, int indent)
    {
        var ends = text[^1] == '\n';
        var block = new StringBuilder(ends ? "|" : "|-");
        foreach (var line in (ends ? text[..^1] : text).Split('\n'))
        {
            _ = block.Append('\n');
            _ = line.Length > 0 ? block.Append(' ', indent).Append(line) : block;
        }

        return block.ToString();
    }

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => quoted.Append('\\').Append((char)rune.Value),
                '\n' => quoted.Append("\\n"),
                >= ' ' and <= '~' => quoted.Append((char)rune.Value),
                <= 0xffff => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            };
        }

        return quoted.Append('"').ToString();
    }
}
