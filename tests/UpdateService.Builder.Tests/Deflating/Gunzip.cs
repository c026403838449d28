using System.IO.Compression;

namespace UpdateService.Builder.Tests.Deflating;

/// <summary>The framework's decoder, which refuses in these tests what is cut short or has a wrong checksum.</summary>
internal static class Gunzip
{
    public static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var body = new MemoryStream();
        gzip.CopyTo(body);
        return body.ToArray();
    }

    /// <summary>As small as the framework's own encoder makes it.</summary>
    public static int FrameworkSize(byte[] body)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return (int)output.Length;
    }
}
