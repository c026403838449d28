using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Archives;

/// <summary>
/// The entries of one tar that have a meaning, as they would stand if it were unpacked. Two entries of one name that differ end the
/// reading: whichever were taken, a block in the other would be lost.
/// </summary>
/// <param name="placeOf">Which paths have a meaning; nothing else is kept.</param>
/// <param name="meter">The limits.</param>
internal sealed class ArchiveTree(Func<string, ArchivePlace> placeOf, ArchiveMeter meter)
{
    /// <summary>The top.</summary>
    public FolderNode Top { get; } = new();

    /// <summary>Takes an entry.</summary>
    /// <param name="path">Its path, by <see cref="ArchivePath.Of(string)"/>.</param>
    /// <param name="member">The entry.</param>
    /// <param name="tar">Where its content is read from.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask AddAsync(string path, TarMember member, TarMembers tar, CancellationToken cancellationToken)
    {
        ArchivePath.CheckBackslashes(member.Name, placeOf);
        var place = path.Length == 0 ? ArchivePlace.None : placeOf(path);
        if (place == ArchivePlace.None && member.Kind == TarMemberKind.Device)
        {
            return;
        }

        if (place == ArchivePlace.None)
        {
            PutFoldersAbove(path);
            return;
        }

        var node = member.Kind switch
        {
            TarMemberKind.Device => (ArchiveNode)new RefusedNode("It is a pipe or a device, and only regular files are read."),
            TarMemberKind.Folder => new FolderNode(),
            TarMemberKind.SymbolicLink => new LinkNode(member.Target),
            _ when place == ArchivePlace.Folder => new RefusedNode("A file stands where a folder belongs."),
            TarMemberKind.File => await ReadAsync(path, member, tar, cancellationToken),
            TarMemberKind.HardLink => Same(member.Target),
            _ => new RefusedNode("The entry is no ordinary file (a sparse one, or a part of one); pack the files again."),
        };
        if (Top.Find(path) is { } earlier && !IsSame(earlier, node))
        {
            throw new ArchiveException($"The archive has '{Excerpt.Of(path)}' twice, and the two differ; pack the files again.");
        }

        Top.Put(path, node);
    }

    private static bool IsSame(ArchiveNode earlier, ArchiveNode later) => (earlier, later) switch
    {
        (FileNode one, FileNode other) => one.Content.Span.SequenceEqual(other.Content.Span),
        (LinkNode one, LinkNode other) => string.Equals(one.Target, other.Target, StringComparison.Ordinal),
        (FolderNode, FolderNode) => true,
        _ => false,
    };

    /// <summary>A file without a meaning shows that the folders above it exist, even if no entry names them.</summary>
    private void PutFoldersAbove(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        for (var depth = 1; slash > 0 && depth <= ArchivePlaces.DeepestFolder; depth++, slash = path.IndexOf('/', slash + 1))
        {
            if (placeOf(path[..slash]) == ArchivePlace.Folder)
            {
                Top.Put(path[..slash], new FolderNode());
            }
        }
    }

    private async ValueTask<ArchiveNode> ReadAsync(string path, TarMember member, TarMembers tar, CancellationToken cancellationToken)
    {
        var limit = path.Split('/') is [.., GraphDataFiles.Releases, _] ? InputLimits.CatalogueBytes : InputLimits.FileBytes;
        if (member.Length > limit)
        {
            return new RefusedNode($"The file has {member.Length} bytes, more than the limit of {limit}.");
        }

        meter.CountKept(member.Length);
        meter.CountFile(path);
        return new FileNode(await tar.ReadContentAsync(cancellationToken), member.Modified);
    }

    private ArchiveNode Same(string target) => Top.Find(ArchivePath.Of(target)) is { } node and not FolderNode
        ? node
        : new RefusedNode($"It is a link to '{Excerpt.Of(target)}', which is not among the graph-data before it; put the file itself there.");
}
