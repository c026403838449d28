namespace UpdateService.Registry.Keeping;

/// <summary>
/// Remembers that something could not be kept on disk. Nothing fails for it: what is not kept stays in memory, and is read
/// again after a restart.
/// </summary>
public sealed class DiskTrouble
{
    private int count;

    /// <summary>How often something could not be read or written since the start.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Why it failed last, as half a sentence; empty if it never failed.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>
    /// Whether an exception is the disk's. Where a limit or a file system does not let a file grow (EFBIG), .NET says so by an
    /// <see cref="ArgumentOutOfRangeException"/> of the value that is to be written.
    /// </summary>
    public static bool IsOfDisk(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>Counts one. The reason does not name the file, so that it is the same for all of them.</summary>
    internal void Report(Exception exception)
    {
        Reason = exception is UnauthorizedAccessException ? "access is denied" : "the disk is full, read-only or broken";
        _ = Interlocked.Increment(ref count);
    }
}
