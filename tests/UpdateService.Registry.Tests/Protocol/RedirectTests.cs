using UpdateService.Registry.Protocol;
using UpdateService.Registry.Proxies;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

public sealed class RedirectTests
{
    [Fact]
    public async Task A_blob_at_another_host_is_got_without_the_credentials_and_with_the_range()
    {
        using var folder = new TemporaryFolder();
        await using var registry = await FakeRegistry.StartAsync();
        await using var store = await FakeRegistry.StartAsync();
        var blob = Door.Random(1000);
        var digest = store.AddBlob(blob);
        registry.Login = new FakeLogin("Basic");
        registry.Faults.BlobsAt = store.Address;
        await File.WriteAllTextAsync(folder.In("auth"), $$$"""{"auths":{"{{{registry.Host}}}":{"username":"{{{registry.Login.User}}}","password":"{{{registry.Login.Password}}}"} } }""");
        using var door = new Door(new RegistryOptions { AuthFile = folder.In("auth"), InsecureHosts = [registry.Host, store.Host], Proxies = ProxySettings.None });

        Assert.Equal(blob, await Door.ReadAsync(await door.OpenBlobAsync(registry, digest)));
        Assert.Equal(blob[..7], await Door.ReadAsync(await door.OpenBlobAsync(registry, digest, 7)));
        Assert.NotNull(registry.Requests[^1].Header("Authorization"));
        Assert.All(store.Requests, request => Assert.Null(request.Header("Authorization")));
        Assert.Equal("bytes=0-6", store.Requests[^1].Header("Range"));
    }

    [Fact]
    public async Task A_redirect_within_the_host_keeps_the_credentials()
    {
        using var folder = new TemporaryFolder();
        await using var registry = await FakeRegistry.StartAsync();
        registry.Login = new FakeLogin("Basic");
        var digest = registry.AddBlob([1, 2, 3]);
        await File.WriteAllTextAsync(folder.In("auth"), $$$"""{"auths":{"{{{registry.Host}}}":{"username":"{{{registry.Login.User}}}","password":"{{{registry.Login.Password}}}"} } }""");
        using var door = new Door(new RegistryOptions { AuthFile = folder.In("auth"), InsecureHosts = [registry.Host], Proxies = ProxySettings.None });
        registry.Faults.Status(FakeRequestKind.Blob, 302, headers: [$"Location: /v2/other/blobs/{digest}"]);

        Assert.Equal([1, 2, 3], await Door.ReadAsync(await door.OpenBlobAsync(registry, digest)));
    }

    [Fact]
    public async Task A_store_that_refuses_is_no_challenge_of_the_registry()
    {
        await using var registry = await FakeRegistry.StartAsync();
        await using var store = await FakeRegistry.StartAsync();
        var digest = store.AddBlob([1]);
        registry.Faults.BlobsAt = store.Address;
        store.Login = new FakeLogin("Bearer") { Anonymous = true };
        using var door = Door.To(registry, store);

        var failure = await Door.FailureAsync(() => door.OpenBlobAsync(registry, digest), RegistryFault.Unauthorized);
        Assert.DoesNotContain("s1gnature", failure.ToString());
        Assert.DoesNotContain("--registry-auth", failure.Message);
        Assert.Contains("the store behind the registry", failure.Message);
        Assert.Equal(0, store.Count(FakeRequestKind.Token));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task Redirects_have_a_limit(int count, bool succeeds)
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.AddBlob([1]);
        registry.Faults.Status(FakeRequestKind.Blob, 307, times: count, headers: [$"Location: ../../other/blobs/{digest}"]);
        using var door = Door.To(registry);

        if (succeeds)
        {
            Assert.Equal([1], await Door.ReadAsync(await door.OpenBlobAsync(registry, digest)));
        }
        else
        {
            _ = await Door.FailureAsync(() => door.OpenBlobAsync(registry, digest), RegistryFault.InvalidAnswer);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_https_to_http_only_an_insecure_host_is_followed(bool isInsecure)
    {
        using var folder = new TemporaryFolder();
        using var authority = new FakeAuthority();
        using var certificate = authority.Issue();
        await using var registry = await FakeRegistry.StartAsync(certificate);
        await using var store = await FakeRegistry.StartAsync();
        var digest = store.AddBlob([1]);
        registry.Faults.BlobsAt = store.Address;
        await File.WriteAllTextAsync(folder.In("ca.pem"), authority.Pem);
        using var door = new Door(new RegistryOptions { AuthorityPaths = [folder.In("ca.pem")], InsecureHosts = isInsecure ? [store.Host] : [], Proxies = ProxySettings.None });

        if (isInsecure)
        {
            Assert.Equal([1], await Door.ReadAsync(await door.OpenBlobAsync(registry, digest)));
            return;
        }

        var failure = await Door.FailureAsync(() => door.OpenBlobAsync(registry, digest), RegistryFault.Forbidden);
        Assert.Contains(store.Host, failure.Message);
        Assert.DoesNotContain("s1gnature", failure.ToString());
        Assert.Empty(store.Requests);
    }

    [Fact]
    public async Task Without_a_place_a_redirect_is_no_answer()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var digest = registry.AddBlob([1]);
        using var door = Door.To(registry);
        registry.Faults.Status(FakeRequestKind.Blob, 307);
        _ = await Door.FailureAsync(() => door.OpenBlobAsync(registry, digest), RegistryFault.InvalidAnswer);
        registry.Faults.Status(FakeRequestKind.Blob, 307, headers: ["Location: file:///etc/passwd"]);
        _ = await Door.FailureAsync(() => door.OpenBlobAsync(registry, digest), RegistryFault.Forbidden);
    }
}
