using System.Collections.Immutable;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Folders;

/// <summary>
/// Graph-data in a folder. A folder can change while it is read, so a read counts only when the folder's listing is the
/// same before and after; else it is read again after a short quiet time.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="time">Whose time the quiet time is measured in.</param>
public sealed class GraphDataFolder(string path, TimeProvider time) : IGraphDataSource
{
    private const int MostAttempts = 20;

    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(150);

    /// <summary>What was read before: a file with the same bytes gives the same memory again.</summary>
    private ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> last = ImmutableSortedDictionary.Create<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Description => path;

    /// <summary>Called between a listing and the reading of its files, with the number of the attempt: where tests change the folder.</summary>
    internal Action<int> Listed { get; init; } = static _ => { };

    /// <inheritdoc/>
    public string? WatchedPath => path;

    /// <inheritdoc/>
    public async Task<GraphDataFiles> ReadAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (files, isStable) = ReadOnce(attempt, cancellationToken);
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

    private (GraphDataFiles Files, bool IsStable) ReadOnce(int attempt, CancellationToken cancellationToken)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                return (Unreadable(ProblemRule.MissingFile, "The folder does not exist."), true);
            }

            var before = FolderListing.Of(path);
            Listed(attempt);
            var files = ReadFiles(before, cancellationToken);
            return (files, before.Equals(FolderListing.Of(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Also thrown when a folder vanishes under the listing: then a later attempt sees a settled state.
            return (Unreadable(ProblemRule.UnreadableFile, $"The folder cannot be read: {exception.Message}"), !Directory.Exists(path) || exception is UnauthorizedAccessException);
        }
    }

    private GraphDataFiles ReadFiles(FolderListing listing, CancellationToken cancellationToken)
    {
        string[] paths = [.. listing.Paths];
        if (paths.Length > InputLimits.FileCount)
        {
            return Unreadable(ProblemRule.UnreadableFile, $"The folder holds {paths.Length} files, more than {InputLimits.FileCount}.");
        }

        var contents = new ReadOnlyMemory<byte>?[paths.Length];
        var reasons = new string?[paths.Length];
        _ = Parallel.For(0, paths.Length, new ParallelOptions { CancellationToken = cancellationToken }, index =>
            (contents[index], reasons[index]) = ReadFile(paths[index]));

        var byPath = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        for (var index = 0; index < paths.Length; index++)
        {
            if (contents[index] is { } content)
            {
                byPath.Add(paths[index], content);
            }
            else
            {
                problems.Add(new Problem(ProblemRule.UnreadableFile, ProblemSeverity.Rejecting, new Place(paths[index], 0), reasons[index]!));
            }
        }

        last = byPath.ToImmutable();
        return new GraphDataFiles(path, last, listing.Folders, problems.ToImmutable());
    }

    private (ReadOnlyMemory<byte>? Content, string? Reason) ReadFile(string relative)
    {
        try
        {
            var limit = relative.StartsWith(GraphDataFiles.Releases, StringComparison.Ordinal) ? InputLimits.CatalogueBytes : InputLimits.FileBytes;
            using var file = File.OpenHandle(Path.Combine(path, relative), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            if (length > limit)
            {
                return (null, $"The file has {length} bytes, more than the limit of {limit}.");
            }

            if (last.TryGetValue(relative, out var known) && FileBytes.AreIn(file, known.Span))
            {
                return (known, null);
            }

            var bytes = new byte[length];
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is var count and > 0)
            {
                read += count;
            }

            return (bytes.AsMemory(0, read), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, $"The file cannot be read: {exception.Message}");
        }
    }

    private GraphDataFiles Unreadable(ProblemRule rule, string message) =>
        GraphDataFiles.Unreadable(path, new Problem(rule, ProblemSeverity.Rejecting, new Place(path, 0), message));
}
