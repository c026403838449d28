using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace UpdateService.GraphData.Archives;

/// <summary>A tar as it is stored: plain, gzip or zstd. Its first bytes decide which.</summary>
internal static class PackedTar
{
    private const int PeekedBytes = 6;

    /// <summary>
    /// The largest window of a zstd tar, as a power of two: 32 MiB, what the tools that push images use at their highest level. One is read at
    /// a time.
    /// </summary>
    private const int LargestZstdWindow = 25;

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
            var unpack = await PeekAsync(pipe, cancellationToken);
            await using var bytes = pipe.AsStream(leaveOpen: true);
            await using var content = unpack(bytes);
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
        catch (ZstdException exception) when (exception.Code == ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge)
        {
            throw new ArchiveException($"The archive's zstd window is over the limit of {(1 << LargestZstdWindow) >> 20} MiB; pack it with a lower level.", exception);
        }
        catch (Exception exception) when (exception is ZstdException or EndOfStreamException)
        {
            throw new ArchiveException("The archive's compression is damaged or cut short; fetch it again.", exception);
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static async ValueTask<Func<Stream, Stream>> PeekAsync(PipeReader pipe, CancellationToken cancellationToken)
    {
        var result = await pipe.ReadAtLeastAsync(PeekedBytes, cancellationToken);
        var first = result.Buffer.Slice(0, Math.Min(PeekedBytes, result.Buffer.Length)).ToArray();
        pipe.AdvanceTo(result.Buffer.Start);
        if (Foreign(first) is { } name)
        {
            throw new ArchiveException($"The archive is compressed with {name}, which is not read here; pack it with gzip.");
        }

        return first switch
        {
            [0x1f, 0x8b, ..] => static bytes => new GZipStream(bytes, CompressionMode.Decompress, leaveOpen: true),

            // A frame, or one to be skipped, with which some writers begin.
            [0x28, 0xb5, 0x2f, 0xfd, ..] or [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18, ..] => Zstd,
            _ => static bytes => bytes,
        };
    }

    private static DecompressionStream Zstd(Stream bytes)
    {
        var stream = new DecompressionStream(bytes, leaveOpen: true);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestZstdWindow);
        return stream;
    }

    private static string? Foreign(ReadOnlySpan<byte> first)
    {
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
