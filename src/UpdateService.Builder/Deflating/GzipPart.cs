using System.Buffers.Binary;
using System.IO.Compression;

namespace UpdateService.Builder.Deflating;

/// <summary>
/// A part of a gzip file that was packed by itself: it ends with a whole byte and refers to nothing before it. Parts after one another are
/// one member (<see href="https://www.rfc-editor.org/rfc/rfc1952#section-2.3">RFC 1952, section 2.3</see>), as every reader takes them;
/// not every reader goes on behind the first of several members.
/// </summary>
/// <param name="Packed">Blocks of deflate, none of which is the last.</param>
/// <param name="Length">Bytes unpacked.</param>
/// <param name="Checksum">Of the unpacked bytes.</param>
internal sealed record GzipPart(ReadOnlyMemory<byte> Packed, uint Length, uint Checksum)
{
    private const int TrailerBytes = 8;

    /// <summary>No name, no time, an unknown system.</summary>
    private static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    private static ReadOnlySpan<byte> EmptyLastBlock => [3, 0];

    /// <summary>Packs what is written: at least a byte, and less than 4 GiB.</summary>
    public static GzipPart Of(Action<Stream> write)
    {
        using var output = new MemoryStream();
        int end;
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            write(gzip);
            gzip.Flush(); // To a whole byte, by a block that is not the last.
            end = (int)output.Length;
        }

        var file = output.GetBuffer().AsSpan(0, (int)output.Length);
        var trailer = file[^TrailerBytes..];
        return new GzipPart(file[Header.Length..end].ToArray(), BinaryPrimitives.ReadUInt32LittleEndian(trailer[sizeof(uint)..]), BinaryPrimitives.ReadUInt32LittleEndian(trailer));
    }

    /// <summary>The file of all parts in their order.</summary>
    public static byte[] Join(IReadOnlyCollection<GzipPart> parts)
    {
        var file = new byte[Header.Length + parts.Sum(part => part.Packed.Length) + EmptyLastBlock.Length + TrailerBytes];
        Header.CopyTo(file);
        var rest = file.AsSpan(Header.Length);
        var (length, checksum) = (0u, 0u);
        foreach (var part in parts)
        {
            part.Packed.Span.CopyTo(rest);
            rest = rest[part.Packed.Length..];
            checksum = Crc32.Join(checksum, part.Checksum, part.Length);
            length = unchecked(length + part.Length);
        }

        EmptyLastBlock.CopyTo(rest);
        var trailer = rest[EmptyLastBlock.Length..];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[sizeof(uint)..], length);
        return file;
    }
}
