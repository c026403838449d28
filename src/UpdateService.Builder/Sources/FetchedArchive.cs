namespace UpdateService.Builder.Sources;

/// <summary>An archive as an address gave it.</summary>
/// <param name="Content">The bytes; whoever reads them disposes this.</param>
/// <param name="EntityTag">The answer's <c>ETag</c>; null where it has none.</param>
public sealed record FetchedArchive(Stream Content, string? EntityTag) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
