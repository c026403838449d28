using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

public sealed class PushTests : IDisposable
{
    private const string Tag = "current";

    private static readonly byte[] Blob = Door.Bytes("a blob");
    private static readonly Digest BlobDigest = Registry.Digest.Of(Blob);
    private static readonly byte[] Manifest = Door.Bytes($$"""{"config":{"digest":"{{BlobDigest}}"},"layers":[]}""");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_blob_and_a_manifest_are_there_afterwards_as_they_were_sent()
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Door.To(registry);
        var push = Push(door, registry);
        Assert.False(await push.HasBlobAsync(BlobDigest, CancellationToken.None));

        await push.SendBlobAsync(BlobDigest, Blob, CancellationToken.None);
        var digest = await push.SendManifestAsync(Tag, MediaTypes.OciManifest, Manifest, CancellationToken.None);

        Assert.True(await push.HasBlobAsync(BlobDigest, CancellationToken.None));
        Assert.Equal(Blob, await Door.ReadAsync(await door.OpenBlobAsync(registry, BlobDigest.ToString())));
        var kept = await door.ReadManifestAsync(registry, Tag);
        Assert.Equal((MediaTypes.OciManifest, digest, Convert.ToHexString(Manifest)), (kept!.MediaType, kept.Digest, Convert.ToHexString(kept.Content.Span)));
        Assert.Equal(["POST", "PUT"], registry.Requests.Where(request => request.Kind == FakeRequestKind.Upload).Select(request => request.Method));
        Assert.Equal(5, door.Counts.Requests(RegistryRequestKind.Push));
    }

    [Fact]
    public async Task A_large_blob_is_sent_whole()
    {
        var large = Door.Random(3_000_001);
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Door.To(registry);

        await Push(door, registry).SendBlobAsync(Registry.Digest.Of(large), large, CancellationToken.None);

        Assert.Equal(large, await Door.ReadAsync(await door.OpenBlobAsync(registry, Registry.Digest.Of(large).ToString())));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_token_with_the_right_to_push_serves_all_parts_of_a_push(bool beginsByReading)
    {
        await using var registry = await StartAsync(new FakeLogin("Bearer"));
        using var door = Open(registry);
        var push = Push(door, registry);
        if (beginsByReading)
        {
            _ = await push.HasBlobAsync(BlobDigest, CancellationToken.None);
        }

        await push.SendBlobAsync(BlobDigest, Blob, CancellationToken.None);
        _ = await push.SendManifestAsync(Tag, MediaTypes.OciManifest, Manifest, CancellationToken.None);

        var token = registry.Requests.Single(request => request.Kind == FakeRequestKind.Token);
        Assert.Equal($"?service=fake&scope=repository%3A{Uri.EscapeDataString(Door.Path)}%3Apull%2Cpush", token.Query);
        Assert.NotNull(token.Header("Authorization"));
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Bearer")]
    public async Task Who_may_only_pull_is_refused_with_the_remedy_and_no_secret(string scheme)
    {
        await using var registry = await StartAsync(new FakeLogin(scheme) { MayPush = false });
        using var door = Open(registry);

        var failure = await Door.FailureAsync(() => Push(door, registry).SendBlobAsync(BlobDigest, Blob, CancellationToken.None), RegistryFault.Unauthorized);

        Assert.Equal(
            $"POST {registry.Address}/v2/{Door.Path}/blobs/uploads/: the registry refuses {registry.Host}/{Door.Path}. The credentials for it in {folder.In("auth.json")} (--registry-auth) are missing, wrong or revoked, or may not push.",
            failure.Message);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_is_begun_again()
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Door.To(registry);
        registry.Faults.Status(FakeRequestKind.Upload, 503);
        registry.Faults.Next(FakeRequestKind.Upload, (_, answer) => answer());
        registry.Faults.Cut(FakeRequestKind.Upload);

        await Push(door, registry).SendBlobAsync(BlobDigest, Blob, CancellationToken.None);

        Assert.Equal(["POST", "POST", "PUT", "POST", "PUT"], registry.Requests.Select(request => request.Method));
        Assert.Equal(2, door.Counts.Retries);
    }

    [Theory]
    [InlineData(403, RegistryFault.Unauthorized, "403 Forbidden (DENIED). The registry does not let these credentials push to it; give others by --registry-auth.")]
    [InlineData(413, RegistryFault.InvalidAnswer, "413 RequestEntityTooLarge (DENIED). The registry, or a proxy before it, does not accept a body this large.")]
    [InlineData(405, RegistryFault.InvalidAnswer, "405 MethodNotAllowed (DENIED). The registry does not take it.")]
    [InlineData(400, RegistryFault.InvalidAnswer, "400 BadRequest (DENIED). The registry does not take it.")]
    public async Task What_is_refused_for_good_is_told_and_not_tried_again(int status, RegistryFault fault, string ending)
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Door.To(registry);
        registry.Faults.Status(FakeRequestKind.Upload, status, code: "DENIED");

        var failure = await Door.FailureAsync(() => Push(door, registry).SendBlobAsync(BlobDigest, Blob, CancellationToken.None), fault);

        Assert.EndsWith(ending, failure.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (registry.Requests.Count, door.Counts.Failures(fault)));
    }

    [Fact]
    public async Task Credentials_do_not_follow_an_upload_to_another_host()
    {
        await using var store = await FakeRegistry.StartAsync();
        await using var registry = await StartAsync(new FakeLogin("Basic"));
        registry.Faults.UploadsAt = store.Address;
        using var door = Open(registry, store);

        await Push(door, registry).SendBlobAsync(BlobDigest, Blob, CancellationToken.None);

        var sent = Assert.Single(store.Requests);
        Assert.Equal(("PUT", null, "application/octet-stream"), (sent.Method, sent.Header("Authorization"), sent.Header("Content-Type")));
    }

    [Fact]
    public async Task A_manifest_whose_blobs_are_missing_is_refused_and_the_tag_stays()
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Door.To(registry);

        var failure = await Door.FailureAsync(() => Push(door, registry).SendManifestAsync(Tag, MediaTypes.OciManifest, Manifest, CancellationToken.None), RegistryFault.InvalidAnswer);

        Assert.Equal("MANIFEST_BLOB_UNKNOWN", failure.RegistryCode);
        Assert.Null(registry.Find(Door.Path, Tag));
    }

    [Fact]
    public async Task Offline_only_configured_hosts_are_pushed_to()
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = new Door(Door.OptionsFor(registry) with { Offline = true });

        _ = await Door.FailureAsync(() => Push(door, registry).HasBlobAsync(BlobDigest, CancellationToken.None), RegistryFault.Forbidden);

        Assert.Empty(registry.Requests);
    }

    private static RepositoryPush Push(Door door, FakeRegistry registry) => door.Connections.OpenPush(new RepositoryName(registry.Host, Door.Path));

    private static async Task<FakeRegistry> StartAsync(FakeLogin login)
    {
        var registry = await FakeRegistry.StartAsync();
        registry.Login = login;
        return registry;
    }

    private Door Open(FakeRegistry registry, params FakeRegistry[] others)
    {
        var login = registry.Login!;
        var pair = Convert.ToBase64String(Door.Bytes($"{login.User}:{login.Password}"));
        File.WriteAllText(folder.In("auth.json"), $$"""{"auths":{"{{registry.Host}}":{"auth":"{{pair}}"} } }""");
        return new Door(Door.OptionsFor([registry, .. others]) with { AuthFile = folder.In("auth.json") });
    }
}
