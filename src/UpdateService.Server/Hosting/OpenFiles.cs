using System.Globalization;

namespace UpdateService.Server.Hosting;

/// <summary>
/// How many files the process may have open. Each connection is one. If clients took them all, sources could be neither read nor
/// watched.
/// </summary>
internal static class OpenFiles
{
    private const string Line = "Max open files";

    /// <summary>The service cannot run with fewer: it opens about 200 files before it reads a source or accepts a connection.</summary>
    private const int Least = 300;

    /// <summary>What the service itself may need for its assemblies, sources, watches and connections to registries.</summary>
    private const int Reserve = 500;

    /// <summary>How many client connections the limit of open files allows; null for any number.</summary>
    public static long? RoomForConnections() => Most() is { } files ? Math.Max(files - Reserve, files / 2) : null;

    /// <summary>Whether the service can run at all; if not, it reports this on standard error. Opens hardly any file itself.</summary>
    public static bool AreEnough()
    {
        if (Most() is not { } files || files >= Least)
        {
            return true;
        }

        StandardStreams.Tell($"The limit of open files is {files}, and the service needs at least {Least}. Raise it: ulimit -n, LimitNOFILE in systemd, --ulimit nofile in Docker.");
        return false;
    }

    /// <summary>The limit of open files; null if there is none, or the system does not report it.</summary>
    private static long? Most()
    {
        const string limits = "/proc/self/limits"; // The runtime has raised the soft limit to the hard one.
        try
        {
            var line = Array.Find(File.ReadAllLines(limits), line => line.StartsWith(Line, StringComparison.Ordinal));
            var words = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words is [var soft, ..] && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
