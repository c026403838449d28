using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.State;

/// <summary>Writes files completely or not at all, even if the process or the machine stops.</summary>
internal static class WholeFile
{
    /// <summary>Writes to another file, flushes it to the disk, and renames it over the old one.</summary>
    /// <exception cref="IOException">It cannot be written; the old file stays.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied; the old file stays.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var aside = $"{path}.new";
        try
        {
            using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            DeleteQuietly(aside); // On a full disk the half of a file would take the room that the next try needs.
            throw;
        }
    }

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (DiskTrouble.IsOfDisk(exception))
        {
            // The next write replaces it.
        }
    }
}
