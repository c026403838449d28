using System.IO.Compression;

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
    private const int BrotliWindowBits = 22;

    public static byte[] QuickGzip(ReadOnlySpan<byte> body) => Gzip(body, QuickGzipLevel);

    public static byte[] SmallGzip(ReadOnlySpan<byte> body) => Gzip(body, SmallGzipLevel);

    public static byte[] QuickBrotli(ReadOnlySpan<byte> body) => Brotli(body, QuickBrotliQuality);

    public static byte[] SmallBrotli(ReadOnlySpan<byte> body) => Brotli(body, SmallBrotliQuality);

    private static byte[] Gzip(ReadOnlySpan<byte> body, int level)
    {
        using var output = new MemoryStream((body.Length / 4) + 64);
        using (var gzip = new GZipStream(output, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return output.ToArray();
    }

    private static byte[] Brotli(ReadOnlySpan<byte> body, int quality)
    {
        var output = new byte[BrotliEncoder.GetMaxCompressedLength(body.Length)];
        return BrotliEncoder.TryCompress(body, output, out var written, quality, BrotliWindowBits)
            ? output[..written]
            : throw new InvalidOperationException("The Brotli encoder needs more room than it says that it may need.");
    }
}
