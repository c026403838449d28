using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace UpdateService.Testing.Registries;

/// <content>What it answers.</content>
public sealed partial class FakeRegistry
{
    private static (FakeRequestKind Kind, string Repository, string Reference) Understand(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (path == "/token")
        {
            return (FakeRequestKind.Token, "", "");
        }

        var upload = path.LastIndexOf("/blobs/uploads/", StringComparison.Ordinal);
        if (upload > 0)
        {
            return (FakeRequestKind.Upload, path["/v2/".Length..upload], request.Query["digest"].ToString());
        }

        if (path == "/v2/")
        {
            return (FakeRequestKind.Start, "", "");
        }

        foreach (var (part, kind) in new[] { ("/tags/", FakeRequestKind.Tags), ("/manifests/", FakeRequestKind.Manifest), ("/blobs/", FakeRequestKind.Blob) })
        {
            var at = path.LastIndexOf(part, StringComparison.Ordinal);
            if (at > 0 && path.StartsWith("/v2/", StringComparison.Ordinal))
            {
                var asked = kind != FakeRequestKind.Manifest ? kind
                    : HttpMethods.IsHead(request.Method) ? FakeRequestKind.Head
                    : HttpMethods.IsPut(request.Method) ? FakeRequestKind.Push : kind;
                return (asked, path["/v2/".Length..at], path[(at + part.Length)..]);
            }
        }

        return (FakeRequestKind.File, "", path);
    }

    private Task AnswerAsync(HttpContext context, FakeRequestKind kind, string repository, string reference, byte[] body)
    {
        var authorization = context.Request.Headers.Authorization.Count == 0 ? null : context.Request.Headers.Authorization.ToString();
        if (kind == FakeRequestKind.Token)
        {
            return Login?.Issue(authorization, context.Request.Query["scope"].ToString(), Encoding.UTF8.GetString(body)) is { } token ? FakeAnswer.JsonAsync(context, token) : FakeAnswer.ErrorAsync(context, 401, "UNAUTHORIZED");
        }

        if (kind == FakeRequestKind.File)
        {
            return FileAsync(context, reference);
        }

        var isPush = kind is FakeRequestKind.Upload or FakeRequestKind.Push;
        if (Login is { } login && !login.Accepts(authorization, isPush))
        {
            context.Response.Headers.WWWAuthenticate = login.ChallengeFor(Address, repository, isPush);
            return FakeAnswer.ErrorAsync(context, 401, "UNAUTHORIZED");
        }

        if (isPush)
        {
            return kind == FakeRequestKind.Push ? PushAsync(context, repository, reference, body) : UploadAsync(context, repository, reference, body);
        }

        if (kind == FakeRequestKind.Start)
        {
            return FakeAnswer.JsonAsync(context, "{}");
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

    /// <summary>Opens an upload at an address with a query of its own, or takes the blob.</summary>
    private Task UploadAsync(HttpContext context, string repository, string digest, byte[] content)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = 202;
            context.Response.Headers.Location = $"{Faults.UploadsAt}/v2/{repository}/blobs/uploads/{Guid.NewGuid():N}?state=s1gnature";
            return Task.CompletedTask;
        }

        if (DigestOf(content) != digest)
        {
            return FakeAnswer.ErrorAsync(context, 400, "DIGEST_INVALID");
        }

        context.Response.StatusCode = 201;
        context.Response.Headers["Docker-Content-Digest"] = AddBlob(content);
        return Task.CompletedTask;
    }

    private Task PushAsync(HttpContext context, string repository, string tag, byte[] content)
    {
        if (!HasBlobsOf(content))
        {
            return FakeAnswer.ErrorAsync(context, 400, "MANIFEST_BLOB_UNKNOWN");
        }

        if (Faults.AllowedTypes is { } allowed && !TypesOf(content).All(allowed.Contains))
        {
            return FakeAnswer.ErrorAsync(context, 400, "MANIFEST_INVALID");
        }

        context.Response.StatusCode = 201;
        context.Response.Headers["Docker-Content-Digest"] = Add(repository, tag, content, context.Request.ContentType!);
        return Task.CompletedTask;
    }

    private static List<string> TypesOf(byte[] content)
    {
        using var manifest = JsonDocument.Parse(content);
        var named = manifest.RootElement.GetProperty("layers").EnumerateArray().Append(manifest.RootElement.GetProperty("config"));
        return [.. named.Select(blob => blob.GetProperty("mediaType").GetString()!)];
    }

    private bool HasBlobsOf(byte[] content)
    {
        using var manifest = JsonDocument.Parse(content);
        var named = manifest.RootElement.GetProperty("layers").EnumerateArray().Append(manifest.RootElement.GetProperty("config"));
        return named.All(blob => blobs.ContainsKey(blob.GetProperty("digest").GetString()!));
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
