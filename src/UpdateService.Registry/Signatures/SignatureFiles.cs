namespace UpdateService.Registry.Signatures;

/// <summary>The files of a folder of signatures. Links are followed inside the folder only, and a file without length (a pipe, a device) is not opened.</summary>
/// <param name="path">The folder.</param>
internal sealed class SignatureFiles(string path)
{
    private const int MostHops = 40;

    /// <summary>Reads a file; null if there is none inside the folder.</summary>
    /// <exception cref="IOException">It is over the limit, or cannot be read.</exception>
    public byte[]? Read(string relative, long most)
    {
        if (Inside(relative) is not { } file || new FileInfo(file) is not { Exists: true } found)
        {
            return null;
        }

        if (found.Length == 0)
        {
            return [];
        }

        if (found.Length > most)
        {
            throw new IOException($"The signature {file} has more than the limit of {most} bytes.");
        }

        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[found.Length];
            return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // It went away just now.
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"The signature {file} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The files of the folder and of those in it, relative to it, in ordinal order. Links to folders, and the hidden copies of a mounted ConfigMap, are left out.</summary>
    /// <param name="depth">How many folders deep.</param>
    /// <param name="isWanted">Whether a folder of this name is looked into.</param>
    public IEnumerable<string> List(int depth, Func<string, bool> isWanted) => List("", depth, isWanted);

    private IEnumerable<string> List(string folder, int depth, Func<string, bool> isWanted)
    {
        foreach (var entry in Entries(folder))
        {
            var relative = Path.Combine(folder, entry.Name);
            if (entry is FileInfo)
            {
                yield return relative;
            }
            else if (depth > 1 && entry.LinkTarget is null && !entry.Name.StartsWith("..", StringComparison.Ordinal) && isWanted(entry.Name))
            {
                foreach (var inner in List(relative, depth - 1, isWanted))
                {
                    yield return inner;
                }
            }
        }
    }

    private FileSystemInfo[] Entries(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(Path.Combine(path, folder)).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The file with links resolved; null if one leads out of the folder, or nowhere.</summary>
    private string? Inside(string relative)
    {
        var ahead = new Stack<string>(relative.Split('/').Reverse());
        var behind = new List<string>();
        for (var hops = 0; ahead.TryPop(out var step);)
        {
            if (step is "" or ".")
            {
                continue;
            }

            if (step == "..")
            {
                if (behind.Count == 0)
                {
                    return null;
                }

                behind.RemoveAt(behind.Count - 1);
                continue;
            }

            if (new FileInfo(Path.Combine([path, .. behind, step])).LinkTarget is not { } target)
            {
                behind.Add(step);
            }
            else if (target.StartsWith('/') || ++hops > MostHops)
            {
                return null;
            }
            else
            {
                foreach (var next in target.Split('/').Reverse())
                {
                    ahead.Push(next);
                }
            }
        }

        return Path.Combine([path, .. behind]);
    }
}
