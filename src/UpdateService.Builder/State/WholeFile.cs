using UpdateService.Registry.Keeping;

namespace UpdateService.Builder.State;

/// <summary>Writes files that are there whole or not at all, whenever the process or the machine ends.</summary>
internal static class WholeFile
{
    /// <summary>Writes aside, down to the disk, and renames over what was there.</summary>
    /// <exception cref="IOException">It cannot be written; what was there stays.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there stays.</exception>
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
