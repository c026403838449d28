namespace UpdateService.Registry.Signatures;

/// <summary>
/// Signatures in a folder: <c>sha256=&lt;hex&gt;/signature-1</c> (what mirrors hold), <c>sha256/&lt;hex&gt;/signature-1</c> (what graph-data
/// hold), <c>4.16.10-x86_64-sha256-&lt;hex&gt;</c> (what oc-mirror writes to <c>working-dir/signatures</c>), or ConfigMaps with signatures. A link
/// is followed only inside the folder (a mounted ConfigMap is made of such).
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="time">The clock.</param>
public sealed class SignatureFolder(string path, TimeProvider time) : ISignatureStore
{
    /// <summary>Bytes of one signature; a real one has about 1 kB.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Requests for missing signatures must not cause the folder to be read each time.</summary>
    private static readonly TimeSpan IndexLife = TimeSpan.FromSeconds(5);

    private readonly SignatureFiles files = new(path);
    private readonly Lock gate = new();
    private (SignatureIndex Index, long Since)? indexed;

    /// <inheritdoc/>
    public string Description => path;

    /// <summary>The number of signatures that can be found in the folder now.</summary>
    public int Count()
    {
        var names = files.List(depth: 3, static _ => true).Count(relative => Path.GetFileName(relative).StartsWith("signature-", StringComparison.Ordinal));
        return names + SignatureIndex.Read(files).Count;
    }

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> ReadAsync(SignatureName name, CancellationToken cancellationToken)
    {
        foreach (var relative in (string[])[name.ToString(), name.FolderPath])
        {
            if (files.Read(relative, MostBytes) is { } content)
            {
                return Task.FromResult<ReadOnlyMemory<byte>?>(content);
            }
        }

        return Task.FromResult(Index().Find(name));
    }

    private SignatureIndex Index()
    {
        lock (gate)
        {
            if (indexed is not { } known || time.GetElapsedTime(known.Since) > IndexLife)
            {
                indexed = known = (SignatureIndex.Read(files), time.GetTimestamp());
            }

            return known.Index;
        }
    }
}
