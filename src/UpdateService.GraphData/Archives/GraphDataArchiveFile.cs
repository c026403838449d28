using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Archives;

/// <summary>
/// Graph-data in a <c>.tar.gz</c>, <c>.tgz</c>, <c>.tar.zst</c> or <c>.tar</c>. A file can change while it is read, so a read counts only
/// when size and time are the same before and after; else it is read again after a short quiet time.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="time">Whose time the quiet time is measured in.</param>
public sealed class GraphDataArchiveFile(string path, TimeProvider time) : IGraphDataSource
{
    private const int MostAttempts = 20;

    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(150);

    private GraphDataFiles? last;

    /// <inheritdoc/>
    public string Description => path;

    /// <inheritdoc/>
    public string? WatchedPath => path;

    /// <summary>Called before the file is read, with the number of the attempt: where tests change it.</summary>
    internal Action<int> Opening { get; init; } = static _ => { };

    /// <inheritdoc/>
    /// <remarks>A file with the same bytes gives the same object again.</remarks>
    public async Task<GraphDataFiles> ReadAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            var before = State();
            Opening(attempt);
            var files = await ReadOnceAsync(cancellationToken);
            if (before == State())
            {
                return last = last?.Identity is not null && files.Identity == last.Identity ? last : files;
            }

            await Task.Delay(QuietTime, time, cancellationToken);
        }

        return Unreadable(ProblemRule.UnstableInput, $"The archive kept changing while it was read ({MostAttempts} attempts); it is tried again later.");
    }

    private async Task<GraphDataFiles> ReadOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(RegularFile.Open(path), FileAccess.Read);
            return await GraphDataArchiveReader.ReadAsync(file, path, ArchiveLimits.Archive, cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(ProblemRule.MissingFile, "There is no folder and no file of this name.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Unreadable(ProblemRule.UnreadableFile, $"The archive cannot be read: {exception.Message}");
        }
    }

    /// <summary>Of the file behind a link, too.</summary>
    private (bool Exists, long Size, DateTime Changed) State()
    {
        try
        {
            var file = new FileInfo(path);
            file = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return file.Exists ? (true, file.Length, file.LastWriteTimeUtc) : default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private GraphDataFiles Unreadable(ProblemRule rule, string message) =>
        GraphDataFiles.Unreadable(path, new Problem(rule, ProblemSeverity.Rejecting, new Place(path, 0), message));
}
