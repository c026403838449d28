namespace UpdateService.GraphData.Files;

/// <summary>Names at the top of graph-data: those that are read, those that belong there, and those that look like a typing error.</summary>
internal static class GraphDataNames
{
    private const int MostSlips = 2;

    private static readonly HashSet<string> KnownFiles = new(StringComparer.Ordinal)
    {
        GraphDataFiles.Version, GraphDataFiles.License, GraphDataFiles.Date, "rules.yaml",
    };

    private static readonly string[] ReadFolders = ["channel", "channels", "blockededge", "blockededges"];

    private static readonly string[] KnownFolders =
    [
        GraphDataFiles.Channels, GraphDataFiles.BlockedEdges, GraphDataFiles.Releases, GraphDataFiles.Signatures, "raw",
    ];

    /// <summary>Whether a file at the top is read, or is one of this service's own.</summary>
    public static bool IsKnownFile(string name) => KnownFiles.Contains(name);

    /// <summary>Whether a folder at the top is not read and was probably meant to be, such as <c>blocked_edges</c> or <c>channels.bak</c>.</summary>
    public static bool IsMisspeltFolder(string name)
    {
        if (KnownFolders.Contains(name, StringComparer.Ordinal))
        {
            return false;
        }

        if (name.Length is < 5 or > 40)
        {
            return false;
        }

        var letters = new string([.. name.Where(char.IsAsciiLetter).Select(char.ToLowerInvariant)]);
        return ReadFolders.Any(folder => letters.StartsWith(folder, StringComparison.Ordinal)
            || (Math.Abs(letters.Length - folder.Length) <= MostSlips && NearNames.Near(folder, [letters], most: 1).Count > 0));
    }
}
