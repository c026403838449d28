namespace UpdateService.Registry.Protocol;

/// <summary>What an address answers. Disposing it gives the connection back.</summary>
/// <param name="isNotModified">Whether it is what the entity tag names.</param>
/// <param name="eTag">The entity tag.</param>
/// <param name="content">The content.</param>
public sealed class AddressAnswer(bool isNotModified, string? eTag, Stream content) : IDisposable
{
    /// <summary>Whether it is still what the entity tag of the request names; then there is no content.</summary>
    public bool IsNotModified => isNotModified;

    /// <summary>The entity tag, to be given with the next request; null where the server has none.</summary>
    public string? ETag => eTag;

    /// <summary>The content; reading it throws a <see cref="RegistryException"/> where it does not come to its end.</summary>
    public Stream Content => content;

    /// <inheritdoc/>
    public void Dispose() => content.Dispose();
}
