using System.Buffers;
using System.IO.Compression;
using System.Numerics;

namespace UpdateService.Builder.Answers;

/// <summary>
/// Bytes are compressed when a revision is built, never for a request: quickly, so that the revision is served at once, and
/// again in the background, well.
/// </summary>
internal static class Compression
{
    private const int QuickGzipLevel = 1;
    private const int SmallGzipLevel = 9;
    private const int QuickBrotliQuality = 1;
    private const int SmallBrotliQuality = 11;

    public static byte[] QuickGzip(ReadOnlySpan<byte> body) => Gzip(body, QuickGzipLevel);

    public static byte[] SmallGzip(ReadOnlySpan<byte> body) => Gzip(body, SmallGzipLevel);

    public static byte[] QuickBrotli(ReadOnlySpan<byte> body) => Brotli(body, QuickBrotliQuality);

    public static byte[] SmallBrotli(ReadOnlySpan<byte> body) => Brotli(body, SmallBrotliQuality);

    /// <summary>Unpacks what was packed by this class.</summary>
    /// <param name="packed">In gzip.</param>
    /// <param name="body">Where to; as long as the body.</param>
    public static void Unpack(byte[] packed, Span<byte> body)
    {
        using var gzip = new GZipStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
        gzip.ReadExactly(body);
    }

    private static byte[] Gzip(ReadOnlySpan<byte> body, int level)
    {
        // A rented buffer, as for Brotli: hundreds of large arrays made at once would double the process's memory.
        var room = ArrayPool<byte>.Shared.Rent(body.Length + (body.Length / 1000) + 1024);
        try
        {
            using var output = new MemoryStream(room);
            using (var gzip = new GZipStream(output, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
            {
                gzip.Write(body);
            }

            return room[..(int)output.Position];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static byte[] Brotli(ReadOnlySpan<byte> body, int quality)
    {
        var room = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(body.Length));
        try
        {
            return BrotliEncoder.TryCompress(body, room, out var written, quality, WindowBits(body.Length))
                ? room[..written]
                : throw new InvalidOperationException("The Brotli encoder needs more room than it says that it may need.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>The smallest window that spans the body: the encoder's memory grows with the window, not with the body.</summary>
    private static int WindowBits(int length) => Math.Clamp(BitOperations.Log2((uint)length + 16) + 1, 10, 22);
}
