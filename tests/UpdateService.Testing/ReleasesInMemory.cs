using UpdateService.Builder.Sources;

namespace UpdateService.Testing;

/// <summary>Releases that are in memory already.</summary>
public sealed class ReleasesInMemory(params Release[] releases) : IReleaseSource
{
    /// <summary>What the next read gives.</summary>
    public ReleaseReading Reading { get; set; } = new([.. releases], []);

    /// <inheritdoc/>
    public string Description => "memory";

    /// <inheritdoc/>
    public string? WatchedPath => null;

    /// <inheritdoc/>
    public Task<ReleaseReading> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Reading);
    }
}
