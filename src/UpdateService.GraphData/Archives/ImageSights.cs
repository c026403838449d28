namespace UpdateService.GraphData.Archives;

/// <summary>What was seen in an image, reported if graph-data are not found at the expected places.</summary>
internal sealed class ImageSights
{
    private const int MostNames = 12;
    private const int MostFolders = 3;

    private readonly SortedSet<string> top = new(StringComparer.Ordinal);
    private readonly SortedSet<string> likely = new(StringComparer.Ordinal);

    /// <summary>Takes the path of an entry.</summary>
    public void See(string path)
    {
        if (path.Length == 0)
        {
            return;
        }

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (top.Count <= MostNames)
        {
            _ = top.Add(slash < 0 ? path : path[..slash]);
        }

        foreach (var folder in (string[])["/blocked-edges", "/channels"])
        {
            var at = path.IndexOf(folder, StringComparison.Ordinal);
            if (at > 0 && (at + folder.Length == path.Length || path[at + folder.Length] == '/') && likely.Count < MostFolders)
            {
                _ = likely.Add(path[..at]);
            }
        }
    }

    /// <summary>Sentences.</summary>
    public override string ToString()
    {
        var names = top.Count == 0 ? "nothing" : string.Join(", ", top.Take(MostNames).Select(name => $"'{Excerpt.Of(name)}'"));
        var told = $"At its top it has {names}{(top.Count > MostNames ? " and more" : "")}.";
        return likely.Count == 0 ? told : $"{told} Graph-data seem to stand in {string.Join(", ", likely.Select(folder => $"'/{Excerpt.Of(folder)}/'"))}; put them under /{ArchivePlaces.ImageFolder}/.";
    }
}
