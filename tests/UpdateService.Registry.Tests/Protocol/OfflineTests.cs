using System.Collections.Immutable;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Proxies;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Protocol;

public sealed class OfflineTests
{
    [Fact]
    public async Task A_host_that_is_not_configured_is_never_asked()
    {
        await using var registry = await FakeRegistry.StartAsync();
        using var door = Offline(registry, []);

        var failure = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Forbidden);
        Assert.Contains(registry.Host, failure.Message);
        Assert.EndsWith($"--offline-host {registry.Host} allows it.", failure.Message, StringComparison.Ordinal);
        _ = await Door.FailureAsync(() => door.Connections.OpenAddressAsync(new Uri(registry.Address + "/file"), null, CancellationToken.None), RegistryFault.Forbidden);
        Assert.Empty(registry.Requests);
        Assert.All(door.Counts.RequestsByKind, count => Assert.Equal(0, count));
    }

    [Fact]
    public async Task A_host_that_is_configured_is_asked()
    {
        await using var registry = await FakeRegistry.StartAsync();
        _ = registry.Add(Door.Path, "4.16.1-x86_64", Door.Bytes("{}"), MediaTypes.OciManifest);
        using var exact = Offline(registry, [registry.Host]);
        using var anyPort = Offline(registry, ["127.0.0.1"]);

        Assert.NotNull(await exact.ResolveAsync(registry));
        Assert.NotNull(await anyPort.ResolveAsync(registry));
    }

    [Fact]
    public async Task Redirects_and_token_services_are_hosts_too()
    {
        await using var registry = await FakeRegistry.StartAsync();
        await using var other = await FakeRegistry.StartAsync();
        var digest = other.AddBlob([1]);
        registry.Faults.BlobsAt = other.Address;
        using var door = Offline(registry, [registry.Host]);

        var failure = await Door.FailureAsync(() => door.OpenBlobAsync(registry, digest), RegistryFault.Forbidden);
        Assert.Contains(other.Host, failure.Message);
        Assert.DoesNotContain("s1gnature", failure.ToString());

        registry.Login = new FakeLogin("Bearer") { Realm = other.Address + "/token", Anonymous = true };
        failure = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Forbidden);
        Assert.Contains(other.Host, failure.Message);
        Assert.Empty(other.Requests);
    }

    private static Door Offline(FakeRegistry registry, ImmutableArray<string> configured) => new(new RegistryOptions
    {
        Offline = true,
        ConfiguredHosts = configured,
        InsecureHosts = [registry.Host],
        Proxies = ProxySettings.None,
    });
}
