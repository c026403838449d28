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
/// The ready bytes of one answer in every coding. The compressed ones may be replaced by smaller ones of the same content
/// while the answer is served; a reader sees either, whole.
/// </summary>
public sealed class Answer
{
    private volatile byte[] gzip;
    private volatile byte[] brotli;

    private Answer(byte[] body, byte[] hash, byte[] gzip, byte[] brotli)
    {
        Body = body;
        Hash = Convert.ToHexStringLower(hash.AsSpan(0, 16));
        this.gzip = gzip;
        this.brotli = brotli;
        EntityTags = [$"\"{Hash}-identity\"", $"\"{Hash}-gzip\"", $"\"{Hash}-br\""];
    }

    /// <summary>The body itself.</summary>
    public byte[] Body { get; }

    /// <summary>The first 128 bits of the body's SHA-256, in hexadecimal: equal on every replica.</summary>
    public string Hash { get; }

    /// <summary>The entity tags in the order of <see cref="ContentCoding"/>; they stay when smaller bytes replace quick ones.</summary>
    public string[] EntityTags { get; }

    /// <summary>Whether the compressed bytes are as small as this service makes them.</summary>
    public bool IsImproved { get; private set; }

    /// <summary>Makes an answer with quickly compressed bytes.</summary>
    public static Answer Of(byte[] body) =>
        new(body, SHA256.HashData(body), Compression.QuickGzip(body), Compression.QuickBrotli(body));

    /// <summary>The bytes in a coding.</summary>
    public byte[] Bytes(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => gzip,
        ContentCoding.Brotli => brotli,
        _ => Body,
    };

    /// <summary>Compresses well, which takes up to seconds, and puts smaller bytes in place of the quick ones.</summary>
    public void Improve()
    {
        var smallGzip = Compression.SmallGzip(Body);
        gzip = smallGzip.Length < gzip.Length ? smallGzip : gzip;
        var smallBrotli = Compression.SmallBrotli(Body);
        brotli = smallBrotli.Length < brotli.Length ? smallBrotli : brotli;
        IsImproved = true;
    }
}
