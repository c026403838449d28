using System.Text;

namespace UpdateService.GraphData.Archives;

/// <summary>One header block of a tar in its original form: ustar, GNU and older ones.</summary>
/// <param name="Name">With the prefix of ustar.</param>
/// <param name="Type">The type flag.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Target">The name of a link's target.</param>
/// <param name="Modified">Seconds since 1970.</param>
/// <param name="IsExtended">Whether a map of a sparse file goes on in the next block.</param>
/// <seealso href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06"/>
internal readonly record struct TarHeader(string Name, char Type, long Size, string Target, long Modified, bool IsExtended)
{
    /// <summary>The size of every block.</summary>
    public const int BlockBytes = 512;

    /// <summary>The type of a sparse file in the older GNU format.</summary>
    public const char Sparse = 'S';

    private const int ExtendedMark = 482;

    /// <summary>Reads a block.</summary>
    /// <returns>Null if the block is no header.</returns>
    public static TarHeader? Read(ReadOnlySpan<byte> block)
    {
        if (Number(block.Slice(148, 8)) != Checksum(block) || Number(block.Slice(124, 12)) is not ({ } size and >= 0))
        {
            return null;
        }

        var name = Text(block[..100]);
        var type = (char)block[156];
        if (block.Slice(257, 6).SequenceEqual("ustar\0"u8) && Text(block.Slice(345, 155)) is { Length: > 0 } prefix)
        {
            name = $"{prefix}/{name}";
        }

        return new TarHeader(name, type, size, Text(block.Slice(157, 100)), Number(block.Slice(136, 12)) ?? 0, type == Sparse && block[ExtendedMark] != 0);
    }

    /// <summary>Text up to the first NUL.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>Octal digits, or with the first bit set a number to the base 256; null if neither.</summary>
    private static long? Number(ReadOnlySpan<byte> field)
    {
        const byte isBinary = 0x80;
        if ((field[0] & isBinary) != 0)
        {
            var head = field[..^8];
            var isSmall = head is [isBinary, ..] && !head[1..].ContainsAnyExcept((byte)0);
            return isSmall && field[^8] < isBinary ? System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(field[^8..]) : null;
        }

        long number = 0;
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            number = (number << 3) + (digit - '0'); // 12 digits of 3 bits fit.
        }

        return number;
    }

    /// <summary>The sum of all bytes, with the place of the sum itself as blanks.</summary>
    private static long Checksum(ReadOnlySpan<byte> block)
    {
        long sum = 8 * ' ';
        for (var index = 0; index < BlockBytes; index++)
        {
            sum += index is >= 148 and < 156 ? 0 : block[index];
        }

        return sum;
    }
}
