using UpdateService.EndToEnd.Tests.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>With <c>--offline</c> no host is asked that is not named, whatever a source says; a real registry says so in two ways.</summary>
public sealed class OfflineTests
{
    private static readonly RegistryAccount Account = new("mirror", "a secret");

    [Fact]
    public async Task A_token_server_is_asked_only_where_it_is_named()
    {
        await using var tokens = await TokenServer.StartAsync(Account);
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Tokens = tokens });
        var server = new Uri(tokens.Realm).Authority;
        var file = mirror.Write("auth.json", CredentialText.Of((mirror.Registry.Host, Account)));
        string[] switches = [.. mirror.Switches, "--insecure-registry", mirror.Registry.Host, "--registry-auth", file, "--offline"];

        using (var service = await SourcedService.StartAsync(switches))
        {
            await AssertForbiddenAsync(service, server);
            Assert.Empty(tokens.Requests);
        }

        using var named = await SourcedService.StartAsync([.. switches, "--offline-host", server]);
        Assert.Equal(["4.18.1"], await named.VersionsAsync());
        Assert.NotEmpty(tokens.Requests);
    }

    [Fact]
    public async Task A_redirect_is_followed_only_to_a_host_that_is_named_and_never_with_credentials()
    {
        await using var store = await FileServer.StartAsync();
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Account = Account, BlobStore = store.Address });
        FillStore(store, mirror.Registry);
        var file = mirror.Write("auth.json", CredentialText.Of((mirror.Registry.Host, Account)));
        string[] switches = [.. mirror.Switches, "--insecure-registry", mirror.Registry.Host, "--insecure-registry", store.Address.Authority, "--registry-auth", file];

        using (var service = await SourcedService.StartAsync([.. switches, "--offline"]))
        {
            await AssertForbiddenAsync(service, store.Address.Authority);
            Assert.Empty(store.Requests);
        }

        using (var named = await SourcedService.StartAsync([.. switches, "--offline", "--offline-host", store.Address.Authority]))
        {
            Assert.Equal(["4.18.1"], await named.VersionsAsync());
        }

        using var online = await SourcedService.StartAsync(switches);
        Assert.Equal(["4.18.1"], await online.VersionsAsync());
        Assert.Equal(4, store.Requests.Count); // Twice a configuration and a layer.
        Assert.All(store.Requests, request => Assert.Equal(("", 200), (request.Authorization, request.Status)));
    }

    /// <summary>A registry that redirects keeps its blobs in the store, at the paths that they have on its disk.</summary>
    private static void FillStore(FileServer store, RealRegistry registry)
    {
        foreach (var file in Directory.EnumerateFiles(registry.Storage.Root, "data", SearchOption.AllDirectories))
        {
            store.Put($"/{Path.GetRelativePath(registry.Storage.Root, file)}", File.ReadAllBytes(file));
        }
    }

    private static async Task AssertForbiddenAsync(SourcedService service, string host)
    {
        var reason = $"{host} is not configured as a source, and --offline forbids all other hosts.";
        var ready = await service.ReadyAsync();
        Assert.Equal(503, ready.Status);
        Assert.Contains(reason, ready.Text, StringComparison.Ordinal);
        await service.LogsAsync(reason);
        Assert.True(await service.MetricAsync("update_service_registry_failures_total{fault=\"Forbidden\"}") > 0);
    }
}
