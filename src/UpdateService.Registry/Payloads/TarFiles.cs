using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace UpdateService.Registry.Payloads;

/// <summary>
/// Walks through a tar, forwards only: <see href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html"/>, ustar,
/// pax and GNU's long names. Its memory does not grow with the tar, whatever the tar says of itself, which the framework's
/// own reader does not promise. What is no tar throws <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class TarFiles(Stream stream)
{
    private const int BlockLength = 512;
    private const int LongestExtension = 1 << 16;

    /// <summary>The layers below a release have some ten thousand.</summary>
    private const int MostEntries = 65_536;

    /// <summary>The number of entries after which the reader yields, so that a tar of empty files does not block other work.</summary>
    private const int EntriesOfATurn = 256;

    private readonly byte[] header = new byte[BlockLength];
    private readonly byte[] skipped = new byte[1 << 14];
    private long remaining;
    private int padding;
    private int entries;
    private string? nextName;
    private long? nextSize;

    /// <summary>The name of the entry, as written.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether the entry is a file with content.</summary>
    public bool IsRegularFile { get; private set; }

    /// <summary>The length of the entry's content in bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Goes to the next entry; false at the end.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        while (await ReadHeaderAsync(cancellationToken))
        {
            switch ((char)header[156])
            {
                case 'x':
                    ReadPax(await ReadExtensionAsync(cancellationToken));
                    break;
                case 'L':
                    nextName = Encoding.UTF8.GetString(TrimZeros(await ReadExtensionAsync(cancellationToken)));
                    break;
                case 'g' or 'K':
                    break;
                default:
                    TakeEntry();
                    return true;
            }
        }

        return false;
    }

    /// <summary>Reads on in the entry's content; 0 at its end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (remaining == 0)
        {
            return 0;
        }

        var count = await stream.ReadAsync(buffer[..(int)Math.Min(buffer.Length, remaining)], cancellationToken);
        remaining -= count;
        return count > 0 ? count : throw new InvalidDataException("the tar ends in the middle of a file");
    }

    private void TakeEntry()
    {
        IsRegularFile = (char)header[156] is '0' or '\0' or '7';
        Name = nextName ?? HeaderName();
        if (nextSize is { } size)
        {
            SetSize(size);
        }

        if ((char)header[156] is >= '1' and <= '6')
        {
            SetSize(0); // Links, devices and folders have none, whatever they say.
        }

        Size = remaining;
        nextName = null;
        nextSize = null;
    }

    private async ValueTask<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        await SkipAsync(cancellationToken);
        var count = await stream.ReadAtLeastAsync(header, BlockLength, throwOnEndOfStream: false, cancellationToken);
        if (count == 0 || (count == BlockLength && !header.AsSpan().ContainsAnyExcept((byte)0)))
        {
            return false;
        }

        if (++entries > MostEntries)
        {
            throw new InvalidDataException($"it has more than the limit of {MostEntries} entries");
        }

        if (entries % EntriesOfATurn == 0)
        {
            await Task.Yield();
        }

        if (count < BlockLength)
        {
            throw new InvalidDataException("the tar ends in the middle of a header");
        }

        if (Number(header.AsSpan(148, 8)) != Checksum())
        {
            throw new InvalidDataException("it is no tar: a header has another checksum");
        }

        SetSize(Number(header.AsSpan(124, 12)));
        return true;
    }

    private void SetSize(long size)
    {
        remaining = size >= 0 ? size : throw new InvalidDataException("a file of the tar has a negative length");
        padding = (int)((BlockLength - (size % BlockLength)) % BlockLength);
    }

    private async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        while (remaining > 0)
        {
            _ = await ReadAsync(skipped, cancellationToken);
        }

        remaining = padding;
        padding = 0;
        while (remaining > 0)
        {
            _ = await ReadAsync(skipped, cancellationToken);
        }
    }

    private async ValueTask<byte[]> ReadExtensionAsync(CancellationToken cancellationToken)
    {
        if (remaining > LongestExtension)
        {
            throw new InvalidDataException($"an extended header has more than the limit of {LongestExtension} bytes");
        }

        var content = new byte[remaining];
        var filled = 0;
        while (filled < content.Length)
        {
            filled += await ReadAsync(content.AsMemory(filled), cancellationToken);
        }

        return content;
    }

    /// <summary>Lines of <c>length key=value</c>, the length in bytes with itself and the line's end.</summary>
    private void ReadPax(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            var space = records.IndexOf((byte)' ');
            if (space <= 0
                || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 1
                || length > records.Length)
            {
                throw new InvalidDataException("an extended header cannot be read");
            }

            var record = records[(space + 1)..(length - 1)];
            records = records[length..];
            if (record.StartsWith("path="u8))
            {
                nextName = Encoding.UTF8.GetString(record["path="u8.Length..]);
            }
            else if (record.StartsWith("size="u8))
            {
                nextSize = long.TryParse(record["size="u8.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                    ? size
                    : throw new InvalidDataException("an extended header has no number as size");
            }
        }
    }

    private string HeaderName()
    {
        var name = Encoding.UTF8.GetString(TrimZeros(header.AsSpan(0, 100)));
        var prefix = header.AsSpan(257, 6).SequenceEqual("ustar\0"u8) ? TrimZeros(header.AsSpan(345, 155)) : [];
        return prefix.IsEmpty ? name : $"{Encoding.UTF8.GetString(prefix)}/{name}";
    }

    private long Checksum()
    {
        var sum = 8L * ' ';
        for (var place = 0; place < BlockLength; place++)
        {
            sum += place is >= 148 and < 156 ? 0 : header[place];
        }

        return sum;
    }

    /// <summary>Octal digits; or, for lengths from 8 GiB, GNU's big-endian binary with the highest bit set.</summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            return BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
        }

        var number = 0L;
        foreach (var digit in field.Trim(" \0"u8))
        {
            number = digit is >= (byte)'0' and <= (byte)'7'
                ? (number << 3) + (digit - '0')
                : throw new InvalidDataException("it is no tar: a header has no number where one must be");
        }

        return number;
    }

    private static ReadOnlySpan<byte> TrimZeros(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}
