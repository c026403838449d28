using System.Runtime.InteropServices;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.State;

/// <summary>Restricts what this process writes to its owner and group, because the state may reveal details of a site.</summary>
public static partial class FileModes
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes every file that this process creates from now on inaccessible to others. A stricter mask stays in force.</summary>
    public static void KeepOthersOut()
    {
        if (!OperatingSystem.IsWindows())
        {
            var before = SetMask((uint)Others);
            _ = SetMask(before | (uint)Others);
        }
    }

    /// <summary>Removes the access of others to a file or folder. A file with another owner is left unchanged.</summary>
    public static void CloseToOthers(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) is var mode && (mode & Others) != UnixFileMode.None)
            {
                File.SetUnixFileMode(path, mode & ~Others);
            }
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            // Its owner decides.
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetMask(uint mask);
}
