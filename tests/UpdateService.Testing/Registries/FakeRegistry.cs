using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace UpdateService.Testing.Registries;

/// <summary>
/// A registry in memory on a free port of the loopback, over HTTP or TLS, that counts what it is asked and fails as a test wants it.
/// All members may be used while it serves.
/// </summary>
public sealed class FakeRegistry : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SortedDictionary<string, string>> tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (byte[] Content, string MediaType)> manifests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<FakeRequest> requests = new();
    private readonly WebApplication application;
    private int now;
    private int most;

    private FakeRegistry(WebApplication application) => this.application = application;

    /// <summary>Its host and port: <c>127.0.0.1:40123</c>.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Its address: <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What goes wrong.</summary>
    public FakeFaults Faults { get; } = new();

    /// <summary>How it wants to be asked; null: by anybody.</summary>
    public FakeLogin? Login { get; set; }

    /// <summary>All requests so far, in order.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. requests];

    /// <summary>The most requests that were served at once.</summary>
    public int MostAtOnce => Volatile.Read(ref most);

    /// <summary>Starts one.</summary>
    /// <param name="certificate">Makes it speak TLS; see <see cref="FakeAuthority"/>.</param>
    /// <param name="address">Where it listens; 127.0.0.1 where it is not said.</param>
    public static async Task<FakeRegistry> StartAsync(X509Certificate2? certificate = null, IPAddress? address = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Listen(address ?? IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                if (certificate is not null)
                {
                    _ = listen.UseHttps(certificate);
                }
                else
                {
                    listen.Protocols = HttpProtocols.Http1;
                }
            });
        });
        if (certificate is not null)
        {
            _ = builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var registry = new FakeRegistry(builder.Build());
        registry.application.Run(registry.ServeAsync);
        await registry.application.StartAsync();
        registry.Address = registry.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        registry.Host = registry.Address[(registry.Address.IndexOf("//", StringComparison.Ordinal) + 2)..];
        return registry;
    }

    /// <summary>How many requests of the kind there were.</summary>
    public int Count(FakeRequestKind kind) => requests.Count(request => request.Kind == kind);

    /// <summary>Adds a manifest under a tag, in place of what the tag named before.</summary>
    /// <returns>Its digest.</returns>
    public string Add(string repository, string tag, byte[] manifest, string mediaType)
    {
        var digest = Add(repository, manifest, mediaType);
        var names = tags[repository];
        lock (names)
        {
            names[tag] = digest;
        }

        return digest;
    }

    /// <summary>Adds a manifest without a tag.</summary>
    /// <returns>Its digest.</returns>
    public string Add(string repository, byte[] manifest, string mediaType)
    {
        var digest = DigestOf(manifest);
        manifests[digest] = (manifest, mediaType);
        _ = tags.GetOrAdd(repository, _ => new(StringComparer.Ordinal));
        return digest;
    }

    /// <summary>Adds a blob, to all repositories.</summary>
    /// <returns>Its digest.</returns>
    public string AddBlob(byte[] content)
    {
        var digest = DigestOf(content);
        blobs[digest] = content;
        return digest;
    }

    /// <summary>Adds a file at a path, for any client.</summary>
    public void AddFile(string path, byte[] content) => files[path] = content;

    /// <summary>Puts other bytes in the place of a blob, or of a manifest, that keeps its digest.</summary>
    public void Corrupt(string digest, byte[] content)
    {
        if (blobs.ContainsKey(digest))
        {
            blobs[digest] = content;
        }
        else
        {
            manifests[digest] = (content, manifests[digest].MediaType);
        }
    }

    /// <summary>Removes a tag.</summary>
    public void Remove(string repository, string tag)
    {
        var names = tags[repository];
        lock (names)
        {
            _ = names.Remove(tag);
        }
    }

    /// <summary>Removes a repository.</summary>
    public void Remove(string repository) => tags.TryRemove(repository, out _);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task ServeAsync(HttpContext context)
    {
        var (kind, repository, reference) = Understand(context.Request);
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        requests.Enqueue(new(kind, context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", headers, body));
        var atOnce = Interlocked.Increment(ref now);
        for (var seen = Volatile.Read(ref most); atOnce > seen && Interlocked.CompareExchange(ref most, atOnce, seen) != seen; seen = Volatile.Read(ref most))
        {
        }

        try
        {
            await (Faults.Take(kind) is { } fault ? fault(context, Answer) : Answer());
        }
        finally
        {
            _ = Interlocked.Decrement(ref now);
        }

        Task Answer() => AnswerAsync(context, kind, repository, reference, body);
    }

    private static (FakeRequestKind Kind, string Repository, string Reference) Understand(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (path == "/token")
        {
            return (FakeRequestKind.Token, "", "");
        }

        foreach (var (part, kind) in new[] { ("/tags/", FakeRequestKind.Tags), ("/manifests/", FakeRequestKind.Manifest), ("/blobs/", FakeRequestKind.Blob) })
        {
            var at = path.LastIndexOf(part, StringComparison.Ordinal);
            if (at > 0 && path.StartsWith("/v2/", StringComparison.Ordinal))
            {
                var asked = kind == FakeRequestKind.Manifest && HttpMethods.IsHead(request.Method) ? FakeRequestKind.Head : kind;
                return (asked, path["/v2/".Length..at], path[(at + part.Length)..]);
            }
        }

        return (FakeRequestKind.File, "", path);
    }

    private Task AnswerAsync(HttpContext context, FakeRequestKind kind, string repository, string reference, string body)
    {
        var authorization = context.Request.Headers.Authorization.Count == 0 ? null : context.Request.Headers.Authorization.ToString();
        if (kind == FakeRequestKind.Token)
        {
            return Login?.Issue(authorization, body) is { } token ? FakeAnswer.JsonAsync(context, token) : FakeAnswer.ErrorAsync(context, 401, "UNAUTHORIZED");
        }

        if (kind == FakeRequestKind.File)
        {
            return FileAsync(context, reference);
        }

        if (Login is { } login && !login.Accepts(authorization))
        {
            context.Response.Headers.WWWAuthenticate = login.ChallengeFor(Address, repository);
            return FakeAnswer.ErrorAsync(context, 401, "UNAUTHORIZED");
        }

        if (kind == FakeRequestKind.Blob)
        {
            return BlobAsync(context, reference);
        }

        if (!tags.TryGetValue(repository, out var names))
        {
            return FakeAnswer.ErrorAsync(context, 404, "NAME_UNKNOWN");
        }

        return kind == FakeRequestKind.Tags ? TagsAsync(context, repository, names) : ManifestAsync(context, names, reference);
    }

    private Task TagsAsync(HttpContext context, string repository, SortedDictionary<string, string> names)
    {
        var query = context.Request.Query;
        var last = query["last"].ToString();
        string[] rest;
        lock (names)
        {
            rest = [.. names.Keys.Where(name => string.CompareOrdinal(name, last) > 0)];
        }

        var asked = int.TryParse(query["n"], CultureInfo.InvariantCulture, out var n) ? n : int.MaxValue;
        var page = Faults.IgnoresPageSize ? rest : rest[..Math.Min(rest.Length, Math.Min(asked, Faults.LargestPage))];
        if (page.Length < rest.Length || Faults.Links == FakeLinks.Looping)
        {
            var next = $"/v2/{repository}/tags/list?last={page.LastOrDefault()}&n={asked}";
            var link = Faults.Link ?? Faults.Links switch
            {
                FakeLinks.Absolute => Address + next,
                FakeLinks.RelativeWithoutSlash => next[1..],
                FakeLinks.Looping => $"/v2/{repository}/tags/list?n={asked}",
                _ => next,
            };
            if (Faults.Links != FakeLinks.Missing)
            {
                context.Response.Headers.Link = $"<{link}>; rel=\"next\"";
            }
        }

        return FakeAnswer.JsonAsync(context, Faults.TagsBody ?? $"{{\"name\":\"{repository}\",\"tags\":{JsonSerializer.Serialize(page)}}}");
    }

    private Task ManifestAsync(HttpContext context, SortedDictionary<string, string> names, string reference)
    {
        string? digest;
        lock (names)
        {
            digest = reference.StartsWith("sha256:", StringComparison.Ordinal) ? reference : names.GetValueOrDefault(reference);
        }

        if (digest is null || !manifests.TryGetValue(digest, out var manifest))
        {
            return FakeAnswer.ErrorAsync(context, 404, "MANIFEST_UNKNOWN");
        }

        context.Response.ContentType = Faults.ContentType ?? manifest.MediaType;
        if (!Faults.HidesDigest)
        {
            context.Response.Headers["Docker-Content-Digest"] = Faults.ContentDigest ?? digest;
        }

        return FakeAnswer.BodyAsync(context, manifest.Content);
    }

    private Task BlobAsync(HttpContext context, string digest)
    {
        if (Faults.BlobsAt is { } other)
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = $"{other}{context.Request.Path}?signature=s1gnature";
            return Task.CompletedTask;
        }

        return blobs.TryGetValue(digest, out var blob) ? RangeAsync(context, blob) : FakeAnswer.ErrorAsync(context, 404, "BLOB_UNKNOWN");
    }

    private Task RangeAsync(HttpContext context, byte[] content)
    {
        context.Response.ContentType = "application/octet-stream";
        var range = context.Request.Headers.Range.ToString();
        if (Faults.HasNoRanges || !range.StartsWith("bytes=0-", StringComparison.Ordinal))
        {
            return FakeAnswer.BodyAsync(context, content);
        }

        if (content.Length == 0)
        {
            return FakeAnswer.ErrorAsync(context, 416, "RANGE");
        }

        var last = Math.Min(long.Parse(range["bytes=0-".Length..], CultureInfo.InvariantCulture), content.Length - 1);
        context.Response.StatusCode = 206;
        context.Response.Headers.ContentRange = $"bytes 0-{last}/{content.Length}";
        return FakeAnswer.BodyAsync(context, content.AsMemory(0, (int)last + 1));
    }

    private Task FileAsync(HttpContext context, string path)
    {
        if (!files.TryGetValue(path, out var content))
        {
            return FakeAnswer.ErrorAsync(context, 404, "FILE");
        }

        var tag = $"\"{DigestOf(content)}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.ToString() == tag)
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        }

        return FakeAnswer.BodyAsync(context, content);
    }
}
