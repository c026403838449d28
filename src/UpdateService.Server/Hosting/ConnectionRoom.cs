namespace UpdateService.Server.Hosting;

/// <summary>
/// How many client connections may be open at once: what was configured, or less if the process lacks the files or the
/// memory for as many. A client that is turned away asks again; a process that runs out of either serves nobody.
/// </summary>
internal static class ConnectionRoom
{
    private const long Megabyte = 1 << 20;

    /// <summary>What the service itself takes: the revision, its answers in all codings, and a build beside them.</summary>
    private const long Reserve = 256 * Megabyte;

    /// <summary>A connection that polls: 9 kB at rest, the rest is what its last request leaves to be collected.</summary>
    private const long Plain = 16 << 10;

    /// <summary>With TLS it takes 45 kB at rest, most of them outside the heap.</summary>
    private const long Secure = 64 << 10;

    /// <summary>As many as there may be in any case: with so little memory, it is not they who end the service.</summary>
    private const long Least = 500;

    /// <summary>The lowest of what was configured, what open files and what memory allow.</summary>
    /// <param name="options">With the configured limit, and the addresses that say whether connections are encrypted.</param>
    public static int Of(ServiceOptions options) =>
        Of(options.MaxConnections, OpenFiles.RoomForConnections(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, options.Listen.Any(address => address.IsSecure));

    /// <summary>The lowest of what was configured, what open files and what memory allow.</summary>
    /// <param name="configured">Null for no limit.</param>
    /// <param name="files">How many the limit of open files allows; null for no limit.</param>
    /// <param name="memory">How many bytes the heap may take: three quarters of a container's limit, all of a machine's memory.</param>
    /// <param name="isSecure">Whether connections are encrypted, or some are.</param>
    public static int Of(int? configured, long? files, long memory, bool isSecure)
    {
        var forMemory = Math.Max(Least, (memory - Reserve) / (isSecure ? Secure : Plain));
        return (int)Math.Min(configured ?? int.MaxValue, Math.Min(files ?? int.MaxValue, forMemory));
    }
}
