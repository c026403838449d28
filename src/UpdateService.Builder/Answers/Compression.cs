using System.Buffers;
using System.IO.Compression;
using System.Numerics;
using UpdateService.Builder.Deflating;

namespace UpdateService.Builder.Answers;

/// <summary>
/// Compresses bytes when a revision is built, never for a request: quickly at first, so that the revision is served at once, and
/// well later, in the background.
/// </summary>
internal static class Compression
{
    /// <summary>
    /// The generation of the gzip method, 1 to 255. It increases with each method that makes smaller bytes. Bytes of an earlier
    /// generation in a state folder are served as they are, and improved again.
    /// </summary>
    public const byte GzipGeneration = 2; // 1 was the framework's deflate.

    /// <summary>The same for Brotli.</summary>
    public const byte BrotliGeneration = 1;

    private const int QuickGzipLevel = 1;
    private const int QuickBrotliQuality = 1;
    private const int SmallBrotliQuality = 11;
    private const int SmallBrotliPart = 1 << 16;

    public static byte[] QuickGzip(ReadOnlySpan<byte> body)
    {
        // A rented buffer, as for Brotli: hundreds of large new arrays would double the process's memory.
        var room = ArrayPool<byte>.Shared.Rent(body.Length + (body.Length / 1000) + 1024);
        try
        {
            using var output = new MemoryStream(room);
            using (var gzip = new GZipStream(output, new ZLibCompressionOptions { CompressionLevel = QuickGzipLevel }, leaveOpen: true))
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

    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public static byte[] SmallGzip(ReadOnlySpan<byte> body, CancellationToken cancellationToken) => Deflater.Gzip(body, cancellationToken);

    public static byte[] QuickBrotli(ReadOnlySpan<byte> body) => Brotli(body, QuickBrotliQuality, body.Length, CancellationToken.None);

    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public static byte[] SmallBrotli(ReadOnlySpan<byte> body, CancellationToken cancellationToken) => Brotli(body, SmallBrotliQuality, SmallBrotliPart, cancellationToken);

    /// <summary>Unpacks bytes that this class packed.</summary>
    /// <param name="packed">The gzip bytes.</param>
    /// <param name="body">Receives the body; it must have its length.</param>
    public static void Unpack(byte[] packed, Span<byte> body)
    {
        using var gzip = new GZipStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
        gzip.ReadExactly(body);
    }

    private static byte[] Brotli(ReadOnlySpan<byte> body, int quality, int partLength, CancellationToken cancellationToken)
    {
        var room = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(body.Length));
        try
        {
            using var encoder = new BrotliEncoder(quality, WindowBits(body.Length));
            return room[..Compress(encoder, body, room, partLength, cancellationToken)];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>
    /// Compresses in parts, so that it can be canceled between them. At the best quality the bytes are the same as in one piece;
    /// quick ones would be larger.
    /// </summary>
    private static int Compress(BrotliEncoder encoder, ReadOnlySpan<byte> body, Span<byte> room, int partLength, CancellationToken cancellationToken)
    {
        var length = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = body[..Math.Min(partLength, body.Length)];
            body = body[part.Length..];
            var status = encoder.Compress(part, room[length..], out var consumed, out var written, isFinalBlock: body.IsEmpty);
            length += written;
            if (status != OperationStatus.Done || consumed != part.Length)
            {
                throw new InvalidOperationException("The Brotli encoder needs more room than it says that it may need.");
            }
        }
        while (!body.IsEmpty);
        return length;
    }

    /// <summary>The smallest window that spans the body. The encoder's memory grows with the window, not with the body.</summary>
    private static int WindowBits(int length) => Math.Clamp(BitOperations.Log2((uint)length + 16) + 1, 10, 22);
}
