namespace UpdateService.Registry.Protocol;

/// <summary>The answer of an address. Disposing it releases the connection.</summary>
/// <param name="isNotModified">Whether it is what the entity tag names.</param>
/// <param name="eTag">The entity tag.</param>
/// <param name="content">The content.</param>
public sealed class AddressAnswer(bool isNotModified, string? eTag, Stream content) : IDisposable
{
    /// <summary>Whether it is still what the entity tag of the request names; then there is no content.</summary>
    public bool IsNotModified => isNotModified;

    /// <summary>The entity tag for the next request; null if the server sends none.</summary>
    public string? ETag => eTag;

    /// <summary>The content. Reading it throws a <see cref="RegistryException"/> if it is incomplete.</summary>
    public Stream Content => content;

    /// <inheritdoc/>
    public void Dispose() => content.Dispose();
}
