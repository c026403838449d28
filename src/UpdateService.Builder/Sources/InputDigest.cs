using System.Security.Cryptography;
using System.Text;
using UpdateService.GraphData.Catalogues;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Sources;

/// <summary>What an input was, in one line: equal content gives equal digests, wherever it came from.</summary>
internal static class InputDigest
{
    /// <summary>Over the paths and contents of files.</summary>
    public static string Of(GraphDataFiles files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, content) in files.Contents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path.Length} {path} {content.Length}\n"));
            hash.AppendData(content.Span);
        }

        return Text(hash.GetHashAndReset());
    }

    /// <summary>Over releases, in their order.</summary>
    public static string Of(IEnumerable<Release> releases) => Text(SHA256.HashData(CatalogueWriter.Write(releases)));

    private static string Text(byte[] hash) => $"sha256:{Convert.ToHexStringLower(hash)}";
}
