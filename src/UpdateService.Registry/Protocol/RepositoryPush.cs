using System.Net;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol;

/// <summary>
/// One repository of a registry, as far as it is written here: <see href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push"/>.
/// Every call has a time limit, is tried again as a whole where that may help, and counts towards the limit of requests at once.
/// </summary>
public sealed class RepositoryPush
{
    private readonly RepositoryAccess access;
    private readonly Patience patience;

    internal RepositoryPush(RepositoryName name, RepositoryAccess access, Patience patience)
    {
        Name = name;
        this.access = access;
        this.patience = patience;
    }

    /// <summary>Which one.</summary>
    public RepositoryName Name { get; }

    /// <summary>Whether the repository has a blob.</summary>
    /// <exception cref="RegistryException">It cannot be determined.</exception>
    public async Task<bool> HasBlobAsync(Digest digest, CancellationToken cancellationToken) =>
        await patience.TryAsync(token => FindAsync(digest, token), cancellationToken) is not null;

    /// <summary>Sends a blob, in one piece.</summary>
    /// <exception cref="RegistryException">The registry does not take it; no part of it counts.</exception>
    public async Task SendBlobAsync(Digest digest, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        _ = await patience.TryAsync<Digest>(token => SendOnceAsync(digest, content, token), cancellationToken);

    /// <summary>Sends a manifest, whose blobs the repository must have, and lets a tag name it.</summary>
    /// <returns>Its digest.</returns>
    /// <exception cref="RegistryException">The registry does not take it; the tag names what it named before.</exception>
    public async Task<Digest> SendManifestAsync(string tag, string mediaType, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (!RepositoryGrammar.IsTag(tag))
        {
            throw new ArgumentException($"'{Excerpt.Of(tag)}' is not a tag.", nameof(tag));
        }

        var inquiry = Push(HttpMethod.Put, new Uri(access.Address, "manifests/" + tag), content, mediaType);
        return (await patience.TryAsync<Digest>(token => SendOnceAsync(inquiry, Digest.Of(content.Span), token), cancellationToken))!;
    }

    private static Inquiry Push(HttpMethod method, Uri address, ReadOnlyMemory<byte>? content = null, string? contentType = null) =>
        new(RegistryRequestKind.Push, method, address) { Content = content, ContentType = contentType };

    private async ValueTask<Digest?> FindAsync(Digest digest, CancellationToken cancellationToken)
    {
        using var answer = await access.AskAsync(Push(HttpMethod.Head, new Uri(access.Address, "blobs/" + digest)), cancellationToken);
        return answer.IsSuccess ? digest
            : answer.Status == HttpStatusCode.NotFound ? null
            : throw await answer.ToFailureAsync(cancellationToken);
    }

    private async ValueTask<Digest> SendOnceAsync(Digest digest, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var place = await BeginAsync(cancellationToken);
        var whole = new UriBuilder(place) { Query = $"{(place.Query.Length > 1 ? $"{place.Query[1..]}&" : "")}digest={digest}" }.Uri;
        return await SendOnceAsync(Push(HttpMethod.Put, whole, content, "application/octet-stream"), digest, cancellationToken);
    }

    /// <summary>Opens an upload; registries say where to, relative to the request or not.</summary>
    private async Task<Uri> BeginAsync(CancellationToken cancellationToken)
    {
        var inquiry = Push(HttpMethod.Post, new Uri(access.Address, "blobs/uploads/"), ReadOnlyMemory<byte>.Empty);
        using var answer = await access.AskAsync(inquiry, cancellationToken);
        if (answer.Status != HttpStatusCode.Accepted)
        {
            throw await answer.ToFailureAsync(cancellationToken);
        }

        return Uri.TryCreate(answer.Address, answer.Header("Location"), out var place)
            ? place
            : throw new RegistryException(RegistryFault.InvalidAnswer, $"{inquiry}: the answer does not say where to send the blob (Location).");
    }

    private async ValueTask<Digest> SendOnceAsync(Inquiry inquiry, Digest digest, CancellationToken cancellationToken)
    {
        using var answer = await access.AskAsync(inquiry, cancellationToken);
        if (answer.Status is not (HttpStatusCode.Created or HttpStatusCode.NoContent or HttpStatusCode.OK))
        {
            throw await answer.ToFailureAsync(cancellationToken);
        }

        return !Digest.TryParse(answer.Header("Docker-Content-Digest"), out var taken) || taken == digest
            ? digest
            : throw new RegistryException(RegistryFault.DigestMismatch, $"{inquiry}: the registry took {taken}, not {digest}.");
    }
}
