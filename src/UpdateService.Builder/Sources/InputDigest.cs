using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using UpdateService.GraphData.Catalogues;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Sources;

/// <summary>What an input was, in one line: equal content gives equal digests, wherever it came from.</summary>
internal static class InputDigest
{
    /// <summary>Of contents that are in memory already; it forgets them when the memory goes.</summary>
    private static readonly ConditionalWeakTable<byte[], byte[]> Known = [];

    /// <summary>Over the paths and the digests of the contents of files: of the same memory the digest is not made again.</summary>
    public static string Of(GraphDataFiles files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, content) in files.Contents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path.Length} {path}\n"));
            hash.AppendData(Of(content));
        }

        return Text(hash.GetHashAndReset());
    }

    /// <summary>Over releases, in their order.</summary>
    public static string Of(IEnumerable<Release> releases) => Text(SHA256.HashData(CatalogueWriter.Write(releases)));

    private static byte[] Of(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var part) && part.Count == part.Array!.Length
            ? Known.GetValue(part.Array, static bytes => SHA256.HashData(bytes))
            : SHA256.HashData(content.Span);

    private static string Text(byte[] hash) => $"sha256:{Convert.ToHexStringLower(hash)}";
}
