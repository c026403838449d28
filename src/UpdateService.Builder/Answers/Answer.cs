using System.Buffers;
using System.Security.Cryptography;

namespace UpdateService.Builder.Answers;

/// <summary>How the bytes of a body are coded for transport.</summary>
public enum ContentCoding
{
    /// <summary>As they are.</summary>
    Identity,

    /// <summary>gzip, which Go's client requests by default.</summary>
    Gzip,

    /// <summary>Brotli.</summary>
    Brotli,
}

/// <summary>
/// The stored bytes of one answer. Only compressed bytes are stored, because clusters ask for gzip. Smaller bytes of the same
/// content may replace them while the answer is served; a reader gets either version complete.
/// </summary>
public sealed class Answer
{
    private volatile byte[] gzip;
    private volatile byte[] brotli;

    private Answer(int length, byte[] hash, byte[] gzip, byte[] brotli)
    {
        Length = length;
        Hash = Convert.ToHexStringLower(hash);
        this.gzip = gzip;
        this.brotli = brotli;
        var tag = Hash[..32];
        EntityTags = [$"\"{tag}-identity\"", $"\"{tag}-gzip\"", $"\"{tag}-br\""];
    }

    /// <summary>The uncompressed body. Each call unpacks it again: keep it if you need it often.</summary>
    public byte[] Body
    {
        get
        {
            var body = new byte[Length];
            Compression.Unpack(gzip, body);
            return body;
        }
    }

    /// <summary>The length of the body in bytes.</summary>
    public int Length { get; }

    /// <summary>The body's SHA-256 in hexadecimal. It is equal on every replica.</summary>
    public string Hash { get; }

    /// <summary>
    /// The entity tags, made of the first half of the hash, in the order of <see cref="ContentCoding"/>. They stay the same when
    /// smaller bytes replace quick ones.
    /// </summary>
    public string[] EntityTags { get; }

    /// <summary>Whether the gzip bytes are as small as this service makes them.</summary>
    public bool IsGzipImproved { get; private set; }

    /// <summary>Whether the Brotli bytes are as small as this service makes them.</summary>
    public bool IsBrotliImproved { get; private set; }

    /// <summary>The body in gzip.</summary>
    public byte[] Gzip => gzip;

    /// <summary>The body in Brotli.</summary>
    public byte[] Brotli => brotli;

    /// <summary>Creates an answer with quickly compressed bytes.</summary>
    public static Answer Of(ReadOnlySpan<byte> body) =>
        new(body.Length, SHA256.HashData(body), Compression.QuickGzip(body), Compression.QuickBrotli(body));

    /// <summary>Restores a kept answer.</summary>
    internal static Answer Kept(int length, byte[] hash, (byte[] Bytes, bool IsImproved) gzip, (byte[] Bytes, bool IsImproved) brotli) =>
        new(length, hash, gzip.Bytes, brotli.Bytes) { IsGzipImproved = gzip.IsImproved, IsBrotliImproved = brotli.IsImproved };

    /// <summary>Whether this is the body of the answer.</summary>
    public bool HasBody(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(body, hash);
        return body.Length == Length && Convert.ToHexStringLower(hash) == Hash;
    }

    /// <summary>Replaces the quick bytes by smaller ones. This takes up to half a second.</summary>
    /// <exception cref="OperationCanceledException">It was canceled; the bytes do not change.</exception>
    public void ImproveGzip(CancellationToken cancellationToken = default)
    {
        gzip = Smaller(gzip, Compression.SmallGzip, cancellationToken);
        IsGzipImproved = true;
    }

    /// <summary>Replaces the quick bytes by smaller ones. This takes up to a second.</summary>
    /// <exception cref="OperationCanceledException">It was canceled; the bytes do not change.</exception>
    public void ImproveBrotli(CancellationToken cancellationToken = default)
    {
        brotli = Smaller(brotli, Compression.SmallBrotli, cancellationToken);
        IsBrotliImproved = true;
    }

    private byte[] Smaller(byte[] quick, Func<ReadOnlySpan<byte>, CancellationToken, byte[]> compress, CancellationToken cancellationToken)
    {
        // Rented, because hundreds of unpacked bodies would enlarge the heap long before they are collected.
        var room = ArrayPool<byte>.Shared.Rent(Length);
        try
        {
            var body = room.AsSpan(0, Length);
            Compression.Unpack(gzip, body);
            var small = compress(body, cancellationToken);
            return small.Length < quick.Length ? small : quick;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }
}
