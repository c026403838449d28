using System.Net;
using System.Runtime.CompilerServices;
using UpdateService.Registry.Protocol.Tags;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol;

/// <summary>A repository behind HTTP: <see href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints"/>.</summary>
internal sealed class RegistryRepository : IRepository
{
    private const int LargestManifest = 4 * 1024 * 1024;
    private const int MostPages = 10_000;

    /// <summary>The largest public repository of releases has some ten thousand.</summary>
    private const int MostTags = 1_000_000;

    private readonly Uri address;
    private readonly RepositoryAccess access;
    private readonly Patience patience;
    private readonly RegistryTraffic traffic;

    internal RegistryRepository(RepositoryName name, RepositoryAccess access, Patience patience, RegistryTraffic traffic)
    {
        Name = name;
        address = access.Address;
        this.access = access;
        this.patience = patience;
        this.traffic = traffic;
    }

    /// <inheritdoc/>
    public RepositoryName Name { get; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListTagsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var list = new Uri(address, "tags/list");
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var entries = 0;
        TagPage? before = null;
        for (var query = TagPage.FirstQuery; query is not null;)
        {
            if (!asked.Add(query) || asked.Count > MostPages)
            {
                throw Counted(new RegistryException(RegistryFault.InvalidAnswer, $"GET {ShownAddress.Of(list)}: the pages of tags have no end."));
            }

            var at = new Uri(list, query);
            var (page, next) = await patience.TryAsync(token => ReadPageAsync(at, token), cancellationToken);
            if (page.Link is null && page.IsSameAs(before))
            {
                break;
            }

            entries += page.Entries;
            if (entries > MostTags)
            {
                throw Counted(new RegistryException(RegistryFault.InvalidAnswer, $"GET {ShownAddress.Of(list)}: there are more than the limit of {MostTags} tags."));
            }

            foreach (var tag in page.Tags)
            {
                yield return tag;
            }

            (before, query) = (page, next);
        }
    }

    /// <inheritdoc/>
    public Task<Digest?> ResolveAsync(string tag, CancellationToken cancellationToken)
    {
        Check(tag);
        return patience.TryAsync(token => ResolveOnceAsync(tag, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ManifestContent?> ReadManifestAsync(string reference, CancellationToken cancellationToken)
    {
        Check(reference);
        return patience.TryAsync(token => ReadManifestOnceAsync(reference, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenBlobAsync(Digest digest, long? firstBytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(firstBytes ?? 1, nameof(firstBytes));
        return patience.TryAsync(token => OpenBlobOnceAsync(digest, firstBytes, token), cancellationToken);
    }

    private static void Check(string reference)
    {
        if (!RepositoryGrammar.IsTag(reference) && !Digest.TryParse(reference, out _))
        {
            throw new ArgumentException($"'{Excerpt.Of(reference)}' is neither a tag nor a digest.", nameof(reference));
        }
    }

    private async ValueTask<TurnedPage> ReadPageAsync(Uri page, CancellationToken cancellationToken)
    {
        using var answer = await access.AskAsync(new Inquiry(RegistryRequestKind.Tags, HttpMethod.Get, page) { Accept = "application/json" }, cancellationToken);
        if (answer.Status != HttpStatusCode.OK)
        {
            throw await answer.ToFailureAsync(cancellationToken);
        }

        var tags = await TagPage.ReadAsync(answer, cancellationToken);
        return new TurnedPage(tags, tags.NextQuery(page));
    }

    private async ValueTask<Digest?> ResolveOnceAsync(string tag, CancellationToken cancellationToken)
    {
        using (var answer = await access.AskAsync(Manifest(RegistryRequestKind.Head, HttpMethod.Head, tag), cancellationToken))
        {
            if (answer.IsSuccess && Digest.TryParse(answer.Header("Docker-Content-Digest"), out var digest))
            {
                return digest;
            }

            // 404 is looked at twice: an answer to HEAD has no body, and only that tells a tag that is gone from a repository that is.
            if (!answer.IsSuccess && answer.Status is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented))
            {
                throw await answer.ToFailureAsync(cancellationToken);
            }
        }

        return (await ReadManifestOnceAsync(tag, cancellationToken))?.Digest;
    }

    private async ValueTask<ManifestContent?> ReadManifestOnceAsync(string reference, CancellationToken cancellationToken)
    {
        using var answer = await access.AskAsync(Manifest(RegistryRequestKind.Manifest, HttpMethod.Get, reference), cancellationToken);
        if (answer.Status != HttpStatusCode.OK)
        {
            var failure = await answer.ToFailureAsync(cancellationToken);
            return failure is { Fault: RegistryFault.NotFound, RegistryCode: not ErrorCode.NameUnknown } ? null : throw failure;
        }

        var content = await answer.ReadAllAsync(LargestManifest, cancellationToken);
        var actual = Digest.Of(content);
        if ((Digest.TryParse(reference, out var asked) && asked != actual)
            || (Digest.TryParse(answer.Header("Docker-Content-Digest"), out asked) && asked != actual))
        {
            throw new RegistryException(RegistryFault.DigestMismatch, $"GET {ShownAddress.Of(answer.Address)}: the manifest has the digest {actual}, not {asked}.");
        }

        return new ManifestContent(answer.MediaType, actual, content);
    }

    private Inquiry Manifest(RegistryRequestKind kind, HttpMethod method, string reference) =>
        new(kind, method, new Uri(address, "manifests/" + reference)) { Accept = MediaTypes.AcceptedManifests };

    private async ValueTask<Stream> OpenBlobOnceAsync(Digest digest, long? firstBytes, CancellationToken cancellationToken)
    {
        var blob = new Uri(address, "blobs/" + digest);
        var answer = await access.AskAsync(new Inquiry(RegistryRequestKind.Blob, HttpMethod.Get, blob) { FirstBytes = firstBytes }, cancellationToken);
        if (answer.Status == HttpStatusCode.RequestedRangeNotSatisfiable && firstBytes is not null)
        {
            answer.Dispose();
            answer = await access.AskAsync(new Inquiry(RegistryRequestKind.Blob, HttpMethod.Get, blob), cancellationToken);
        }

        if (answer.Status == HttpStatusCode.OK || (answer.Status == HttpStatusCode.PartialContent && firstBytes is not null && answer.RangeStart == 0))
        {
            return new ContentStream(answer, firstBytes is null ? digest : null, firstBytes, traffic);
        }

        using (answer)
        {
            throw await answer.ToFailureAsync(cancellationToken);
        }
    }

    private RegistryException Counted(RegistryException exception)
    {
        traffic.CountFailure(exception.Fault);
        return exception;
    }

    /// <summary>A page, and the query of the one after it; null at the end.</summary>
    private sealed record TurnedPage(TagPage Page, string? Next);
}
