using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Archives;

/// <summary>
/// The graph-data in the layers of an image, the lowest first. Only entries that may be graph-data are kept, so a base
/// image below them costs time and no memory.
/// </summary>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts"/>
/// <param name="origin">The origin of the image in readable form.</param>
/// <param name="limits">Bounds on all layers together.</param>
public sealed class LayeredFiles(string origin, ArchiveLimits limits)
{
    private const string Whiteout = ".wh.";
    private const string Opaque = ".wh..wh..opq";

    private readonly ArchiveMeter meter = new(limits);
    private readonly FolderNode below = new();
    private readonly ImageSights sights = new();

    /// <summary>Lays a layer, plain, gzip or zstd, over those before it; reads the stream to its end.</summary>
    /// <exception cref="ArchiveException">The layer is damaged, hostile, or over a limit; the whole set is of no use then.</exception>
    public async Task ApplyAsync(Stream layer, CancellationToken cancellationToken)
    {
        var tree = new ArchiveTree(ArchivePlaces.InImage, meter);
        await using var measured = new MeasuredStream(layer, meter);
        await PackedTar.ReadAsync(measured, meter, TakeAsync, cancellationToken);
        below.Cover(tree.Top);

        ValueTask TakeAsync(TarMember member, TarMembers tar)
        {
            var path = ArchivePath.Of(member.Name);
            var slash = path.LastIndexOf('/');
            if (!path.AsSpan(slash + 1).StartsWith(Whiteout, StringComparison.Ordinal))
            {
                sights.See(path);
                return tree.AddAsync(path, member, tar, cancellationToken);
            }

            // A whiteout hides what is below this layer, never what is in it, in whatever order they come.
            Hide(slash < 0 ? "" : path[..slash], path[(slash + 1)..]);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>
    /// The files of all layers: those under <c>var/lib/cincinnati-graph-data/</c>; if none are there, those at the top; if none are there,
    /// those in the one place of an earlier recipe that has some.
    /// </summary>
    public async Task<GraphDataFiles> ToFilesAsync(CancellationToken cancellationToken)
    {
        if (below.Find(ArchivePlaces.ImageFolder) is { } node && HoldsFiles(node))
        {
            return In(ArchivePlaces.ImageFolder, node);
        }

        if (ArchiveContents.AreIn(below))
        {
            return ArchiveContents.Of(origin, below, "", isRooted: true);
        }

        string[] earlier = [.. ArchivePlaces.EarlierImageFolders.Where(folder => below.Find(folder) is { } found && HoldsFiles(found))];
        var archive = below.Find(ArchivePlaces.ImageArchive);
        return (earlier, archive) switch
        {
            ([var folder], _) => In(folder, below.Find(folder)!), // It was unpacked from the archive that lies beside it.
            ([], FileNode file) => await UnpackAsync(file, cancellationToken),
            ([], null) => Unreadable($"The image holds no graph-data: neither under /{ArchivePlaces.ImageFolder}/ nor at its top stand 'version' and 'channels/'. {sights}"),
            ([], _) => Unreadable($"In the image, /{ArchivePlaces.ImageArchive} is no archive that can be read; put the data under /{ArchivePlaces.ImageFolder}/."),
            _ => Unreadable($"The image holds more than one set of graph-data: in /{string.Join("/, /", earlier)}/. Put one of them under /{ArchivePlaces.ImageFolder}/."),
        };
    }

    private GraphDataFiles In(string folder, ArchiveNode node) => node is FolderNode
        ? ArchiveContents.Of(origin, below, folder, isRooted: true)
        : Unreadable($"In the image, /{folder} is no folder but a link or a file; put the folder itself there.");

    private async Task<GraphDataFiles> UnpackAsync(FileNode archive, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(archive.Content.ToArray(), writable: false);
        return await GraphDataArchiveReader.ReadAsync(content, $"{origin}, /{ArchivePlaces.ImageArchive}", ArchiveLimits.Archive, cancellationToken) with { Origin = origin };
    }

    private static bool HoldsFiles(ArchiveNode node) => node is not FolderNode folder || folder.Children.Values.Any(HoldsFiles);

    private void Hide(string folder, string name)
    {
        if (name == Opaque)
        {
            (below.Find(folder) as FolderNode)?.Children.Clear();
        }
        else if (!name.StartsWith($"{Whiteout}{Whiteout}", StringComparison.Ordinal))
        {
            (below.Find(folder) as FolderNode)?.Children.Remove(name[Whiteout.Length..]);
        }
    }

    private GraphDataFiles Unreadable(string message) => GraphDataFiles.Unreadable(
        origin,
        new Problem(ProblemRule.MissingFile, ProblemSeverity.Rejecting, new Place(origin, 0), message));
}
