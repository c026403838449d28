namespace UpdateService.GraphData.Files;

/// <summary>A file beside graph-data that is not one of them by its name or place.</summary>
/// <param name="Path">Relative to the top, with <c>/</c>.</param>
/// <param name="Content">Its content; null if it cannot be read.</param>
/// <param name="Reason">Why it cannot be read, as a sentence; null if it can.</param>
public sealed record UnreadFile(string Path, ReadOnlyMemory<byte>? Content, string? Reason);
