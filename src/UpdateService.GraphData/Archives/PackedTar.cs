using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace UpdateService.GraphData.Archives;

/// <summary>A tar as it comes: plain or gzip, which its first bytes tell.</summary>
internal static class PackedTar
{
    private const int PeekedBytes = 6;

    /// <summary>Reads all entries, and the stream to its very end: only there are checksums and digests checked.</summary>
    /// <param name="packed">The bytes; stays open.</param>
    /// <param name="meter">The limits.</param>
    /// <param name="read">Takes an entry; it may read its content from the tar.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArchiveException">The tar is damaged, of another kind, or over a limit.</exception>
    public static async Task ReadAsync(Stream packed, ArchiveMeter meter, Func<TarMember, TarMembers, ValueTask> read, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(packed, new StreamPipeReaderOptions(bufferSize: 64 << 10, leaveOpen: true));
        try
        {
            var isGzip = await IsGzipAsync(pipe, cancellationToken);
            await using var bytes = pipe.AsStream(leaveOpen: true);
            await using var content = isGzip ? new GZipStream(bytes, CompressionMode.Decompress, leaveOpen: true) : bytes;
            var tar = new TarMembers(content, meter);
            while (await tar.NextAsync(cancellationToken) is { } member)
            {
                await read(member, tar);
            }

            await bytes.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new ArchiveException("The archive's compression is damaged or cut short; fetch it again.", exception);
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static async ValueTask<bool> IsGzipAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        var result = await pipe.ReadAtLeastAsync(PeekedBytes, cancellationToken);
        var first = result.Buffer.Slice(0, Math.Min(PeekedBytes, result.Buffer.Length)).ToArray();
        pipe.AdvanceTo(result.Buffer.Start);
        if (Foreign(first) is { } name)
        {
            throw new ArchiveException($"The archive is compressed with {name}, which is not read here; pack it with gzip.");
        }

        return first.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);
    }

    private static string? Foreign(ReadOnlySpan<byte> first)
    {
        if (first.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]))
        {
            return "zstd";
        }

        if (first.StartsWith((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
        {
            return "xz";
        }

        if (first.StartsWith("PK\u0003\u0004"u8))
        {
            return "zip";
        }

        return first.StartsWith("BZh"u8) ? "bzip2" : null;
    }
}
