namespace UpdateService.GraphData.Folders;

/// <summary>A file as a listing found it.</summary>
/// <param name="Path">Relative to the folder, with <c>/</c>.</param>
/// <param name="Size">In bytes; -1 if there is no file.</param>
/// <param name="Changed">When it was last written.</param>
/// <param name="Link">Where it leads, if it is a link; null if it is none.</param>
internal readonly record struct ListedFile(string Path, long Size, DateTime Changed, string? Link)
{
    public static IComparer<ListedFile> ByPath { get; } = Comparer<ListedFile>.Create((left, right) => string.CompareOrdinal(left.Path, right.Path));

    public static ListedFile Of(string path, FileInfo file)
    {
        if (file.LinkTarget is not { } link)
        {
            return new ListedFile(path, file.Exists ? file.Length : -1, file.LastWriteTimeUtc, null);
        }

        // What counts is the file behind the link; a link that leads nowhere fails later, when it is read.
        try
        {
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return new ListedFile(path, target is { Exists: true } ? target.Length : -1, target?.LastWriteTimeUtc ?? default, link);
        }
        catch (IOException)
        {
            return new ListedFile(path, -1, default, link);
        }
    }
}
