namespace UpdateService.Builder.Sources;

/// <summary>An archive as returned by an address.</summary>
/// <param name="Content">The bytes. The caller disposes them.</param>
/// <param name="EntityTag">The answer's <c>ETag</c>; null if it has none.</param>
public sealed record FetchedArchive(Stream Content, string? EntityTag) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
