using System.Collections.Immutable;
using System.IO.Enumeration;

namespace UpdateService.GraphData.Folders;

/// <summary>
/// The graph-data files in a folder with their sizes and times, and the targets of the links by which folders are swapped
/// whole (a mounted ConfigMap's <c>..data</c>). Two equal listings, before and after a read, show that nothing moved.
/// </summary>
internal sealed class FolderListing : IEquatable<FolderListing>
{
    /// <summary>The link by which Kubernetes swaps the content of a mounted ConfigMap.</summary>
    public const string ConfigMapLink = "..data";
    private const string NoLinks = "\n";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly ImmutableArray<ListedFile> entries;
    private readonly string links;

    /// <summary>The folder itself without links: a folder above it may be replaced, too.</summary>
    private readonly string realPath;

    /// <summary>When a file or folder last came or went at the top: a whole folder may have been put in the place of another.</summary>
    private readonly DateTime namesChanged;

    private FolderListing(
        ImmutableArray<ListedFile> entries,
        ImmutableArray<UnreadEntry> unread,
        string links,
        string realPath,
        DateTime namesChanged,
        ImmutableSortedSet<string> folders)
    {
        this.entries = entries;
        this.links = links;
        this.realPath = realPath;
        Unread = unread;
        this.namesChanged = namesChanged;
        Folders = folders;
    }

    /// <summary>The top folders that exist.</summary>
    public ImmutableSortedSet<string> Folders { get; }

    /// <summary>Entries among the graph-data files that are not read as such, in ordinal order.</summary>
    public ImmutableArray<UnreadEntry> Unread { get; }

    /// <summary>How many files there are.</summary>
    public int Count => entries.Length;

    /// <summary>Relative paths with <c>/</c>, in ordinal order.</summary>
    public IEnumerable<string> Paths => entries.Select(entry => entry.Path);

    /// <summary>
    /// What is not as in the earlier listing, where nothing but the told paths may differ without showing; null where anything may: links and
    /// folders that come and go bring other files with old times.
    /// </summary>
    /// <param name="earlier">An earlier listing of the same folder.</param>
    /// <param name="told">Paths that a watch has reported since.</param>
    public ListingChanges? ChangesSince(FolderListing earlier, IReadOnlyCollection<string> told)
    {
        if (HasLinks || earlier.HasLinks || realPath != earlier.realPath || namesChanged != earlier.namesChanged || told.Any(IsFolder))
        {
            return null;
        }

        var (changed, gone) = (new SortedSet<string>(told.Where(path => IndexOf(path) >= 0), StringComparer.Ordinal), new List<string>());
        var (now, before) = (0, 0);
        while (now < entries.Length || before < earlier.entries.Length)
        {
            var order = now == entries.Length ? 1 : before == earlier.entries.Length ? -1 : string.CompareOrdinal(entries[now].Path, earlier.entries[before].Path);
            if (order > 0)
            {
                gone.Add(earlier.entries[before].Path);
            }
            else if (order < 0 || entries[now] != earlier.entries[before])
            {
                _ = changed.Add(entries[now].Path);
            }

            now += order <= 0 ? 1 : 0;
            before += order >= 0 ? 1 : 0;
        }

        return new ListingChanges([.. changed], gone);
    }

    /// <summary>Lists a folder.</summary>
    /// <exception cref="IOException">The folder does not exist or cannot be read, or it holds too much.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public static FolderListing Of(string root)
    {
        var found = new List<ListedFile>();
        var unread = new UnreadEntries(root);
        var folders = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        AddFile(root, Files.GraphDataFiles.Version, found);
        AddFile(root, Files.GraphDataFiles.License, found);
        AddFile(root, Files.GraphDataFiles.Date, found);
        AddFile(root, Files.GraphDataFiles.RawMetadata, found);
        foreach (var folder in (ReadOnlySpan<string>)[Files.GraphDataFiles.Channels, Files.GraphDataFiles.BlockedEdges, Files.GraphDataFiles.Releases])
        {
            if (AddFolder(root, folder, depth: 1, found, unread))
            {
                _ = folders.Add(folder);
            }
        }

        _ = AddFolder(root, Files.GraphDataFiles.Signatures, depth: 3, found, unread);
        unread.AddMisplaced();
        found.Sort(ListedFile.ByPath);
        return new FolderListing(
            [.. found],
            unread.ToImmutable(),
            $"{LinkTarget(root)}\n{LinkTarget(Path.Combine(root, ConfigMapLink))}",
            Files.RegularFile.RealPathOf(root),
            Directory.GetLastWriteTimeUtc(root),
            folders.ToImmutable());
    }

