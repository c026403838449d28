using System.Collections.Immutable;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Folders;

/// <summary>
/// Gathers what stands in a folder of graph-data and is not read: sub-folders of <c>channels/</c> and <c>blocked-edges/</c>, pipes and
/// devices, and names at the top that look like a misspelt folder or a misplaced file. Every one of them must be reported.
/// </summary>
internal sealed class UnreadEntries(string root)
{
    private const int DeepestFolder = 8;
    private const int LongestMisplaced = 64 << 10;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly List<UnreadEntry> found = [];

    /// <summary>How many there are.</summary>
    public int Count => found.Count;

    /// <summary>In ordinal order of their paths.</summary>
    public ImmutableArray<UnreadEntry> ToImmutable() => [.. found.OrderBy(entry => entry.Path, StringComparer.Ordinal)];

    /// <summary>Takes what certainly is no file of graph-data: the lock of an editor, a pipe, a socket, a device.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool TakeLeftover(ListedFile file)
    {
        if (file is { Link: not null, Size: < 0 } && Leftovers.IsEditorLock(NameOf(file.Path)))
        {
            return true;
        }

        if (file.Size > 0 || RegularFile.SpecialKindOf(Path.Combine(root, file.Path)) is not { } kind)
        {
            return false;
        }

        found.Add(new UnreadEntry(file.Path, 0, default, $"It is {kind}, and only regular files are read."));
        return true;
    }

    /// <summary>Adds an unexpected folder and everything in it.</summary>
    public void AddFolder(string path) => AddFolder(path, depth: 1);

    /// <summary>Adds files and folders at the top, or beside the raw metadata, that look like misplaced graph-data.</summary>
    public void AddMisplaced()
    {
        if (!Directory.Exists(root))
        {
            return; // It vanished under the listing; the reading tells.
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(root, "*", Everything))
        {
            var name = Path.GetFileName(path);
            var item = new FileInfo(path);
            if (item.Attributes.HasFlag(FileAttributes.Directory))
            {
                if (GraphDataNames.IsMisspeltFolder(name))
                {
                    AddFolder(name, depth: 1);
                }
            }
            else if (!GraphDataNames.IsKnownFile(name) && ListedFile.Of(name, item) is { Size: > 0 and <= LongestMisplaced } file)
            {
                found.Add(new UnreadEntry(name, file.Size, file.Changed, null));
            }

            InputLimits.CheckCount(found.Count, name);
        }

        const string raw = "raw";
        if (Directory.Exists(Path.Combine(root, raw)))
        {
            AddFiles(raw, depth: 1, static path => path == GraphDataFiles.RawMetadata);
        }
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private void AddFolder(string path, int depth)
    {
        var name = NameOf(path);
        if (Leftovers.IsFolder(name))
        {
            return;
        }

        var folder = new DirectoryInfo(Path.Combine(root, path));
        if (folder.LinkTarget is not null)
        {
            found.Add(new UnreadEntry(path, 0, default, "It is a link to a folder, and sub-folders are not read; put the files themselves here."));
        }
        else if (depth > DeepestFolder)
        {
            found.Add(new UnreadEntry(path, 0, default, "The folder lies too deep to be looked into; remove it."));
        }
        else
        {
            AddFiles(path, depth, static _ => false);
        }
    }

    private void AddFiles(string path, int depth, Func<string, bool> isKnown)
    {
        foreach (var item in new DirectoryInfo(Path.Combine(root, path)).EnumerateFileSystemInfos("*", Everything))
        {
            var itemPath = $"{path}/{item.Name}";
            InputLimits.CheckCount(found.Count, itemPath);
            if (item.Attributes.HasFlag(FileAttributes.Directory))
            {
                AddFolder(itemPath, depth + 1);
            }
            else if (!isKnown(itemPath) && ListedFile.Of(itemPath, new FileInfo(item.FullName)) is var file && !TakeLeftover(file))
            {
                found.Add(new UnreadEntry(itemPath, file.Size, file.Changed, file.Size < 0 ? "It is a link that leads nowhere." : null));
            }
        }
    }
}
