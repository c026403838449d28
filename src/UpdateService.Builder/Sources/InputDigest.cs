using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using UpdateService.GraphData.Catalogues;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Sources;

/// <summary>The digest of an input. Equal content gives equal digests, wherever it came from.</summary>
internal static class InputDigest
{
    /// <summary>The digests of contents that are in memory. An entry is dropped when its memory is collected.</summary>
    private static readonly ConditionalWeakTable<byte[], byte[]> Known = [];

    /// <summary>The digest over the paths and contents of files. It is computed only once for the same memory.</summary>
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

    /// <summary>The digest over releases, in their order.</summary>
    public static string Of(IEnumerable<Release> releases) => Text(SHA256.HashData(CatalogueWriter.Write(releases)));

    private static byte[] Of(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var part) && part.Count == part.Array!.Length
            ? Known.GetValue(part.Array, static bytes => SHA256.HashData(bytes))
            : SHA256.HashData(content.Span);

    private static string Text(byte[] hash) => $"sha256:{Convert.ToHexStringLower(hash)}";
}
