using System.Collections.Immutable;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Archives;

/// <summary>What may be at a path.</summary>
internal enum ArchivePlace
{
    /// <summary>Nothing that has a meaning.</summary>
    None,

    /// <summary>A folder of graph-data, or one above it: what else stands there hides it.</summary>
    Folder,

    /// <summary>A file of graph-data.</summary>
    File,

    /// <summary>What is not read and must not be passed over: below a folder of files, or at the top with a name that looks like a typing error.</summary>
    Unread,
}

/// <summary>Which paths have a meaning: the same as in a folder of graph-data (<see cref="Folders.FolderListing"/>).</summary>
internal static class ArchivePlaces
{
    /// <summary>The folder of the data in an image, as oc-mirror and the documented Dockerfile write it.</summary>
    public const string ImageFolder = "var/lib/cincinnati-graph-data";

    /// <summary>Where oc-mirror wrote the data in early 2023, and where the documentation of 4.6 to 4.11 unpacked them when a container started.</summary>
    public const string FormerImageFolder = "var/lib/cincinnati/graph-data";

    /// <summary>Where the first images of the operator had the data.</summary>
    public const string FirstImageFolder = "cincinnati-graph-data";

    /// <summary>The archive that images of 4.6 to 4.11 hold, and unpack when a container starts.</summary>
    public const string ImageArchive = "cincinnati-graph-data.tar.gz";

    /// <summary>The folders of graph-data in images of earlier recipes.</summary>
    public static readonly ImmutableArray<string> EarlierImageFolders = [FormerImageFolder, FirstImageFolder];

    /// <summary>Below this depth no folder has a meaning of its own: <c>var/lib/cincinnati/graph-data/channels</c> has this depth.</summary>
    public const int DeepestFolder = 5;

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
        if (path == ImageArchive)
        {
            return ArchivePlace.File;
        }

        if (path is "var" or "var/lib" or "var/lib/cincinnati" or ImageFolder || EarlierImageFolders.Contains(path, StringComparer.Ordinal))
        {
            return ArchivePlace.Folder;
        }

        var folder = EarlierImageFolders.Add(ImageFolder).FirstOrDefault(folder => path.StartsWith($"{folder}/", StringComparison.Ordinal));
        return InData(folder is null ? path : path[(folder.Length + 1)..]);
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
