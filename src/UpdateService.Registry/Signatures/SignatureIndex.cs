using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace UpdateService.Registry.Signatures;

/// <summary>
/// Signatures in a folder that are not found by their path: files such as <c>4.16.10-x86_64-sha256-&lt;hex&gt;</c>, which oc-mirror writes, and
/// ConfigMaps in <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c>. The number of files and bytes that are looked at is bounded.
/// </summary>
internal sealed partial class SignatureIndex
{
    private const int MostFiles = 50_000;
    private const int DeepestFolder = 3;
    private const long MostBytes = 64L << 20;

    private readonly FrozenDictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> signatures;

    private SignatureIndex(Dictionary<string, List<(string Name, ReadOnlyMemory<byte> Content)>> found) => signatures = found.ToFrozenDictionary(
        entry => entry.Key,
        IReadOnlyList<ReadOnlyMemory<byte>> (entry) => [.. entry.Value.OrderBy(signature => signature.Name.Length).ThenBy(signature => signature.Name, StringComparer.Ordinal).Select(signature => signature.Content)],
        StringComparer.Ordinal);

    /// <summary>How many signatures there are.</summary>
    public int Count => signatures.Values.Sum(list => list.Count);

    /// <summary>Reads a folder; what cannot be read is passed over.</summary>
    /// <param name="files">The folder.</param>
    public static SignatureIndex Read(SignatureFiles files)
    {
        var found = new Dictionary<string, List<(string Name, ReadOnlyMemory<byte> Content)>>(StringComparer.Ordinal);
        var room = MostBytes;
        foreach (var relative in files.List(DeepestFolder, static name => !name.StartsWith("sha256=", StringComparison.Ordinal) && name != "sha256").Take(MostFiles))
        {
            var name = Path.GetFileName(relative);
            var match = FileName().Match(name);
            if (!match.Success && Path.GetExtension(name) is not (".yaml" or ".yml" or ".json"))
            {
                continue;
            }

            if (TryRead(files, relative, match.Success ? SignatureFolder.MostBytes : MostBytes) is not { Length: > 0 } content || (room -= content.Length) < 0)
            {
                continue;
            }

            foreach (var (hex, entry, signature) in match.Success ? [(match.Groups["hex"].Value, name, content)] : SignatureConfigMap.Read(content))
            {
                Add(found, hex, entry, signature);
            }
        }

        return new SignatureIndex(found);
    }

    /// <summary>The signature of an image with that number; null if there is none.</summary>
    public ReadOnlyMemory<byte>? Find(SignatureName name) =>
        name.Algorithm == "sha256" && signatures.TryGetValue(name.Hex, out var list) && name.Number <= list.Count ? list[name.Number - 1] : default(ReadOnlyMemory<byte>?);

    /// <summary>The same signature may be in several files.</summary>
    private static void Add(Dictionary<string, List<(string Name, ReadOnlyMemory<byte> Content)>> found, string hex, string name, byte[] signature)
    {
        if (!found.TryGetValue(hex, out var list))
        {
            found[hex] = list = [];
        }

        if (list.Count < SignatureName.MostSignatures && !list.Exists(other => other.Content.Span.SequenceEqual(signature)))
        {
            list.Add((name, signature));
        }
    }

    private static byte[]? TryRead(SignatureFiles files, string relative, long most)
    {
        try
        {
            return files.Read(relative, most);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?:\A|[^0-9a-z])sha256[-=](?<hex>[0-9a-f]{64})(?:-[0-9]+)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex FileName();
}
