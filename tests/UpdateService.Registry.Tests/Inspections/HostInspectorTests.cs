using System.Net;
using System.Net.Sockets;
using UpdateService.Registry.Inspections;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Proxies;
using UpdateService.Registry.Tests.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Inspections;

public sealed class HostInspectorTests
{
    [Fact]
    public async Task Of_several_authorities_the_one_that_makes_the_certificate_trusted_is_named()
    {
        using var folder = new TemporaryFolder();
        using var authority = new FakeAuthority();
        using var other = new FakeAuthority("Another CA");
        using var certificate = authority.Issue();
        await File.WriteAllTextAsync(folder.In("other.pem"), other.Pem);
        await File.WriteAllTextAsync(folder.In("right.pem"), authority.Pem);
        await using var registry = await FakeRegistry.StartAsync(certificate);
        registry.Login = new FakeLogin("Basic");

        var seen = await Inspector(new RegistryOptions { AuthorityPaths = [folder.In("other.pem"), folder.In("right.pem")] }).InspectAsync(new Uri(registry.Address + "/v2/"), CancellationToken.None);

        Assert.Equal((HttpStatusCode.Unauthorized, "TLS 1.3", folder.In("right.pem")), (seen.Status, seen.TlsVersion, seen.TrustedBy));
        Assert.Equal(new LoginOffer("basic", "fake"), Assert.Single(seen.Logins));
        Assert.Equal("CN=Fake CA", seen.Certificate?.Issuer);
        Assert.Null(seen.Failure);
        Assert.True(seen.ClockAhead?.Duration() < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_seen_all_the_same()
    {
        using var authority = new FakeAuthority();
        using var certificate = authority.Issue();
        await using var registry = await FakeRegistry.StartAsync(certificate);

        var seen = await Inspector(new RegistryOptions()).InspectAsync(new Uri(registry.Address), CancellationToken.None);

        Assert.Equal((RegistryFault.Untrusted, "CN=Fake CA", false), (seen.Failure?.Fault, seen.Certificate?.Issuer, seen.SpeaksOtherwise));
        Assert.Equal("Add that authority's PEM file by --registry-ca.", seen.Failure?.Remedy);
        Assert.Equal($"{seen.Failure?.Finding} {seen.Failure?.Remedy}", seen.Failure?.Message);
        Assert.Empty(registry.Requests);
    }

    [Theory]
    [InlineData(false, "https")]
    [InlineData(true, "http")]
    public async Task A_host_that_speaks_otherwise_is_recognised(bool isTls, string scheme)
    {
        using var authority = new FakeAuthority();
        using var certificate = isTls ? authority.Issue() : null;
        await using var registry = await FakeRegistry.StartAsync(certificate);

        var seen = await Inspector(Door.OptionsFor(registry)).InspectAsync(new Uri($"{scheme}://{registry.Host}/v2/"), CancellationToken.None);

        Assert.True(seen.SpeaksOtherwise);
    }

    [Fact]
    public async Task A_host_that_says_nothing_is_given_up_after_the_time_limit()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var time = new ManualTime(TimeSpan.Zero);
        var inspecting = new HostInspector(new RegistryOptions { Proxies = ProxySettings.None, RequestTimeout = TimeSpan.FromSeconds(30) }, time)
            .InspectAsync(new Uri($"https://{silent.LocalEndpoint}/"), CancellationToken.None);

        using var connection = await silent.AcceptTcpClientAsync();
        time.Advance(TimeSpan.FromSeconds(30));

        var seen = await inspecting;
        Assert.Equal((RegistryFault.Timeout, null, null), (seen.Failure?.Fault, seen.TlsVersion, seen.Certificate));
    }

    [Fact]
    public async Task Offline_no_other_host_is_asked()
    {
        await using var registry = await FakeRegistry.StartAsync();

        var seen = await Inspector(Door.OptionsFor(registry) with { Offline = true }).InspectAsync(new Uri(registry.Address), CancellationToken.None);

        Assert.Equal(RegistryFault.Forbidden, seen.Failure?.Fault);
        Assert.Empty(registry.Requests);
    }

    [Theory]
    [InlineData("quay.io", "https://quay.io/v2/")]
    [InlineData("docker.io", "https://registry-1.docker.io/v2/")]
    [InlineData("10.0.0.7:5000", "http://10.0.0.7:5000/v2/")]
    public void A_registry_is_asked_where_its_repositories_are(string host, string address) =>
        Assert.Equal(new Uri(address), Inspector(new RegistryOptions { InsecureHosts = ["10.0.0.7"] }).AddressOf(host));

    private static HostInspector Inspector(RegistryOptions options) => new(options with { Proxies = ProxySettings.None }, TimeProvider.System);
}
