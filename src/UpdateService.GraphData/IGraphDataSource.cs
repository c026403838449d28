using UpdateService.GraphData.Files;

namespace UpdateService.GraphData;

/// <summary>Somewhere that graph-data come from.</summary>
public interface IGraphDataSource
{
    /// <summary>Its path or address in readable form, without secrets.</summary>
    string Description { get; }

    /// <summary>A path to watch, a change in which starts a refresh; null if the source must be polled.</summary>
    string? WatchedPath { get; }

    /// <summary>Reads all files. What cannot be read is among the result's problems; nothing is thrown for it.</summary>
    Task<GraphDataFiles> ReadAsync(CancellationToken cancellationToken);

    /// <summary>As <see cref="ReadAsync(CancellationToken)"/>, but a source with separate files opens only those that may have changed.</summary>
    /// <param name="changes">Since the last reading.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<GraphDataFiles> ReadAsync(SourceChanges changes, CancellationToken cancellationToken) => ReadAsync(cancellationToken);
}
