using System.IO.Compression;

namespace UpdateService.Server.Pages.Assets;

/// <summary>A file that pages need.</summary>
/// <param name="Name">As it was built.</param>
/// <param name="MediaType">With its parameters.</param>
/// <param name="Hash">The beginning of its SHA-256.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record PageAsset(string Name, string MediaType, string Hash, byte[] Body)
{
    private readonly Lazy<byte[]> gzip = new(() => Pack(Body));

    /// <summary>Its address.</summary>
    public string Address { get; } = $"{PageAssets.Prefix}{Hash}/{Name}";

    /// <summary>Its bytes in gzip, compressed when first requested.</summary>
    public byte[] Gzip => gzip.Value;

    private static byte[] Pack(byte[] body)
    {
        using var output = new MemoryStream();
        using (var stream = new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            stream.Write(body);
        }

        return output.ToArray();
    }
}
