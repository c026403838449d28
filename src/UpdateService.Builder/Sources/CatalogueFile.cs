using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Sources;

/// <summary>Releases in a catalogue: a file of JSON Lines, plain or gzip.</summary>
/// <param name="path">The file.</param>
/// <param name="lenient">Whether unreadable lines are quarantined.</param>
public sealed class CatalogueFile(string path, bool lenient) : IReleaseSource
{
    private readonly CatalogueCache cache = new(lenient);

    /// <inheritdoc/>
    public string Description => path;

    /// <inheritdoc/>
    public string? WatchedPath => path;

    /// <inheritdoc/>
    public Task<ReleaseReading> ReadAsync(CancellationToken cancellationToken) => Task.Run(Read, cancellationToken);

    private ReleaseReading Read()
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Length > InputLimits.CatalogueBytes)
            {
                return Unreadable(ProblemRule.UnreadableFile, $"The file has more than the limit of {InputLimits.CatalogueBytes} bytes.");
            }

            return cache.ReadUnchanged(file) ?? cache.Read(path, RegularFile.ReadAll(path));
        }
        catch (FileNotFoundException)
        {
            return Unreadable(ProblemRule.MissingFile, "The catalogue does not exist.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(ProblemRule.UnreadableFile, $"The catalogue cannot be read: {exception.Message}");
        }
    }

    private ReleaseReading Unreadable(ProblemRule rule, string message) =>
        new([], [new Problem(rule, ProblemSeverity.Rejecting, new Place(path, 0), message)]);
}
