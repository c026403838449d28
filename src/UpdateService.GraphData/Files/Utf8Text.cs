using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace UpdateService.GraphData.Files;

/// <summary>Strict UTF-8.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes the bytes; a byte order mark at the start is dropped.</summary>
    /// <param name="bytes">A whole file.</param>
    /// <param name="text">The text if the result is true.</param>
    /// <param name="line">The line of the first wrong byte if the result is false.</param>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text, out int line)
    {
        bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        line = 0;
        if (Utf8.IsValid(bytes))
        {
            text = Strict.GetString(bytes);
            return true;
        }

        text = null;
        line = LineOfInvalidByte(bytes);
        return false;
    }

    /// <summary>Whether the text can be written as UTF-8: it has no unpaired surrogate.</summary>
    public static bool IsWellFormed(string text)
    {
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }

    private static int LineOfInvalidByte(ReadOnlySpan<byte> bytes)
    {
        var line = 1;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(bytes[range]))
            {
                break;
            }

            line++;
        }

        return line;
    }
}
