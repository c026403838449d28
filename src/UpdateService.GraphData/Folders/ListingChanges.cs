namespace UpdateService.GraphData.Folders;

/// <summary>How a folder differs from what it was.</summary>
/// <param name="Changed">Files that are new or may hold something else, in ordinal order.</param>
/// <param name="Gone">Files that are no longer there.</param>
internal sealed record ListingChanges(IReadOnlyList<string> Changed, IReadOnlyList<string> Gone);
