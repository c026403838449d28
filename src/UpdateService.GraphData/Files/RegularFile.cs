using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace UpdateService.GraphData.Files;

/// <summary>
/// Opens regular files and nothing else. A pipe, a socket or a device is never opened for reading: opening a pipe waits for a writer
/// that may never come.
/// </summary>
/// <seealso href="https://man7.org/linux/man-pages/man2/statx.2.html"/>
public static partial class RegularFile
{
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int EmptyPath = 0x1000;
    private const uint TypeOnly = 1;
    private const int StatxBytes = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Opens a file for reading at once, whatever it is.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <returns>A handle of a regular file.</returns>
    /// <exception cref="IOException">There is no such file, or it is no regular file. The message says what it is.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle Open(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }

        var descriptor = OpenNative(path, NonBlocking | CloseOnExec);
        if (descriptor < 0)
        {
            throw NotOpened(path);
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (TypeOf(file) is var type and not Regular)
        {
            file.Dispose();
            throw new IOException($"It is {NameOf(type)}, and only regular files are read.");
        }

        return file;
    }

    /// <summary>Reads a whole regular file.</summary>
    /// <exception cref="IOException">There is no such file, or it is no regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadAll(string path)
    {
        using var file = Open(path);
        return ReadAll(file);
    }

    /// <summary>Reads an open file from its beginning to the length that it has now.</summary>
    internal static byte[] ReadAll(SafeFileHandle file)
    {
        var bytes = new byte[RandomAccess.GetLength(file)];
        var length = 0;
        while (length < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(length), length) is var count and > 0)
        {
            length += count;
        }

        return length == bytes.Length ? bytes : bytes[..length];
    }

    /// <summary>The path of an open file without links; null if the system does not report it.</summary>
    public static string? RealPathOf(SafeFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return OperatingSystem.IsLinux() ? new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget : null;
    }

    /// <summary>The path of a folder or a file without links, as far as it exists.</summary>
    /// <exception cref="IOException">Links go round in a circle, or too deep.</exception>
    public static string RealPathOf(string path)
    {
        const int mostLinks = 40;
        var steps = new Stack<string>(Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = Path.GetPathRoot(Path.GetFullPath(path))!;
        for (var links = 0; steps.TryPop(out var step);)
        {
            var next = Path.GetFullPath(Path.Combine(real, step));
            if (step == ".." || new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > mostLinks)
            {
                throw new IOException($"There are more than {mostLinks} links on the way to {path}.");
            }

            real = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : real;
            foreach (var part in target.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                steps.Push(part);
            }
        }

        return real;
    }

    /// <summary>Whether a path is a folder's or lies in it; both without links.</summary>
    public static bool IsIn(string folder, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var top = Path.EndsInDirectorySeparator(folder) ? folder : $"{folder}{Path.DirectorySeparatorChar}";
        return path.StartsWith(top, StringComparison.Ordinal) || string.Equals(path, Path.TrimEndingDirectorySeparator(folder), StringComparison.Ordinal);
    }

    /// <summary>The type of what is at a path: null for a regular file, a folder, a link or nothing.</summary>
    public static string? SpecialKindOf(string path)
    {
        Span<byte> status = stackalloc byte[StatxBytes];
        const int noFollow = 0x100;
        const int workingFolder = -100;
        if (!OperatingSystem.IsLinux() || StatxNative(workingFolder, path, noFollow, TypeOnly, ref status[0]) != 0)
        {
            return null;
        }

        var type = MemoryMarshal.Read<ushort>(status[ModeOffset..]) & TypeMask;
        return type is Regular or 0x4000 or 0xA000 ? null : NameOf(type);
    }

    private static int TypeOf(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatxBytes];
        if (StatxNative((int)file.DangerousGetHandle(), "", EmptyPath, TypeOnly, ref status[0]) != 0)
        {
            throw new IOException($"The type of the file cannot be determined (error {Marshal.GetLastPInvokeError()}).");
        }

        return MemoryMarshal.Read<ushort>(status[ModeOffset..]) & TypeMask;
    }

    private static string NameOf(int type) => type switch
    {
        0x1000 => "a pipe",
        0x2000 or 0x6000 => "a device",
        0x4000 => "a folder",
        0xC000 => "a socket",
        _ => "no regular file",
    };

    private static Exception NotOpened(string path)
    {
        const int notPermitted = 1, noFile = 2, noDevice = 6, denied = 13, tooManyLinks = 40;
        var error = Marshal.GetLastPInvokeError();
        return error switch
        {
            notPermitted or denied => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
            noFile => new FileNotFoundException($"Could not find file '{path}'."),
            noDevice => new IOException("It is a socket or a device, and only regular files are read."),
            tooManyLinks => new IOException($"Links go round in a circle at '{path}'."),
            _ => new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'"),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenNative(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatxNative(int folder, string path, int flags, uint mask, ref byte status);
}
