using System.Collections.Immutable;
using System.Text;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace UpdateService.Registry.Signatures;

/// <summary>The public keys whose signatures count: all keys and subkeys in the files of a folder.</summary>
public sealed class SignatureKeys
{
    private const int MostFileBytes = 1 << 20;
    private const string ArmorBegin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

    private readonly ILookup<long, TrustedKey> keys;

    private SignatureKeys(IEnumerable<TrustedKey> keys, ImmutableArray<string> problems)
    {
        this.keys = keys.ToLookup(key => key.Key.KeyId);
        Problems = problems;
    }

    /// <summary>What is wrong with the folder, in sentences. With any, the keys must not be used: a key that is missing is not a small thing.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>Reads all files of a folder, armored or binary, by any name but one with a leading dot; folders in it are ignored.</summary>
    public static SignatureKeys Read(string folder)
    {
        var found = new List<TrustedKey>();
        var problems = new List<string>();
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder).Where(static file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal))
            {
                Add(file, found, problems);
            }

            if (found.Count == 0 && problems.Count == 0)
            {
                problems.Add($"The folder {folder} holds no OpenPGP public key.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The folder of keys {folder} cannot be read: {exception.Message}");
        }

        return new SignatureKeys(found, [.. problems]);
    }

    /// <summary>The keys with an id; more than one is rare.</summary>
    internal IEnumerable<TrustedKey> Find(long id) => keys[id];

    private static void Add(string file, List<TrustedKey> found, List<string> problems)
    {
        try
        {
            if (new FileInfo(file).Length > MostFileBytes)
            {
                problems.Add($"{file} has more than {MostFileBytes} bytes, too many for keys.");
                return;
            }

            var before = found.Count;
            found.AddRange(Blocks(File.ReadAllBytes(file)).SelectMany(KeysOf));
            if (found.Count == before)
            {
                problems.Add($"{file} holds no OpenPGP public key.");
            }
        }
        catch (Exception exception)
        {
            // The parser can throw any exception for bytes that it does not expect.
            problems.Add($"{file} cannot be read as OpenPGP public keys: {exception.Message}");
        }
    }

    /// <summary>A file may hold several armored blocks, one after another; the parser reads one.</summary>
    private static IEnumerable<byte[]> Blocks(byte[] content)
    {
        var text = Encoding.Latin1.GetString(content);
        var start = text.IndexOf(ArmorBegin, StringComparison.Ordinal);
        if (start < 0)
        {
            yield return content;
        }

        while (start >= 0)
        {
            var next = text.IndexOf(ArmorBegin, start + 1, StringComparison.Ordinal);
            yield return content[start..(next < 0 ? content.Length : next)];
            start = next;
        }
    }

    private static IEnumerable<TrustedKey> KeysOf(byte[] block)
    {
        var bundle = new PgpPublicKeyRingBundle(PgpUtilities.GetDecoderStream(new MemoryStream(block, writable: false)));
        foreach (PgpPublicKeyRing ring in bundle.GetKeyRings())
        {
            foreach (PgpPublicKey key in ring.GetPublicKeys())
            {
                yield return new TrustedKey(key, ring.GetPublicKey());
            }
        }
    }
}
