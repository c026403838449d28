using System.Globalization;

namespace UpdateService.Server.Hosting;

/// <summary>
/// How many files the process may have open. Each connection is one: if clients took them all, sources could not be read, nor
/// what they have be watched.
/// </summary>
internal static class OpenFiles
{
    private const string Line = "Max open files";

    /// <summary>The service cannot run with fewer: it opens about 200 files before it reads a source or accepts a connection.</summary>
    private const int Least = 300;

    /// <summary>What the service itself may need: its assemblies, sources, watches, connections to registries.</summary>
    private const int Reserve = 500;

    /// <summary>How many connections of clients the limit of open files leaves room for; null for any number.</summary>
    public static long? RoomForConnections() => Most() is { } files ? Math.Max(files - Reserve, files / 2) : null;

    /// <summary>Whether the service can run at all; if not, it says so on standard error. Needs hardly any file itself.</summary>
    public static bool AreEnough()
    {
        if (Most() is not { } files || files >= Least)
        {
            return true;
        }

        StandardStreams.Tell($"The limit of open files is {files}, and the service needs at least {Least}. Raise it: ulimit -n, LimitNOFILE in systemd, --ulimit nofile in Docker.");
        return false;
    }

    /// <summary>The limit of open files; null where there is none, or the system does not tell.</summary>
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
