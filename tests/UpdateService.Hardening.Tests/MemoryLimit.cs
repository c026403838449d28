using System.Globalization;

namespace UpdateService.Hardening.Tests;

/// <summary>
/// A limit of 512 MiB for one process: a control group where this machine lets one be made, which ends a process that takes more; else the
/// limit of .NET's heap that such a group would bring. The resident size is looked at in either case.
/// </summary>
internal sealed class MemoryLimit : IDisposable
{
    public const int Megabytes = 512;

    private const string HeapLimit = "DOTNET_GCHeapHardLimit";

    private readonly string? group;

    public MemoryLimit()
    {
        group = TryMake("/sys/fs/cgroup/memory", "memory.limit_in_bytes") ?? TryMake("/sys/fs/cgroup", "memory.max");
    }

    /// <summary>Whether the system itself ends a process that takes more.</summary>
    public bool IsEnforced => group is not null;

    /// <summary>Starts the server under the limit.</summary>
    public ServerProcess Start(params IEnumerable<string> switches) => group is null
        ? ServerProcess.Start([(HeapLimit, $"0x{(Megabytes << 20) / 4 * 3:x}")], switches)
        : ServerProcess.Start(ServerProcess.Built, [], switches, ["bash", "-c", $"echo $$ >{group}/cgroup.procs && exec \"$@\"", "bash"]);

    /// <summary>The resident size of a process at its most, in megabytes.</summary>
    public static int MostResident(int process)
    {
        const string name = "VmHWM:";
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return int.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) >> 10;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (group is not null)
        {
            Directory.Delete(group); // Of a control group the folder alone can be deleted, once its process has ended.
        }
    }

    private static string? TryMake(string folder, string limit)
    {
        var path = Path.Combine(folder, $"update-service-{Guid.NewGuid():n}");
        if (!File.Exists(Path.Combine(folder, limit)) && !File.Exists(Path.Combine(folder, "cgroup.subtree_control")))
        {
            return null;
        }

        try
        {
            _ = Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        try
        {
            File.WriteAllText(Path.Combine(path, limit), (Megabytes << 20).ToString(CultureInfo.InvariantCulture));
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Directory.Delete(path);
            return null;
        }
    }
}
