using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;
using ZstdSharp;

namespace UpdateService.Registry.Tests.Protocol;

/// <summary>Servers that compress although nobody asked for it.</summary>
public sealed class ContentCodingTests
{
    private const string Tag = "4.16.1-x86_64";

    private static readonly byte[] Manifest = Door.Bytes("""{"schemaVersion":2}""");

    [Fact]
    public async Task Every_request_asks_for_no_coding()
    {
        await using var registry = await FakeRegistry.StartAsync();
        registry.Login = new FakeLogin("Bearer") { Anonymous = true };
        _ = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciManifest);
        var blob = registry.AddBlob(Manifest);
        registry.AddFile("/data.tar.gz", Manifest);
        using var door = Door.To(registry);

        _ = await door.ListTagsAsync(registry);
        _ = await door.ResolveAsync(registry);
        _ = await door.ReadManifestAsync(registry);
        _ = await Door.ReadAsync(await door.OpenBlobAsync(registry, blob));
        using var file = await door.Connections.OpenAddressAsync(new Uri($"{registry.Address}/data.tar.gz"), null, CancellationToken.None);

        Assert.Contains(registry.Requests, request => request.Kind == FakeRequestKind.Token);
        Assert.All(registry.Requests, request => Assert.Equal("identity", request.Header("Accept-Encoding")));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("identity, gzip")]
    [InlineData("gzip, br")]
    public async Task What_comes_compressed_is_read_as_it_was_before(string coding)
    {
        await using var registry = await FakeRegistry.StartAsync();
        registry.Login = new FakeLogin("Bearer") { Anonymous = true };
        var digest = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciManifest);
        var blob = Door.Bytes(string.Concat(Enumerable.Repeat("a blob of text ", 10_000)));
        var blobDigest = registry.AddBlob(blob);
        registry.AddFile("/data.tar.gz", blob);
        foreach (var kind in Enum.GetValues<FakeRequestKind>())
        {
            registry.Faults.Next(kind, (context, answer) => CodedAsync(context, answer, coding), times: 10);
        }

        using var door = Door.To(registry);

        Assert.Equal([Tag], await door.ListTagsAsync(registry));
        Assert.Equal(digest, (await door.ReadManifestAsync(registry))?.Digest.ToString());
        Assert.Equal(blob, await Door.ReadAsync(await door.OpenBlobAsync(registry, blobDigest)));
        using var file = await door.Connections.OpenAddressAsync(new Uri($"{registry.Address}/data.tar.gz"), null, CancellationToken.None);
        Assert.Equal(blob, await Door.ReadAsync(file.Content));
    }

    /// <summary>Stores that keep layers are known to call their bytes "coded with gzip", which they are not: the digest is that of the bytes.</summary>
    [Fact]
    public async Task A_gzip_layer_that_is_called_coded_is_left_as_it_is()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var layer = LayerSketch.Of(("version", "1.1.0")).Content.ToArray();
        var digest = registry.AddBlob(layer);
        registry.Faults.Next(FakeRequestKind.Blob, (context, answer) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return answer();
        });
        using var door = Door.To(registry);

        Assert.Equal(layer, await Door.ReadAsync(await door.OpenBlobAsync(registry, digest)));
    }

    [Fact]
    public async Task A_gzip_layer_that_is_coded_once_more_is_read_as_it_was()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var layer = LayerSketch.Of(("version", "1.1.0")).Content.ToArray();
        var digest = registry.AddBlob(layer);
        registry.Faults.Next(FakeRequestKind.Blob, (context, answer) => CodedAsync(context, answer, "gzip"));
        using var door = Door.To(registry);

        Assert.Equal(layer, await Door.ReadAsync(await door.OpenBlobAsync(registry, digest)));
    }

    [Fact]
    public async Task A_coding_that_is_not_known_is_named()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciManifest);
        registry.Faults.Next(FakeRequestKind.Manifest, (context, answer) =>
        {
            context.Response.Headers.ContentEncoding = "compress";
            return answer();
        });
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ReadManifestAsync(registry), RegistryFault.InvalidAnswer);

        Assert.EndsWith("the answer is coded with 'compress' (Content-Encoding), which was not asked for and is not read here.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task A_damaged_coding_is_told(string coding)
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciManifest);
        registry.Faults.Next(FakeRequestKind.Manifest, (context, answer) =>
        {
            context.Response.Headers.ContentEncoding = coding;
            return answer();
        });
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ReadManifestAsync(registry), RegistryFault.InvalidAnswer);

        Assert.Contains("is compressed (Content-Encoding), which was not asked for, and cannot be unpacked", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_ends_at_the_limit_of_what_is_asked_for()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = registry.Add(Door.Path, Tag, new byte[100 << 20], MediaTypes.OciManifest);
        registry.Faults.Next(FakeRequestKind.Manifest, (context, answer) => CodedAsync(context, answer, "gzip"));
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => door.ReadManifestAsync(registry), RegistryFault.InvalidAnswer);

        Assert.Contains("more than the limit of 4194304 bytes", failure.Message, StringComparison.Ordinal);
    }

    private static async Task CodedAsync(HttpContext context, Func<Task> answer, string coding)
    {
        var body = context.Response.Body;
        using var plain = new MemoryStream();
        context.Response.Body = plain;
        await answer();
        context.Response.Body = body;
        var content = plain.ToArray();
        foreach (var name in coding.ToLowerInvariant().Split(", "))
        {
            content = Code(content, name);
        }

        context.Response.Headers.ContentEncoding = coding;
        context.Response.ContentLength = content.Length;
        await body.WriteAsync(content);
    }

    private static byte[] Code(byte[] content, string coding)
    {
        using var packed = new MemoryStream();
        using (Stream packer = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "zstd" => new CompressionStream(packed, leaveOpen: true),
            _ => packed,
        })
        {
            if (packer == packed)
            {
                return content;
            }

            packer.Write(content);
        }

        return packed.ToArray();
    }
}