    /// <inheritdoc/>
    public bool Equals(FolderListing? other) =>
        other is not null
        && string.Equals(links, other.links, StringComparison.Ordinal)
        && string.Equals(realPath, other.realPath, StringComparison.Ordinal)
        && Unread.AsSpan().SequenceEqual(other.Unread.AsSpan())
        && Folders.SetEquals(other.Folders)
        && entries.AsSpan().SequenceEqual(other.entries.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FolderListing);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(links, entries.Length);

    private bool HasLinks => links != NoLinks || entries.Any(entry => entry.Link is not null);

    private int IndexOf(string path) => entries.BinarySearch(new ListedFile(path, 0, default, null), ListedFile.ByPath);

    /// <summary>Whether the path is that of a folder whose files count.</summary>
    private static bool IsFolder(string path) =>
        path is Files.GraphDataFiles.Channels or Files.GraphDataFiles.BlockedEdges or Files.GraphDataFiles.Releases or Files.GraphDataFiles.Signatures
        || Files.GraphDataFiles.RawMetadata.StartsWith($"{path}/", StringComparison.Ordinal)
        || path.StartsWith($"{Files.GraphDataFiles.Signatures}/", StringComparison.Ordinal);

    private static void AddFile(string root, string path, List<ListedFile> found)
    {
        var file = new FileInfo(Path.Combine(root, path));
        if (file.Exists || file.LinkTarget is not null || LeadsNowhere(file.DirectoryName!))
        {
            found.Add(ListedFile.Of(path, file)); // What is not there fails later, when it is read.
            return;
        }

        _ = file.LastWriteTimeUtc; // Throws where the folder above may not be looked into: a file that cannot be seen is not one that is not there.
    }

    /// <summary>Whether the folder is a link to none: what it should hold, such as blocks in raw metadata, must not be taken for nothing.</summary>
    private static bool LeadsNowhere(string folder) => !Directory.Exists(folder) && LinkTarget(folder).Length > 0;

    private static bool AddFolder(string root, string path, int depth, List<ListedFile> found, UnreadEntries unread)
    {
        var folder = Path.Combine(root, path);
        if (!Directory.Exists(folder))
        {
            return false;
        }

        var items = new FileSystemEnumerable<(string Path, ListedFile? File)>(folder, (ref item) => ItemOf($"{path}/{item.FileName}", ref item), Everything);
        foreach (var (itemPath, file) in items)
        {
            Files.InputLimits.CheckCount(found.Count + unread.Count, itemPath);
            if (file is not { } entry)
            {
                if (path is Files.GraphDataFiles.Channels or Files.GraphDataFiles.BlockedEdges || LinkTarget(Path.Combine(root, itemPath)).Length > 0)
                {
                    unread.AddFolder(itemPath);
                }
                else if (depth > 1)
                {
                    _ = AddFolder(root, itemPath, depth - 1, found, unread);
                }
            }
            else if (!unread.TakeLeftover(entry))
            {
                found.Add(entry);
            }
        }

        return true;
    }

    /// <summary>If a file is not a link, all is known once it was found. Asking for it again would be most of the work of a listing.</summary>
    private static (string Path, ListedFile? File) ItemOf(string path, ref FileSystemEntry item)
    {
        if (item.IsDirectory)
        {
            return (path, null);
        }

        return item.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? (path, ListedFile.Of(path, new FileInfo(item.ToFullPath())))
            : (path, new ListedFile(path, item.Length, item.LastWriteTimeUtc.UtcDateTime, null));
    }

    private static string LinkTarget(string path) => new FileInfo(path).LinkTarget ?? "";
}
