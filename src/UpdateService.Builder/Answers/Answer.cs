using System.Buffers;
using System.Security.Cryptography;

namespace UpdateService.Builder.Answers;

/// <summary>How the bytes of a body are coded for transport.</summary>
public enum ContentCoding
{
    /// <summary>As they are.</summary>
    Identity,

    /// <summary>gzip, which Go's client asks for by itself.</summary>
    Gzip,

    /// <summary>Brotli.</summary>
    Brotli,
}

/// <summary>
/// The ready bytes of one answer. Clusters ask for gzip, so the compressed bytes are what is kept; they may be replaced by
/// smaller ones of the same content while the answer is served, and a reader sees either, whole.
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

    /// <summary>The body itself, unpacked anew at each call: keep it where it is needed often.</summary>
    public byte[] Body
    {
        get
        {
            var body = new byte[Length];
            Compression.Unpack(gzip, body);
            return body;
        }
    }

    /// <summary>How many bytes the body has.</summary>
    public int Length { get; }

    /// <summary>The body's SHA-256 in hexadecimal: equal on every replica.</summary>
    public string Hash { get; }

    /// <summary>
    /// The entity tags, of the first half of the hash, in the order of <see cref="ContentCoding"/>; they stay when smaller
    /// bytes replace quick ones.
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

    /// <summary>Makes an answer with quickly compressed bytes.</summary>
    public static Answer Of(ReadOnlySpan<byte> body) =>
        new(body.Length, SHA256.HashData(body), Compression.QuickGzip(body), Compression.QuickBrotli(body));

    /// <summary>An answer as it was kept.</summary>
    internal static Answer Kept(int length, byte[] hash, (byte[] Bytes, bool IsImproved) gzip, (byte[] Bytes, bool IsImproved) brotli) =>
        new(length, hash, gzip.Bytes, brotli.Bytes) { IsGzipImproved = gzip.IsImproved, IsBrotliImproved = brotli.IsImproved };

    /// <summary>Whether this is the body of the answer.</summary>
    public bool HasBody(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(body, hash);
        return body.Length == Length && Convert.ToHexStringLower(hash) == Hash;
    }

    /// <summary>Compresses well, which takes up to half a second, and puts smaller bytes in place of the quick ones.</summary>
    /// <exception cref="OperationCanceledException">It was ended before; the bytes stay as they were.</exception>
    public void ImproveGzip(CancellationToken cancellationToken = default)
    {
        gzip = Smaller(gzip, Compression.SmallGzip, cancellationToken);
        IsGzipImproved = true;
    }

    /// <summary>Compresses well, which takes up to a second, and puts smaller bytes in place of the quick ones.</summary>
    /// <exception cref="OperationCanceledException">It was ended before; the bytes stay as they were.</exception>
    public void ImproveBrotli(CancellationToken cancellationToken = default)
    {
        brotli = Smaller(brotli, Compression.SmallBrotli, cancellationToken);
        IsBrotliImproved = true;
    }

    private byte[] Smaller(byte[] quick, Func<ReadOnlySpan<byte>, CancellationToken, byte[]> compress, CancellationToken cancellationToken)
    {
        // Rented: hundreds of unpacked bodies in a row would swell the heap long before it is collected.
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
