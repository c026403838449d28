using System.Net;
using System.Runtime.CompilerServices;
using UpdateService.Registry.Protocol.Tags;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol;

/// <summary>A repository behind HTTP: <see href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints"/>.</summary>
internal sealed class RegistryRepository : IRepository
{
    private const int LargestManifest = 4 * 1024 * 1024;
    private readonly Uri address;
    private readonly RepositoryAccess access;
    private readonly Patience patience;
    private readonly RegistryTraffic traffic;
    private volatile bool refusesSize;

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
        var walk = new TagWalk(new Uri(address, "tags/list"), !refusesSize);
        while (walk.Query is not null)
        {
            foreach (var tag in await patience.TryAsync(token => ReadPageAsync(walk, token), cancellationToken))
            {
                yield return tag;
            }
        }

        refusesSize = !walk.TakesSize;
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

    /// <summary>Reads a page; if the registry refuses its size, the page of the size that the registry likes.</summary>
    private async ValueTask<IEnumerable<string>> ReadPageAsync(TagWalk walk, CancellationToken cancellationToken)
    {
        var plainer = TagQuery.WithoutSize(walk.Query!);
        using (var answer = await AskForTagsAsync(walk.Address, cancellationToken))
        {
            if (answer.Status == HttpStatusCode.OK)
            {
                return walk.Take(await TagPage.ReadAsync(answer, cancellationToken), hadSize: true);
            }

            var failure = await answer.ToFailureAsync(cancellationToken);
            if (plainer is null || !Refusal.OfQuery(failure))
            {
                return Refused(walk, failure);
            }
        }

        using var plain = await AskForTagsAsync(new Uri(walk.Address, plainer.Length == 0 ? walk.Address.AbsolutePath : plainer), cancellationToken);
        if (plain.Status == HttpStatusCode.OK)
        {
            return walk.Take(await TagPage.ReadAsync(plain, cancellationToken), hadSize: false);
        }

        return Refused(walk, await plain.ToFailureAsync(cancellationToken));
    }

    /// <summary>A registry that refuses the question for more tags has no more.</summary>
    private static IEnumerable<string> Refused(TagWalk walk, RegistryException failure) =>
        walk.IsProbe && (Refusal.IsFinal(failure) || Refusal.OfWay(failure)) ? walk.Take(page: null, hadSize: true) : throw failure;

    private Task<Answer> AskForTagsAsync(Uri page, CancellationToken cancellationToken) =>
        access.AskAsync(new Inquiry(RegistryRequestKind.Tags, HttpMethod.Get, page) { Accept = "application/json" }, cancellationToken);

    private async ValueTask<Digest?> ResolveOnceAsync(string tag, CancellationToken cancellationToken)
    {
        using (var answer = await access.AskAsync(Manifest(RegistryRequestKind.Head, HttpMethod.Head, tag, MediaTypes.AcceptedManifests), cancellationToken))
        {
            if (answer.IsSuccess && Digest.TryParse(answer.Header("Docker-Content-Digest"), out var digest))
            {
                return digest;
            }

            // An answer to HEAD has no body, and only that tells a tag that is gone from a repository that is, and a refusal of HEAD from one of the tag.
            if (!answer.IsSuccess && await answer.ToFailureAsync(cancellationToken) is var failure && !Refusal.OfMethod(failure))
            {
                throw failure;
            }
        }

        return (await ReadManifestOnceAsync(tag, cancellationToken))?.Digest;
    }

    /// <summary>Reads a manifest; if the registry refuses the list of media types, whatever it has.</summary>
    private async ValueTask<ManifestContent?> ReadManifestOnceAsync(string reference, CancellationToken cancellationToken)
    {
        using var answer = await access.AskAsync(Manifest(RegistryRequestKind.Manifest, HttpMethod.Get, reference, MediaTypes.AcceptedManifests), cancellationToken);
        if (answer.Status == HttpStatusCode.OK)
        {
            return await ReadManifestAsync(answer, reference, cancellationToken);
        }

        var failure = await answer.ToFailureAsync(cancellationToken);
        answer.Dispose(); // Its turn is needed for the next question.
        return (Refusal.OfWay(failure) ? await ReadAnyManifestAsync(reference, cancellationToken) : null)
            ?? (failure is { Fault: RegistryFault.NotFound, RegistryCode: not ErrorCode.NameUnknown } ? null : throw failure);
    }

    /// <summary>The manifest as the registry gives it to anybody; null if it is refused, too, or is Docker's schema 1, which is another one than the tag's.</summary>
    private async ValueTask<ManifestContent?> ReadAnyManifestAsync(string reference, CancellationToken cancellationToken)
    {
        using var answer = await access.AskAsync(Manifest(RegistryRequestKind.Manifest, HttpMethod.Get, reference, MediaTypes.Any), cancellationToken);
        return answer.Status == HttpStatusCode.OK && await ReadManifestAsync(answer, reference, cancellationToken) is var manifest && manifest.Content.Span.IndexOf("\"fsLayers\""u8) < 0
            ? manifest
            : null;
    }

    private static async Task<ManifestContent> ReadManifestAsync(Answer answer, string reference, CancellationToken cancellationToken)
    {
        var content = await answer.ReadAllAsync(LargestManifest, cancellationToken);
        var actual = Digest.Of(content);
        if ((Digest.TryParse(reference, out var asked) && asked != actual)
            || (Digest.TryParse(answer.Header("Docker-Content-Digest"), out asked) && asked != actual))
        {
            throw new RegistryException(RegistryFault.DigestMismatch, $"GET {ShownAddress.Of(answer.Address)}: the manifest has the digest {actual}, not {asked}.");
        }

        return new ManifestContent(answer.MediaType, actual, content);
    }

    private Inquiry Manifest(RegistryRequestKind kind, HttpMethod method, string reference, string accept) =>
        new(kind, method, new Uri(address, "manifests/" + reference)) { Accept = accept };

    private async ValueTask<Stream> OpenBlobOnceAsync(Digest digest, long? firstBytes, CancellationToken cancellationToken)
    {
        var blob = new Uri(address, "blobs/" + digest);
        var answer = await access.AskAsync(new Inquiry(RegistryRequestKind.Blob, HttpMethod.Get, blob) { FirstBytes = firstBytes }, cancellationToken);
        if (firstBytes is not null && IsRefusedRange(answer))
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

    /// <summary>Whether the registry does not support ranges of blobs.</summary>
    private static bool IsRefusedRange(Answer answer) =>
        answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable or HttpStatusCode.PreconditionFailed
            or HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.NotImplemented;
}
