using System.Runtime.InteropServices;

namespace UpdateService.Builder.State;

/// <summary>
/// The system's lock on a folder itself. A lock file can be deleted, and a second process then creates another one; the folder stays the same.
/// If a file system has no such locks, only the lock file is used.
/// </summary>
internal static partial class FolderLock
{
    private const int WouldBlock = 11; // EAGAIN of Linux.
    private const int ExclusiveAtOnce = 2 | 4; // LOCK_EX | LOCK_NB.
    private const int ReadOnlyFolder = 0x90000; // O_DIRECTORY | O_CLOEXEC, as on x64 and, for O_CLOEXEC, everywhere.
    private const int ReadOnlyFolderOfArm = 0x84000;

    /// <summary>Takes the lock; null if the file system has no such locks.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public static SafeHandle? Take(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var isArm = RuntimeInformation.ProcessArchitecture is System.Runtime.InteropServices.Architecture.Arm64 or System.Runtime.InteropServices.Architecture.Arm;
        var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(Open(path, isArm ? ReadOnlyFolderOfArm : ReadOnlyFolder), ownsHandle: true);
        if (handle.IsInvalid)
        {
            handle.Dispose();
            return null;
        }

        if (Lock(handle, ExclusiveAtOnce) == 0)
        {
            return handle;
        }

        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return error == WouldBlock ? throw new IOException($"The folder '{path}' is being used by another process.", WouldBlock) : null;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(SafeHandle file, int operation);
}
