namespace UpdateService.Server.Hosting;

/// <summary>
/// How many client connections may be open at once: the configured number, or less if the process lacks the files or the memory. A
/// refused client asks again, but a process that runs out of either serves nobody.
/// </summary>
internal static class ConnectionRoom
{
    private const long Megabyte = 1 << 20;

    /// <summary>What the service itself needs: the revision, its answers in all codings, and a build at the same time.</summary>
    private const long Reserve = 256 * Megabyte;

    /// <summary>A polling connection: 9 kB when idle; the rest is garbage of its last request.</summary>
    private const long Plain = 16 << 10;

    /// <summary>A connection with TLS: 45 kB when idle, most of them outside the heap.</summary>
    private const long Secure = 64 << 10;

    /// <summary>The number that is always allowed: with so little memory, connections are not what stops the service.</summary>
    private const long Least = 500;

    /// <summary>The lowest of the configured number and the numbers that open files and memory allow.</summary>
    /// <param name="options">The configured limit, and the addresses, which decide whether connections are encrypted.</param>
    public static int Of(ServiceOptions options) =>
        Of(options.MaxConnections, OpenFiles.RoomForConnections(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, options.Listen.Any(address => address.IsSecure));

    /// <summary>The lowest of the configured number and the numbers that open files and memory allow.</summary>
    /// <param name="configured">The configured number; null for no limit.</param>
    /// <param name="files">The number that the limit of open files allows; null for no limit.</param>
    /// <param name="memory">How many bytes the heap may take: three quarters of a container's limit, all of a machine's memory.</param>
    /// <param name="isSecure">Whether any connections are encrypted.</param>
    public static int Of(int? configured, long? files, long memory, bool isSecure)
    {
        var forMemory = Math.Max(Least, (memory - Reserve) / (isSecure ? Secure : Plain));
        return (int)Math.Min(configured ?? int.MaxValue, Math.Min(files ?? int.MaxValue, forMemory));
    }
}
