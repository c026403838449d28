namespace UpdateService.Builder.State;

/// <summary>
/// The folder of everything that outlives the process. One process at a time writes to it; another one that finds it taken,
/// or a disk that cannot be written, goes on without, and tries again each time.
/// </summary>
public sealed class StateFolder : IDisposable
{
    private readonly Lock taking = new();
    private FileStream? mine;

    /// <summary>A folder that need not exist yet.</summary>
    public StateFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Where revisions are kept.</summary>
    public string Revisions => System.IO.Path.Combine(Path, "revisions");

    /// <summary>Where what registries gave is kept.</summary>
    public string Registries => System.IO.Path.Combine(Path, "registries");

    /// <summary>The file that names the pinned revision; absent where none is.</summary>
    public string Pin => System.IO.Path.Combine(Path, "pinned-revision");

    /// <summary>The file of the audit log.</summary>
    public string Audit => System.IO.Path.Combine(Path, "audit.jsonl");

    /// <summary>Makes sure that this process, and no other, writes to the folder.</summary>
    /// <exception cref="IOException">The folder is taken, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Take()
    {
        lock (taking)
        {
            if (mine is null)
            {
                _ = Directory.CreateDirectory(Path);
                mine = new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (taking)
        {
            mine?.Dispose();
            mine = null;
        }
    }
}
