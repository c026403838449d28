using System.Net;
using System.Net.Http.Headers;
using UpdateService.Registry;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Registries;

/// <summary>
/// Fills a repository of a registry over HTTP, with the rights that the registry asks for:
/// <see href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push"/>.
/// </summary>
/// <param name="registry">The registry.</param>
/// <param name="repository">The path of the repository in it.</param>
public sealed class RegistryPush(RealRegistry registry, string repository)
{
    /// <summary>Pushes an image, all that belongs to it first, and lets a tag name it.</summary>
    public async Task<Digest> ImageAsync(string tag, ImageSketch image)
    {
        foreach (var content in image.Blobs.Values)
        {
            _ = await BlobAsync(content);
        }

        foreach (var shard in image.Shards)
        {
            _ = await ManifestAsync(shard.Digest.ToString(), shard.MediaType, shard.Content);
        }

        return await ManifestAsync(tag, image.Manifest.MediaType, image.Manifest.Content);
    }

    /// <summary>Pushes a blob in one piece.</summary>
    public async Task<Digest> BlobAsync(ReadOnlyMemory<byte> content)
    {
        var digest = Digest.Of(content.Span);
        using var opened = await SendAsync(HttpMethod.Post, new Uri(registry.Address, $"/v2/{repository}/blobs/uploads/"), content: null);
        Expect(HttpStatusCode.Accepted, opened);
        var upload = opened.Headers.Location!.OriginalString;
        using var bytes = Bytes(content, "application/octet-stream");
        using var closed = await SendAsync(HttpMethod.Put, new Uri(registry.Address, $"{upload}{(upload.Contains('?', StringComparison.Ordinal) ? '&' : '?')}digest={digest}"), bytes);
        Expect(HttpStatusCode.Created, closed);
        return digest;
    }

    /// <summary>Pushes a manifest, whose blobs and manifests must be there.</summary>
    /// <param name="reference">A tag, or the manifest's digest.</param>
    /// <param name="mediaType">Of the manifest.</param>
    /// <param name="content">Its bytes.</param>
    public async Task<Digest> ManifestAsync(string reference, string mediaType, ReadOnlyMemory<byte> content)
    {
        using var bytes = Bytes(content, mediaType);
        using var answer = await SendAsync(HttpMethod.Put, Manifest(reference), bytes);
        Expect(HttpStatusCode.Created, answer);
        return Digest.Of(content.Span);
    }

    /// <summary>Deletes a manifest and all its tags.</summary>
    public async Task DeleteAsync(Digest manifest)
    {
        using var answer = await SendAsync(HttpMethod.Delete, Manifest(manifest.ToString()), content: null);
        Expect(HttpStatusCode.Accepted, answer);
    }

    private Uri Manifest(string reference) => new(registry.Address, $"/v2/{repository}/manifests/{reference}");

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = registry.Setup switch
        {
            { Account: { } account } => AuthenticationHeaderValue.Parse(account.Authorization),
            { Tokens: { } tokens } => new AuthenticationHeaderValue("Bearer", tokens.Issue([(repository, ["pull", "push", "delete"])])),
            _ => null,
        };
        return await registry.Client.SendAsync(request);
    }

    private static ReadOnlyMemoryContent Bytes(ReadOnlyMemory<byte> content, string mediaType) =>
        new(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };

    private static void Expect(HttpStatusCode status, HttpResponseMessage answer) => Assert.True(
        answer.StatusCode == status,
        $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri} was answered with {answer.StatusCode}: {new StreamReader(answer.Content.ReadAsStream()).ReadToEnd()}");
}
