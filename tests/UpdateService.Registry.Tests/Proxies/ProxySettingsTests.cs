using UpdateService.Registry.Protocol;
using UpdateService.Registry.Proxies;
using UpdateService.Registry.Tests.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Proxies;

public sealed class ProxySettingsTests
{
    private const string Tag = "4.16.1-x86_64";

    [Fact]
    public async Task Plain_HTTP_goes_through_the_proxy_of_HTTP_PROXY()
    {
        await using var registry = await StartAsync();
        await using var proxy = new FakeProxy(registry);
        using var door = Open(new ProxySettings(proxy.Host, null, null), insecure: "registry.test");

        Assert.NotNull(await door.Connections.OpenRepository(new RepositoryName("registry.test", Door.Path)).ResolveAsync(Tag, CancellationToken.None));
        Assert.StartsWith($"HEAD http://registry.test/v2/{Door.Path}/manifests/{Tag} HTTP/1.1\r\n", proxy.Heads.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("user:p%40ss")]
    public async Task TLS_goes_through_the_proxy_of_HTTPS_PROXY_and_is_checked_against_the_registry(string? login)
    {
        using var folder = new TemporaryFolder();
        using var authority = new FakeAuthority();
        using var certificate = authority.Issue("registry.test");
        await File.WriteAllTextAsync(folder.In("ca.pem"), authority.Pem);
        await using var registry = await StartAsync(certificate);
        await using var proxy = new FakeProxy(registry, login is null ? null : Uri.UnescapeDataString(login));
        using var door = Open(new ProxySettings(null, $"http://{login}{(login is null ? "" : "@")}{proxy.Host}/", null), folder.Path);

        Assert.NotNull(await door.Connections.OpenRepository(new RepositoryName("registry.test:5000", Door.Path)).ResolveAsync(Tag, CancellationToken.None));
        Assert.StartsWith("CONNECT registry.test:5000 HTTP/1.1\r\n", proxy.Heads[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_told_without_its_credentials()
    {
        await using var registry = await StartAsync();
        await using var proxy = new FakeProxy(registry, "user:right");
        using var door = Open(new ProxySettings($"http://user:s3cret@{proxy.Host}", $"http://user:s3cret@{proxy.Host}", null), insecure: "plain.test");

        var repository = door.Connections.OpenRepository(new RepositoryName("registry.test", Door.Path));
        var failure = await Door.FailureAsync(() => repository.ResolveAsync(Tag, CancellationToken.None), RegistryFault.Unreachable);
        Assert.Contains("the proxy does not connect to registry.test", failure.Message);
        Assert.DoesNotContain("s3cret", failure.ToString());

        repository = door.Connections.OpenRepository(new RepositoryName("plain.test", Door.Path));
        failure = await Door.FailureAsync(() => repository.ResolveAsync(Tag, CancellationToken.None), RegistryFault.Unreachable);
        Assert.Contains("proxy", failure.Message);
        Assert.DoesNotContain("s3cret", failure.ToString());
    }

    [Fact]
    public async Task The_loopback_and_what_NO_PROXY_names_is_asked_directly()
    {
        await using var registry = await StartAsync();
        await using var proxy = new FakeProxy(registry);
        using var door = Open(new ProxySettings(proxy.Host, proxy.Host, null), insecure: registry.Host);

        Assert.NotNull(await door.ResolveAsync(registry));
        Assert.Empty(proxy.Heads);
    }

    [Theory]
    [InlineData("*", "https://quay.io/", true)]
    [InlineData("quay.io", "https://quay.io/", true)]
    [InlineData("quay.io", "https://QUAY.io/", true)]
    [InlineData("quay.io", "https://cdn.quay.io/", true)]
    [InlineData("quay.io", "https://notquay.io/", false)]
    [InlineData(".quay.io", "https://cdn.quay.io/", true)]
    [InlineData(".quay.io", "https://quay.io/", false)]
    [InlineData("*.quay.io", "https://cdn.quay.io/", true)]
    [InlineData("quay.io:443", "https://quay.io/", true)]
    [InlineData("quay.io:8443", "https://quay.io/", false)]
    [InlineData("10.0.0.0/16", "https://10.0.3.4:5000/", true)]
    [InlineData("10.0.0.0/16", "https://10.1.3.4:5000/", false)]
    [InlineData("10.0.3.4", "https://10.0.3.4:5000/", true)]
    [InlineData("10.0.3.4:5000", "https://10.0.3.4:5000/", true)]
    [InlineData("10.0.3.4:5000", "https://10.0.3.4/", false)]
    [InlineData("fd00::/8", "https://[fd01::2]/", true)]
    [InlineData("fd01::2", "https://[fd01::2]:5000/", true)]
    [InlineData("[fd01::2]:5000", "https://[fd01::2]:5000/", true)]
    [InlineData("[fd01::2]:5000", "https://[fd01::2]/", false)]
    [InlineData(" a , ,.svc, quay.io ", "https://quay.io/", true)]
    [InlineData("10.0.0.0/99,:::,,[,:5000,.", "https://quay.io/", false)]
    [InlineData("", "https://quay.io/", false)]
    [InlineData("", "https://localhost:5000/", true)]
    [InlineData("", "https://127.0.0.1:5000/", true)]
    [InlineData("", "https://[::1]:5000/", true)]
    public void NO_PROXY_means_what_it_means_to_the_platform(string list, string address, bool isDirect)
    {
        var settings = new ProxySettings("proxy:3128", "proxy:3128", list);
        Assert.Equal(isDirect, settings.IsBypassed(new Uri(address)));
        Assert.Equal(isDirect ? null : new Uri("http://proxy:3128"), settings.GetProxy(new Uri(address)));
    }

    [Fact]
    public void The_variables_may_be_in_lower_case()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["http_proxy"] = "lower:1", ["HTTPS_PROXY"] = "https://upper:2", ["https_proxy"] = "lower:2", ["no_proxy"] = "quay.io" };
        var settings = ProxySettings.From(variables.GetValueOrDefault);
        Assert.Equal(new Uri("http://lower:1"), settings.GetProxy(new Uri("http://a/")));
        Assert.Equal(new Uri("https://upper:2"), settings.GetProxy(new Uri("https://a/")));
        Assert.Null(settings.GetProxy(new Uri("https://quay.io/")));
        Assert.Null(ProxySettings.None.GetProxy(new Uri("https://a/")));
    }

    private static async Task<FakeRegistry> StartAsync(System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null)
    {
        var registry = await FakeRegistry.StartAsync(certificate);
        _ = registry.Add(Door.Path, Tag, Door.Bytes("{}"), MediaTypes.OciManifest);
        return registry;
    }

    private static Door Open(ProxySettings proxies, string? authorities = null, string? insecure = null) => new(new RegistryOptions
    {
        Proxies = proxies,
        AuthorityPaths = authorities is null ? [] : [authorities],
        InsecureHosts = insecure is null ? [] : [insecure],
        Retries = 1,
    });

    [Fact]
    public void An_address_of_invisible_characters_is_no_proxy() =>
        Assert.Null(new ProxySettings("http://user:password@\u202e:3128/", null, null).GetProxy(new Uri("http://registry.example/")));
}
