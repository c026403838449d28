using System.Runtime.InteropServices;
using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.State;

/// <summary>Who may read what this process writes: its owner and its group. What is kept may tell of a site what is nobody else's business.</summary>
public static partial class FileModes
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Lets no file that this process makes from now on be read by others. What was stricter stays so.</summary>
    public static void KeepOthersOut()
    {
        if (!OperatingSystem.IsWindows())
        {
            var before = SetMask((uint)Others);
            _ = SetMask(before | (uint)Others);
        }
    }

    /// <summary>Lets others neither read a file, nor enter a folder. Where it belongs to somebody else, it stays as it is.</summary>
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
