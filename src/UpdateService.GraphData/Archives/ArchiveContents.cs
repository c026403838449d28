using System.Collections.Immutable;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Archives;

/// <summary>Makes graph-data files of one folder of a complete archive.</summary>
internal sealed class ArchiveContents
{
    private const int MostHops = 40;

    private readonly FolderNode top;
    private readonly string folder;
    private readonly bool isRooted;
    private readonly ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Builder contents =
        ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);

    private readonly ImmutableSortedSet<string>.Builder folders = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
    private readonly List<Problem> problems = [];
    private readonly List<UnreadFile> unread = [];
    private long newest;

    private ArchiveContents(FolderNode top, string folder, bool isRooted)
    {
        this.top = top;
        this.folder = folder;
        this.isRooted = isRooted;
    }

    /// <summary>Whether a folder looks like graph-data.</summary>
    public static bool AreIn(ArchiveNode? node) => node is FolderNode folder
        && (folder.Children.ContainsKey(GraphDataFiles.Version)
            || folder.Children.ContainsKey(GraphDataFiles.Channels)
            || folder.Children.ContainsKey(GraphDataFiles.BlockedEdges));

    /// <summary>The files.</summary>
    /// <param name="origin">Where the archive comes from.</param>
    /// <param name="top">The archive's top.</param>
    /// <param name="folder">The path of the data in it; empty for the top.</param>
    /// <param name="isRooted">Whether a link with a leading <c>/</c> means the archive's top.</param>
    public static GraphDataFiles Of(string origin, FolderNode top, string folder, bool isRooted)
    {
        var reading = new ArchiveContents(top, folder, isRooted);
        reading.Walk((FolderNode)top.Find(folder)!, "");
        return new GraphDataFiles(origin, reading.contents.ToImmutable(), reading.folders.ToImmutable(), [.. reading.problems])
        {
            Unread = [.. reading.unread.OrderBy(file => file.Path, StringComparer.Ordinal)],
            Newest = reading.newest is > 0 and < 253402300800 ? DateOnly.FromDateTime(DateTime.UnixEpoch.AddSeconds(reading.newest)) : null,
        };
    }

    private void Walk(FolderNode node, string path)
    {
        foreach (var (name, child) in node.Children)
        {
            var childPath = path.Length == 0 ? name : $"{path}/{name}";
            var place = ArchivePlaces.InData(childPath);
            if (place == ArchivePlace.None)
            {
                continue;
            }

            if (child is FolderNode next)
            {
                if (childPath is GraphDataFiles.Channels or GraphDataFiles.BlockedEdges or GraphDataFiles.Releases)
                {
                    _ = folders.Add(childPath);
                }

                if (!Leftovers.IsFolder(name))
                {
                    Walk(next, childPath);
                }
            }
            else if (place == ArchivePlace.Unread)
            {
                unread.Add(child switch
                {
                    FileNode file => new UnreadFile(childPath, file.Content, null),
                    RefusedNode refused => new UnreadFile(childPath, null, refused.Reason),
                    _ => new UnreadFile(childPath, null, "It is a link, and links are not followed here."),
                });
            }
            else
            {
                Take(childPath, child, place);
            }
        }
    }

    private void Take(string path, ArchiveNode node, ArchivePlace place)
    {
        switch (node)
        {
            case FileNode file:
                Add(path, file);
                break;
            case RefusedNode refused:
                Reject(path, refused.Reason);
                break;
            case LinkNode link when place == ArchivePlace.File && Follow(path, link) is { } file:
                Add(path, file);
                break;
            case LinkNode link:
                Reject(path, $"It is a link to '{Excerpt.Of(link.Target)}', which is not among the archive's graph-data; put the {(place == ArchivePlace.File ? "file" : "folder")} itself there.");
                break;
        }
    }

    private void Add(string path, FileNode file)
    {
        contents.Add(path, file.Content);
        newest = Math.Max(newest, file.Modified);
    }

    private FileNode? Follow(string path, LinkNode link)
    {
        var at = folder.Length == 0 ? path : $"{folder}/{path}";
        for (var hop = 0; hop < MostHops; hop++)
        {
            if (ArchivePath.Follow(at, link.Target, isRooted) is not { } next)
            {
                return null;
            }

            switch (top.Find(next))
            {
                case FileNode file:
                    return file;
                case LinkNode another:
                    (at, link) = (next, another);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private void Reject(string path, string reason) =>
        problems.Add(new Problem(ProblemRule.UnreadableFile, ProblemSeverity.Rejecting, new Place(path, 0), reason));
}
