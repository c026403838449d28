using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace UpdateService.Builder.State;

/// <summary>
/// The folder of everything that is kept after the process ends, for its owner and group only. One process at a time writes to it: it holds
/// the system's locks on the folder and on a file in it, which end with the process. If the disk cannot be written, or another process takes
/// the folder, this process continues without it and tries again each time.
/// </summary>
public sealed class StateFolder : IDisposable
{
    private readonly Lock taking = new();
    private FileStream? mine;
    private SafeHandle? folder;

    /// <summary>The error codes if another process has the lock: EAGAIN of Linux, of macOS, and Windows' own.</summary>
    private static readonly ImmutableArray<int> Sharing = [11, 35, unchecked((int)0x80070020)];

    /// <summary>A folder that need not exist yet.</summary>
    public StateFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Where revisions are kept.</summary>
    public string Revisions => System.IO.Path.Combine(Path, "revisions");

    /// <summary>Where the answers of revisions are kept, in parts that they share.</summary>
    public string Answers => System.IO.Path.Combine(Path, "answers");

    /// <summary>Where the loss guard keeps what was served in the last days.</summary>
    public string Guard => System.IO.Path.Combine(Path, "guard");

    /// <summary>Where the responses of registries are kept.</summary>
    public string Registries => System.IO.Path.Combine(Path, "registries");

    /// <summary>The file that names the pinned revision; absent if there is none.</summary>
    public string Pin => System.IO.Path.Combine(Path, "pinned-revision");

    /// <summary>The file of a follower that names the revision that its builder serves.</summary>
    public string Followed => System.IO.Path.Combine(Path, "followed-revision");

    /// <summary>The file with the name that this service publishes under.</summary>
    public string Builder => System.IO.Path.Combine(Path, "builder-name");

    /// <summary>The file of the audit log.</summary>
    public string Audit => System.IO.Path.Combine(Path, "audit.jsonl");

    /// <summary>The file of requests that were refused because of a wrong token, which anybody can send.</summary>
    public string RefusedAudit => System.IO.Path.Combine(Path, "audit-refused.jsonl");

    /// <summary>Makes sure that only this process writes to the folder.</summary>
    /// <exception cref="IOException">Another process has the folder, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    public void Take()
    {
        lock (taking)
        {
            if (mine is null)
            {
                _ = Directory.CreateDirectory(Path);
                FileModes.KeepOthersOut();
                FileModes.CloseToOthers(Path);
                folder ??= FolderLock.Take(Path);
                mine = new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
        }
    }

    /// <summary>Takes the folder, and returns whether another process has it. If the disk cannot be written, that is not another process.</summary>
    public bool IsTakenByAnother()
    {
        try
        {
            Take();
            return false;
        }
        catch (IOException exception)
        {
            return Sharing.Contains(exception.HResult);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (taking)
        {
            mine?.Dispose();
            folder?.Dispose();
            (mine, folder) = (null, null);
        }
    }
}
