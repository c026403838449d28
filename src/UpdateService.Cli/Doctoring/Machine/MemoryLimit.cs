using System.Globalization;

namespace UpdateService.Cli.Doctoring.Machine;

/// <summary>How much memory the system lets this process have: the least limit of its control group and those above it.</summary>
/// <seealso href="https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files"/>
internal static class MemoryLimit
{
    /// <summary>If there is no limit, version 1 shows a value near the largest number.</summary>
    private const long NoLimit = 1L << 60;

    /// <summary>Reads the limit.</summary>
    /// <param name="system">The folder that <c>proc</c> and <c>sys</c> are in.</param>
    /// <param name="bytes">The limit; null for none.</param>
    /// <returns>Whether it could be determined.</returns>
    public static bool TryRead(string system, out long? bytes)
    {
        bytes = null;
        try
        {
            var groups = File.ReadAllLines(Path.Combine(system, "proc/self/cgroup")).Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).ToList();
            var limits = groups.Where(parts => parts[1].Length == 0).SelectMany(parts => Limits(Path.Combine(system, "sys/fs/cgroup"), parts[2], "memory.max"))
                .Concat(groups.Where(parts => parts[1].Split(',').Contains("memory", StringComparer.Ordinal)).SelectMany(parts => Limits(Path.Combine(system, "sys/fs/cgroup/memory"), parts[2], "memory.limit_in_bytes")))
                .Where(limit => limit < NoLimit)
                .ToList();
            bytes = limits.Count == 0 ? null : limits.Min();
            return groups.Count > 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Of a group and all above it. In a container the top is the container's own group.</summary>
    private static IEnumerable<long> Limits(string top, string group, string file)
    {
        for (var path = group.Trim('/'); ; path = path[..Math.Max(0, path.LastIndexOf('/'))])
        {
            var name = Path.Combine(top, path, file);
            if (File.Exists(name) && long.TryParse(File.ReadAllText(name).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
            {
                yield return limit;
            }

            if (path.Length == 0)
            {
                yield break;
            }
        }
    }
}
