using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

public sealed class ManifestTests
{
    private const string Tag = "4.16.1-x86_64";

    private static readonly byte[] Manifest = Door.Bytes("""{"schemaVersion":2}""");

    [Theory]
    [InlineData(MediaTypes.DockerManifest)]
    [InlineData(MediaTypes.DockerManifestList)]
    [InlineData(MediaTypes.OciManifest)]
    [InlineData(MediaTypes.OciIndex)]
    public async Task Every_kind_of_manifest_is_asked_for_and_read(string mediaType)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = Door.Digest(registry.Add(Door.Path, Tag, Manifest, mediaType));
        using var door = Door.To(registry);

        foreach (var reference in new[] { Tag, digest.ToString() })
        {
            var manifest = await door.ReadManifestAsync(registry, reference);
            Assert.NotNull(manifest);
            Assert.Equal((mediaType, digest), (manifest.MediaType, manifest.Digest));
            Assert.Equal(Manifest, manifest.Content.ToArray());
        }

        Assert.All(registry.Requests, request => Assert.Contains(mediaType, request.Header("Accept")));
    }

    [Theory]
    [InlineData("application/vnd.oci.image.index.v1+json; charset=utf-8", "application/vnd.oci.image.index.v1+json")]
    [InlineData("text/plain", "text/plain")]
    [InlineData("application/json;charset", "application/json")]
    [InlineData("not a type", "not a type")]
    public async Task The_media_type_is_what_the_header_says_without_parameters(string header, string mediaType)
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciIndex);
        registry.Faults.ContentType = header;
        using var door = Door.To(registry);

        Assert.Equal(mediaType, (await door.ReadManifestAsync(registry))!.MediaType);
    }

    [Fact]
    public async Task A_tag_is_resolved_by_its_headers_alone()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciIndex);
        using var door = Door.To(registry);

        Assert.Equal(digest, (await door.ResolveAsync(registry))?.ToString());
        Assert.Equal((1, 0), (registry.Count(FakeRequestKind.Head), registry.Count(FakeRequestKind.Manifest)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sha512:00")]
    public async Task Where_no_digest_is_sent_the_manifest_is_read_to_know_it(string? sent)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciIndex);
        registry.Faults.HidesDigest = sent is null;
        registry.Faults.ContentDigest = sent;
        using var door = Door.To(registry);

        Assert.Equal(digest, (await door.ResolveAsync(registry))?.ToString());
    }

    [Theory]
    [InlineData(405)]
    [InlineData(501)]
    [InlineData(404)]
    public async Task Where_HEAD_is_not_known_the_manifest_is_read(int status)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciIndex);
        registry.Faults.Status(FakeRequestKind.Head, status);
        using var door = Door.To(registry);

        Assert.Equal(digest, (await door.ResolveAsync(registry))?.ToString());
        Assert.Equal(0, door.Counts.Retries);
    }

    [Fact]
    public async Task A_tag_that_is_gone_is_null()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciIndex);
        registry.Remove(Door.Path, Tag);
        using var door = Door.To(registry);

        Assert.Null(await door.ResolveAsync(registry));
        Assert.Null(await door.ReadManifestAsync(registry));
        Assert.Null(await door.ReadManifestAsync(registry, Digest.Of([1]).ToString()));
        Assert.All(door.Counts.FailuresByFault, count => Assert.Equal(0, count));
    }

    [Fact]
    public async Task A_tag_of_a_repository_that_is_gone_is_a_failure()
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Door.To(registry);

        _ = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.NotFound);
        _ = await Door.FailureAsync(() => door.ReadManifestAsync(registry), RegistryFault.NotFound);
    }

    [Fact]
    public async Task Another_manifest_than_the_digest_says_is_refused()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.Add(Door.Path, Tag, Manifest, MediaTypes.OciIndex);
        registry.Corrupt(digest, Door.Bytes("{}"));
        using var door = Door.To(registry);

        _ = await Door.FailureAsync(() => door.ReadManifestAsync(registry, digest), RegistryFault.DigestMismatch);
        var failure = await Door.FailureAsync(() => door.ReadManifestAsync(registry), RegistryFault.DigestMismatch);
        Assert.Contains(digest, failure.Message);
        registry.Faults.HidesDigest = true;
        Assert.Equal(Digest.Of("{}"u8), (await door.ReadManifestAsync(registry))!.Digest);
        _ = await Door.FailureAsync(() => door.ReadManifestAsync(registry, digest), RegistryFault.DigestMismatch);
    }

    [Theory]
    [InlineData(4 * 1024 * 1024, false)]
    [InlineData((4 * 1024 * 1024) + 1, true)]
    public async Task A_manifest_has_a_limit(int length, bool isRefused)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var manifest = new byte[length];
        foreach (var isChunked in new[] { false, true })
        {
            _ = registry.Add(Door.Path, Tag, manifest, MediaTypes.OciIndex);
            if (isChunked)
            {
                registry.Faults.Next(FakeRequestKind.Manifest, (context, _) => context.Response.Body.WriteAsync(manifest).AsTask());
            }

            using var door = Door.To(registry);
            if (isRefused)
            {
                _ = await Door.FailureAsync(() => door.ReadManifestAsync(registry), RegistryFault.InvalidAnswer);
            }
            else
            {
                Assert.Equal(length, (await door.ReadManifestAsync(registry))!.Content.Length);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a b")]
    [InlineData("sha256:12")]
    public async Task What_is_no_reference_is_not_asked_for(string reference)
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Door.To(registry);

        _ = await Assert.ThrowsAsync<ArgumentException>(() => door.ReadManifestAsync(registry, reference));
        _ = await Assert.ThrowsAsync<ArgumentException>(() => door.ResolveAsync(registry, reference));
        Assert.Empty(registry.Requests);
    }
}
