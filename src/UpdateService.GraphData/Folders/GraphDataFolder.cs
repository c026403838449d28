using System.Collections.Immutable;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Folders;

/// <summary>
/// Graph-data in a folder. A folder can change while it is read, so a read counts only when the folder's listing is the
/// same before and after; else it is read again after a short quiet time. Where a watch tells what changed since the last such read, a file
/// that it does not name, with the same size and time as then, is not opened again.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="time">Whose time the quiet time is measured in.</param>
/// <param name="linkTargets">Folders outside this one that links in it may lead into; null or empty for none.</param>
public sealed class GraphDataFolder(string path, TimeProvider time, IReadOnlyList<string>? linkTargets = null) : IGraphDataSource
{
    private const int MostAttempts = 20;

    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(150);

    /// <summary>What was read before: a file with the same bytes gives the same memory again.</summary>
    private ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> last = ImmutableSortedDictionary.Create<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);

    /// <summary>The listing of the last read, if it was valid and every file could be read.</summary>
    private FolderListing? whole;

    /// <inheritdoc/>
    public string Description => path;

    /// <summary>Called between a listing and the reading of its files, with the number of the attempt: where tests change the folder.</summary>
    internal Action<int> Listed { get; init; } = static _ => { };

    /// <inheritdoc/>
    public string? WatchedPath => path;

    /// <inheritdoc/>
    public Task<GraphDataFiles> ReadAsync(CancellationToken cancellationToken) => ReadAsync(SourceChanges.Unknown, cancellationToken);

    /// <inheritdoc/>
    public async Task<GraphDataFiles> ReadAsync(SourceChanges changes, CancellationToken cancellationToken)
    {
        var told = changes.In(path);
        for (var attempt = 1; ; attempt++)
        {
            var (files, isStable) = ReadOnce(attempt, whole is null ? null : told, cancellationToken);
            if (isStable)
            {
                return files;
            }

            if (attempt == MostAttempts)
            {
                return Unreadable(ProblemRule.UnstableInput, $"The folder kept changing while it was read ({MostAttempts} attempts); it is tried again later.");
            }

            await Task.Delay(QuietTime, time, cancellationToken);
        }
    }

    private (GraphDataFiles Files, bool IsStable) ReadOnce(int attempt, IReadOnlyCollection<string>? told, CancellationToken cancellationToken)
    {
        var earlier = whole;
        whole = null;
        try
        {
            if (!Directory.Exists(path))
            {
                return (Unreadable(ProblemRule.MissingFile, "The folder does not exist."), true);
            }

            var before = FolderListing.Of(path);
            Listed(attempt);
            var changes = told is null || earlier is null ? null : before.ChangesSince(earlier, told);
            var files = ReadFiles(before, changes, cancellationToken);
            var isStable = before.Equals(FolderListing.Of(path)); // Also of files that were not opened: one may come back, or change with another.
            whole = isStable && files.Problems.IsEmpty ? before : null;
            return (files, isStable);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Also thrown when a folder vanishes under the listing: then a later attempt sees a settled state.
            return (Unreadable(ProblemRule.UnreadableFile, $"The folder cannot be read: {exception.Message}"), !Directory.Exists(path) || exception is UnauthorizedAccessException);
        }
    }

    /// <param name="listing">The files that are there.</param>
    /// <param name="changes">Since the last read; null if all may hold something else.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    private GraphDataFiles ReadFiles(FolderListing listing, ListingChanges? changes, CancellationToken cancellationToken)
    {
        // The folder itself and a mounted ConfigMap's ..data may be links: by them whole folders are swapped.
        string[] readable = [RegularFile.RealPathOf(path), RegularFile.RealPathOf(Path.Combine(path, FolderListing.ConfigMapLink)), .. (linkTargets ?? []).Select(RegularFile.RealPathOf)];
        string[] opened = [.. changes?.Changed ?? listing.Paths];
        var contents = new ReadOnlyMemory<byte>?[opened.Length];
        var reasons = new string?[opened.Length];
        _ = Parallel.For(0, opened.Length, new ParallelOptions { CancellationToken = cancellationToken }, index =>
            (contents[index], reasons[index]) = ReadFile(opened[index], readable));

        var known = last.RemoveRange(changes?.Gone ?? last.Keys.Except(opened, StringComparer.Ordinal)).ToBuilder();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        for (var index = 0; index < opened.Length; index++)
        {
            if (contents[index] is not { } content)
            {
                _ = known.Remove(opened[index]);
                problems.Add(new Problem(ProblemRule.UnreadableFile, SeverityOf(opened[index]), new Place(opened[index], 0), reasons[index]!));
            }
            else if (!known.TryGetValue(opened[index], out var before) || !before.Equals(content))
            {
                known[opened[index]] = content;
            }
        }

        last = known.ToImmutable();
        return new GraphDataFiles(path, last, listing.Folders, problems.ToImmutable()) { Unread = [.. listing.Unread.Select(entry => ReadUnread(entry, readable))] };
    }

    /// <summary>The licence and the day of the data decide nothing about updates, so they alone never refuse a set.</summary>
    private static ProblemSeverity SeverityOf(string relative) =>
        relative is GraphDataFiles.License or GraphDataFiles.Date ? ProblemSeverity.Error : ProblemSeverity.Rejecting;

    private UnreadFile ReadUnread(UnreadEntry entry, string[] readable)
    {
        var (content, reason) = entry.Reason is null ? ReadFile(entry.Path, readable) : (null, entry.Reason);
        return new UnreadFile(entry.Path, content, reason);
    }

    private (ReadOnlyMemory<byte>? Content, string? Reason) ReadFile(string relative, string[] readable)
    {
        try
        {
            var limit = relative.StartsWith(GraphDataFiles.Releases, StringComparison.Ordinal) ? InputLimits.CatalogueBytes : InputLimits.FileBytes;
            using var file = RegularFile.Open(Path.Combine(path, relative));
            if (RegularFile.RealPathOf(file) is { } real && !readable.Any(folder => RegularFile.IsIn(folder, real)))
            {
                return (null, "It is a link that leads out of the folder; put the file itself here, or name the other folder by --allow-links-to.");
            }

            var length = RandomAccess.GetLength(file);
            if (length > limit)
            {
                return (null, $"The file has {length} bytes, more than the limit of {limit}.");
            }

            if (last.TryGetValue(relative, out var known) && FileBytes.AreIn(file, known.Span))
            {
                return (known, null);
            }

            return (RegularFile.ReadAll(file), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, $"The file cannot be read: {exception.Message}");
        }
    }

    private GraphDataFiles Unreadable(ProblemRule rule, string message) =>
        GraphDataFiles.Unreadable(path, new Problem(rule, ProblemSeverity.Rejecting, new Place(path, 0), message));
}
