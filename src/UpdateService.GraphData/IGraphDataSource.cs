using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>Somewhere that graph-data come from.</summary>
public interface IGraphDataSource
{
    /// <summary>Where that is, for people: a path or an address, without secrets.</summary>
    string Description { get; }

    /// <summary>A path whose changes are worth a refresh at once; null where only asking tells.</summary>
    string? WatchedPath { get; }

    /// <summary>Reads all files. What cannot be read is among the result's problems; nothing is thrown for it.</summary>
    Task<GraphDataFiles> ReadAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="ReadAsync(CancellationToken)"/>; a source that can tell its files apart opens only those that may have changed.</summary>
    /// <param name="changes">Since the last reading.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<GraphDataFiles> ReadAsync(SourceChanges changes, CancellationToken cancellationToken) => ReadAsync(cancellationToken);
}
