namespace UpdateService.GraphData.Folders;

/// <summary>Something in a folder of graph-data that is not read as a file of graph-data.</summary>
/// <param name="Path">Relative to the folder, with <c>/</c>.</param>
/// <param name="Size">In bytes; 0 for what is no regular file.</param>
/// <param name="Changed">When it was last written.</param>
/// <param name="Reason">Why it cannot be opened, as a sentence; null for a regular file, whose content shows what it is.</param>
internal sealed record UnreadEntry(string Path, long Size, DateTime Changed, string? Reason);
