namespace UpdateService.GraphData.Archives;

/// <summary>An entry at a path of an archive.</summary>
internal abstract class ArchiveNode;

/// <summary>A file.</summary>
internal sealed class FileNode(ReadOnlyMemory<byte> content, long modified) : ArchiveNode
{
    public ReadOnlyMemory<byte> Content => content;

    /// <summary>Seconds since 1970.</summary>
    public long Modified => modified;
}

/// <summary>A link by name. Its target is resolved when the archive is complete.</summary>
internal sealed class LinkNode(string target) : ArchiveNode
{
    public string Target => target;
}

/// <summary>An entry that cannot be used at its path, and why.</summary>
internal sealed class RefusedNode(string reason) : ArchiveNode
{
    public string Reason => reason;
}

/// <summary>A folder.</summary>
internal sealed class FolderNode : ArchiveNode
{
    /// <summary>In ordinal order.</summary>
    public SortedDictionary<string, ArchiveNode> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>The entry at a path; null if there is none.</summary>
    public ArchiveNode? Find(string path)
    {
        ArchiveNode? node = this;
        foreach (var step in Steps(path))
        {
            node = (node as FolderNode)?.Children.GetValueOrDefault(step);
        }

        return node;
    }

    /// <summary>Puts something at a path, with the folders above it, in place of what was there. A folder joins one that is there.</summary>
    /// <exception cref="ArchiveException">A file or a link is where a folder above it must be.</exception>
    public void Put(string path, ArchiveNode node)
    {
        var steps = Steps(path);
        var folder = this;
        foreach (var step in steps[..^1])
        {
            var child = folder.Children.GetValueOrDefault(step);
            if (child is not FolderNode next)
            {
                folder.Children[step] = child is null
                    ? next = new FolderNode()
                    : throw new ArchiveException($"The archive has a file or a link at '{Excerpt.Of(step)}', above '{Excerpt.Of(path)}'; pack the files again.");
            }

            folder = next;
        }

        if (node is not FolderNode || folder.Children.GetValueOrDefault(steps[^1]) is not FolderNode)
        {
            folder.Children[steps[^1]] = node;
        }
    }

    /// <summary>Removes the entry at a path.</summary>
    public void Remove(string path)
    {
        var slash = path.LastIndexOf('/');
        if (Find(slash < 0 ? "" : path[..slash]) is FolderNode folder)
        {
            _ = folder.Children.Remove(path[(slash + 1)..]);
        }
    }

    /// <summary>Lays another folder over this one: what it has replaces what is here, folders join.</summary>
    public void Cover(FolderNode upper)
    {
        foreach (var (name, node) in upper.Children)
        {
            if (node is FolderNode above && Children.GetValueOrDefault(name) is FolderNode below)
            {
                below.Cover(above);
            }
            else
            {
                Children[name] = node;
            }
        }
    }

    private static string[] Steps(string path) => path.Length == 0 ? [] : path.Split('/');
}
