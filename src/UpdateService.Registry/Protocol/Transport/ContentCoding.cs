using System.IO.Compression;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>
/// The coding of a body: <see href="https://www.rfc-editor.org/rfc/rfc9110#name-content-encoding"/>. None is asked for; caches and proxies
/// are known to compress all the same.
/// </summary>
internal static class ContentCoding
{
    /// <summary>More than any server puts on top of each other.</summary>
    private const int MostCodings = 3;

    private const int PeekedBytes = 4096;

    /// <summary>Windows of up to 8 MiB: <see href="https://www.rfc-editor.org/rfc/rfc9659"/>.</summary>
    private const int LargestZstdWindow = 23;

    /// <summary>Whether the header's values name a coding.</summary>
    internal static bool IsCoded(IEnumerable<string> values) => Names(values).Any();

    /// <summary>
    /// The body as it was before it was coded; the caller bounds what is read of it. A gzip layer that a store calls "coded with gzip" is
    /// left as it is: its digest is that of the packed bytes.
    /// </summary>
    /// <exception cref="RegistryException">A coding is not known.</exception>
    internal static async ValueTask<Stream> DecodeAsync(Stream body, IEnumerable<string> values, Inquiry inquiry, CancellationToken cancellationToken)
    {
        var names = Names(values).ToList();
        if (names is not ["gzip" or "x-gzip"] || inquiry.Kind != RegistryRequestKind.Blob)
        {
            return Decode(body, names, inquiry);
        }

        var prefix = new byte[PeekedBytes];
        var count = await body.ReadAtLeastAsync(prefix, prefix.Length, throwOnEndOfStream: false, cancellationToken);
        var whole = new PrefixedStream(prefix.AsMemory(0, count), body);
        return IsPackedTar(prefix.AsSpan(0, count).ToArray()) ? whole : Decode(whole, names, inquiry);
    }

    private static Stream Decode(Stream body, List<string> names, Inquiry inquiry)
    {
        if (names.Count > MostCodings)
        {
            throw new RegistryException(RegistryFault.InvalidAnswer, $"{inquiry}: the answer is coded {names.Count} times (Content-Encoding).");
        }

        foreach (var name in Enumerable.Reverse(names))
        {
            body = name switch
            {
                "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
                "deflate" => new ZLibStream(body, CompressionMode.Decompress),
                "br" => new BrotliStream(body, CompressionMode.Decompress),
                "zstd" => Zstd(body),
                _ => throw new RegistryException(RegistryFault.InvalidAnswer, $"{inquiry}: the answer is coded with '{Excerpt.Of(name)}' (Content-Encoding), which was not asked for and is not read here."),
            };
        }

        return body;
    }

    /// <summary>Whether an exception means that a coded body is damaged, not that its connection was cut.</summary>
    internal static bool IsDamage(Exception exception) => exception is InvalidDataException or ZstdException or EndOfStreamException or InvalidOperationException { Source: "System.IO.Compression.Brotli" };

    /// <summary>The failure of a damaged body.</summary>
    internal static RegistryException Damaged(Inquiry inquiry, Exception exception) =>
        new(RegistryFault.InvalidAnswer, $"{inquiry}: the answer is compressed (Content-Encoding), which was not asked for, and cannot be unpacked.", exception);

    private static IEnumerable<string> Names(IEnumerable<string> values) => values
        .SelectMany(static value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .Select(static name => name.ToLowerInvariant())
        .Where(static name => name != "identity");

    private static bool IsPackedTar(byte[] beginning)
    {
        const int magicPlace = 257;
        var header = new byte[magicPlace + 5];
        try
        {
            using var unpacked = new GZipStream(new MemoryStream(beginning), CompressionMode.Decompress);
            unpacked.ReadExactly(header);
            return header.AsSpan(magicPlace).SequenceEqual("ustar"u8);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return false;
        }
    }

    private static DecompressionStream Zstd(Stream body)
    {
        var stream = new DecompressionStream(body, leaveOpen: false);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestZstdWindow);
        return stream;
    }
}
