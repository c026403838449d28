using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace UpdateService.Registry.Trust;

/// <summary>The authorities in PEM files and folders; read again when their bytes change, and kept as they were while they cannot be read.</summary>
/// <param name="paths">Files and folders.</param>
internal sealed class AuthorityFiles(ImmutableArray<string> paths)
{
    /// <summary>The option of the service that adds authorities.</summary>
    internal const string UsualOption = "--registry-ca";

    private const long LargestFile = 16 * 1024 * 1024;

    private readonly Lock gate = new();
    private byte[] fingerprint = [];
    private X509Certificate2Collection certificates = [];

    /// <summary>What is wrong with a path, in one sentence; null where at least one certificate is in it.</summary>
    internal static string? ProblemOf(string path, string option = UsualOption)
    {
        try
        {
            return Parse(Read([path])).Count > 0 ? null : $"{option} {path}: there is no certificate in it. It must be a PEM file, or a folder of them.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"{option} {path}: it cannot be read: {exception.Message}";
        }
    }

    /// <summary>The certificates now.</summary>
    internal X509Certificate2Collection Current()
    {
        if (paths.IsEmpty)
        {
            return [];
        }

        lock (gate)
        {
            try
            {
                var contents = Read(paths);
                var now = SHA256.HashData([.. contents.SelectMany(content => SHA256.HashData(content))]);
                if (!now.AsSpan().SequenceEqual(fingerprint))
                {
                    certificates = Parse(contents);
                    fingerprint = now;
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
            {
                // In the middle of a rotation: the authorities from before are still the right ones.
            }

            return certificates;
        }
    }

    private static List<byte[]> Read(ImmutableArray<string> paths)
    {
        var contents = new List<byte[]>();
        foreach (var path in paths)
        {
            // Hidden entries are the mount's own: the real folders behind the links of a ConfigMap.
            var files = Directory.Exists(path)
                ? Directory.EnumerateFiles(path).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)
                : Enumerable.Repeat(path, 1);
            foreach (var file in files)
            {
                using var stream = File.OpenRead(file);
                if (stream.Length > LargestFile)
                {
                    throw new IOException($"{file} has more than {LargestFile} bytes.");
                }

                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                contents.Add(content);
            }
        }

        return contents;
    }

    private static X509Certificate2Collection Parse(List<byte[]> contents)
    {
        var collection = new X509Certificate2Collection();
        foreach (var content in contents)
        {
            collection.ImportFromPem(System.Text.Encoding.UTF8.GetString(content));
        }

        return collection;
    }
}
