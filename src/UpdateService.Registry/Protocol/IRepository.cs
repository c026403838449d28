namespace UpdateService.Registry.Protocol;

/// <summary>
/// One repository of a registry, as far as it is read here:
/// <see href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull"/>. Every call has a time limit,
/// is tried again where that may help, and counts towards the limit of requests at once.
/// </summary>
public interface IRepository
{
    /// <summary>Which one.</summary>
    RepositoryName Name { get; }

    /// <summary>All tags, page after page, in the registry's order.</summary>
    /// <exception cref="RegistryException">The list cannot be read to its end; what came before is no whole list.</exception>
    IAsyncEnumerable<string> ListTagsAsync(CancellationToken cancellationToken);

    /// <summary>The digest that a tag names now (HEAD); null if the tag is gone (404).</summary>
    /// <exception cref="RegistryException">It cannot be determined.</exception>
    Task<Digest?> ResolveAsync(string tag, CancellationToken cancellationToken);

    /// <summary>The manifest of a tag or digest, its digest checked; null if it is gone (404).</summary>
    /// <param name="reference">A tag, or <c>sha256:…</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RegistryException">It cannot be read, is over the limit of 4 MiB, or is another one than its digest says.</exception>
    Task<ManifestContent?> ReadManifestAsync(string reference, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a blob. A reader that comes to the stream's end has had the whole blob, with the right digest; where not, that
    /// last read throws. A reader that leaves earlier has checked nothing.
    /// </summary>
    /// <param name="digest">Which.</param>
    /// <param name="firstBytes">
    /// Asks for the beginning only (a range; a registry without ranges is cut off after as many bytes): such a stream is not checked.
    /// </param>
    /// <param name="cancellationToken">Ends the call; reading the stream takes tokens of its own.</param>
    /// <exception cref="RegistryException">It cannot be opened, or is not there.</exception>
    Task<Stream> OpenBlobAsync(Digest digest, long? firstBytes, CancellationToken cancellationToken);
}

/// <summary>A manifest as the registry keeps it.</summary>
/// <param name="MediaType">From the answer's header, without parameters; registries are known to get it wrong.</param>
/// <param name="Digest">The digest of the content.</param>
/// <param name="Content">The bytes.</param>
public sealed record ManifestContent(string MediaType, Digest Digest, ReadOnlyMemory<byte> Content);
