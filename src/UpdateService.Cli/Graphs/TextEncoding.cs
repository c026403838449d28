using System.Text;

namespace UpdateService.Cli.Graphs;

/// <summary>JSON files as editors and shells write them: with a byte order mark, or in UTF-16 as PowerShell's <c>&gt;</c> does.</summary>
internal static class TextEncoding
{
    private static readonly UnicodeEncoding LittleEndian = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> Utf8Mark => [0xef, 0xbb, 0xbf];

    private static ReadOnlySpan<byte> LittleEndianMark => [0xff, 0xfe];

    private static ReadOnlySpan<byte> BigEndianMark => [0xfe, 0xff];

    /// <summary>The text as UTF-8 without a mark. JSON begins with an ASCII character, so UTF-16 is known by its first two bytes.</summary>
    /// <param name="content">The whole file.</param>
    /// <exception cref="InvalidDataException">It is UTF-16 with half a character in it.</exception>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> content) => content.Span switch
    {
        var bytes when bytes.StartsWith(Utf8Mark) => content[Utf8Mark.Length..],
        var bytes when bytes.StartsWith(LittleEndianMark) => Decode(LittleEndian, content[LittleEndianMark.Length..]),
        var bytes when bytes.StartsWith(BigEndianMark) => Decode(BigEndian, content[BigEndianMark.Length..]),
        [not 0, 0, ..] => Decode(LittleEndian, content),
        [0, not 0, ..] => Decode(BigEndian, content),
        _ => content,
    };

    private static byte[] Decode(UnicodeEncoding encoding, ReadOnlyMemory<byte> content)
    {
        try
        {
            return Encoding.UTF8.GetBytes(encoding.GetString(content.Span));
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException("it is UTF-16 text that is cut off or damaged. Store the answer as the service gave it.", exception);
        }
    }
}
