using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Archives;

/// <summary>What may stand at a path.</summary>
internal enum ArchivePlace
{
    /// <summary>Nothing that has a meaning.</summary>
    None,

    /// <summary>A folder of graph-data, or one above it: what else stands there hides it.</summary>
    Folder,

    /// <summary>A file of graph-data.</summary>
    File,

    /// <summary>What is not read and must not be passed over: below a folder of files, or at the top with a name that looks like a slip.</summary>
    Unread,
}

/// <summary>Which paths have a meaning: the same as in a folder of graph-data (<see cref="Folders.FolderListing"/>).</summary>
internal static class ArchivePlaces
{
    /// <summary>Where the data stand in an image, as oc-mirror and the documented Dockerfile write them.</summary>
    public const string ImageFolder = "var/lib/cincinnati-graph-data";

    /// <summary>Below so many steps no folder has a meaning of its own: <c>var/lib/cincinnati-graph-data/channels</c> has as many.</summary>
    public const int DeepestFolder = 4;

    private const int DeepestSignature = 4;

    /// <summary>In graph-data.</summary>
    public static ArchivePlace InData(string path) => path switch
    {
        GraphDataFiles.Version or GraphDataFiles.License or GraphDataFiles.Date or GraphDataFiles.RawMetadata => ArchivePlace.File,
        GraphDataFiles.Channels or GraphDataFiles.BlockedEdges or GraphDataFiles.Releases or GraphDataFiles.Signatures or "raw" => ArchivePlace.Folder,
        _ => InFolder(path.Split('/')),
    };

    /// <summary>In an archive with the data at its top or in a folder there.</summary>
    public static ArchivePlace InArchive(string path)
    {
        var place = InData(path);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return place == ArchivePlace.None && slash > 0 ? InData(path[(slash + 1)..]) : place;
    }

    /// <summary>In an image.</summary>
    public static ArchivePlace InImage(string path)
    {
        if (path is "var" or "var/lib" or ImageFolder)
        {
            return ArchivePlace.Folder;
        }

        return InData(path.StartsWith($"{ImageFolder}/", StringComparison.Ordinal) ? path[(ImageFolder.Length + 1)..] : path);
    }

    private static ArchivePlace InFolder(string[] steps) => steps[0] switch
    {
        GraphDataFiles.Channels or GraphDataFiles.BlockedEdges when steps.Length > 2 => ArchivePlace.Unread,
        "raw" when steps.Length == 2 => ArchivePlace.Unread,
        GraphDataFiles.Channels or GraphDataFiles.BlockedEdges or GraphDataFiles.Releases when steps.Length == 2 => ArchivePlace.File,
        GraphDataFiles.Signatures when steps.Length is > 1 and <= DeepestSignature => ArchivePlace.File,
        _ when steps.Length == 1 && IsYaml(steps[0]) && !GraphDataNames.IsKnownFile(steps[0]) => ArchivePlace.Unread,
        _ => GraphDataNames.IsMisspeltFolder(steps[0]) ? ArchivePlace.Unread : ArchivePlace.None,
    };

    private static bool IsYaml(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
}
