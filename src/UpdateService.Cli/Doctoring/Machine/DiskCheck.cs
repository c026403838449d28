using System.Globalization;
using UpdateService.Builder.State;

namespace UpdateService.Cli.Doctoring.Machine;

/// <summary>Whether the state folder can be used.</summary>
/// <param name="state">The folder; null if there is none.</param>
internal sealed class DiskCheck(string? state) : ICheck
{
    private const long Wanted = 500_000_000;

    /// <inheritdoc/>
    public string Name => "disk";

    /// <inheritdoc/>
    public Task<Finding> MakeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(state is null ? Finding.NotMade("--state names no folder: nothing is kept.") : Check(Path.GetFullPath(state)));

    private static Finding Check(string folder)
    {
        if (File.Exists(folder))
        {
            return Finding.Broken($"{folder} is a file.", "Name a folder by --state.");
        }

        var there = folder;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above)
        {
            there = above;
        }

        if (WhyNotWritable(there) is { } reason)
        {
            return Finding.Broken(
                $"{there} cannot be written by {Environment.UserName}: {reason}",
                "Give the folder to the user of the service (chown; in Kubernetes fsGroup), and see that it is not mounted read-only.");
        }

        var free = new DriveInfo(there).AvailableFreeSpace;
        var found = string.Create(CultureInfo.InvariantCulture, $"{folder} {(there == folder ? "can be written" : "does not exist yet, and can be made")}; {free / 1_000_000:N0} MB are free");
        return there == folder && IsTaken(folder) ? Finding.Notable($"{found}; another process holds it.", "That is right where it is the service that is checked. A second one must have a folder of its own.")
            : free < Wanted ? Finding.Notable($"{found}, and the service may want {Wanted / 1_000_000} MB.", "Make room, or give it a larger volume.")
            : Finding.Fine($"{found}.");
    }

    private static string? WhyNotWritable(string folder)
    {
        try
        {
            using var file = new FileStream(Path.Combine(folder, $".doctor-{Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    /// <summary>Asks by the file that the service holds; where there is none, none is made.</summary>
    private static bool IsTaken(string folder)
    {
        using var asked = new StateFolder(folder);
        return File.Exists(Path.Combine(folder, "lock")) && asked.IsTakenByAnother();
    }
}
