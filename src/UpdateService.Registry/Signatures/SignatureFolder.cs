namespace UpdateService.Registry.Signatures;

/// <summary>
/// Signatures in a folder, as <c>sha256=&lt;hex&gt;/signature-1</c> (what mirrors hold) or <c>sha256/&lt;hex&gt;/signature-1</c> (what
/// graph-data hold). A link is followed only inside the folder (a mounted ConfigMap is made of such).
/// </summary>
/// <param name="path">The folder.</param>
public sealed class SignatureFolder(string path) : ISignatureStore
{
    /// <summary>Bytes of one signature; a real one has about 1 kB.</summary>
    public const int MostBytes = 1 << 20;

    private const int MostHops = 40;

    /// <inheritdoc/>
    public string Description => path;

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(SignatureName name, CancellationToken cancellationToken)
    {
        foreach (var relative in (string[])[name.ToString(), name.FolderPath])
        {
            if (Inside(relative) is { } file && File.Exists(file))
            {
                return await ReadAsync(file, cancellationToken);
            }
        }

        return null;
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[MostBytes + 1];
            var length = await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
            return length > MostBytes
                ? throw new IOException($"The signature {file} has more than the limit of {MostBytes} bytes.")
                : content.AsMemory(0, length);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // It went away just now.
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"The signature {file} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The file without links on its way; null where one leads out of the folder, or nowhere.</summary>
    private string? Inside(string relative)
    {
        var ahead = new Stack<string>(relative.Split('/').Reverse());
        var behind = new List<string>();
        for (var hops = 0; ahead.TryPop(out var step);)
        {
            if (step is "" or ".")
            {
                continue;
            }

            if (step == "..")
            {
                if (behind.Count == 0)
                {
                    return null;
                }

                behind.RemoveAt(behind.Count - 1);
                continue;
            }

            if (new FileInfo(Path.Combine([path, .. behind, step])).LinkTarget is not { } target)
            {
                behind.Add(step);
            }
            else if (target.StartsWith('/') || ++hops > MostHops)
            {
                return null;
            }
            else
            {
                foreach (var next in target.Split('/').Reverse())
                {
                    ahead.Push(next);
                }
            }
        }

        return Path.Combine([path, .. behind]);
    }
}
