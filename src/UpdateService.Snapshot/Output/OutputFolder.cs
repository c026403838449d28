using UpdateService.GraphData.Files;

namespace UpdateService.Snapshot.Output;

/// <summary>
/// The folder that is written. New files are made beside it first and then moved into their places, so that a full disk
/// leaves the old ones. Only what this tool writes is replaced; other files in the folder stay.
/// </summary>
internal static class OutputFolder
{
    /// <summary>The README comes first: a run that is cut off leaves a folder that the next run knows as its own.</summary>
    private static readonly string[] Owned =
    [
        SnapshotFiles.Readme,
        GraphDataFiles.Channels,
        GraphDataFiles.BlockedEdges,
        GraphDataFiles.Releases,
        GraphDataFiles.RawMetadata,
        GraphDataFiles.Version,
        GraphDataFiles.Date,
        GraphDataFiles.License,
    ];

    /// <summary>Why the folder must not be written: it contains files of another origin. Null if it may.</summary>
    public static string? Refuse(string path)
    {
        if (File.Exists(path))
        {
            return $"{path} is a file; name a folder with --output.";
        }

        var readme = Path.Combine(path, SnapshotFiles.Readme);
        return !Directory.Exists(path)
            || !Directory.EnumerateFileSystemEntries(path).Any()
            || (File.Exists(readme) && File.ReadLines(readme).FirstOrDefault() == ReadmeText.Mark)
            ? null
            : $"{path} holds files that this tool did not write; name an empty or a new folder with --output.";
    }

    /// <summary>Puts the files in the place of those that were written before.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Replace(string path, GraphDataFiles files)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        _ = Directory.CreateDirectory(folder);
        var staging = Directory.CreateDirectory($"{folder}.new-{Guid.NewGuid():N}");
        try
        {
            foreach (var name in files.Folders)
            {
                _ = staging.CreateSubdirectory(name); // The service wants the folders, also empty ones.
            }

            foreach (var (name, content) in files.Contents)
            {
                var file = Path.Combine(staging.FullName, name);
                _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, content.Span);
            }

            foreach (var name in Owned)
            {
                Move(Path.Combine(staging.FullName, name), Path.Combine(folder, name));
            }
        }
        finally
        {
            staging.Delete(recursive: true);
        }
    }

    /// <summary>Moves a file or folder to a place that is cleared for it; what is not there any more is only cleared.</summary>
    private static void Move(string source, string target)
    {
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        if (File.Exists(target))
        {
            File.Delete(target);
        }

        if (Directory.Exists(source))
        {
            Directory.Move(source, target);
        }
        else if (File.Exists(source))
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(source, target);
        }
    }
}
