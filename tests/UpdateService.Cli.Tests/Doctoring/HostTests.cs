using UpdateService.Testing.Registries;

namespace UpdateService.Cli.Tests.Doctoring;

/// <summary>What is told of hosts: the way there, connection, certificate, API, clock.</summary>
public sealed class HostTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(90);

    private readonly FakeAuthority authority = new(life: Long * 2);

    public void Dispose() => authority.Dispose();

    [Fact]
    public async Task A_mirror_that_is_well_is_found_well_from_end_to_end()
    {
        using var certificate = authority.Issue(life: Long);
        await using var mirror = await Mirror.StartAsync(certificate);
        mirror.Registry.Login = new FakeLogin("Bearer");
        var (ca, auth) = (mirror.Write("ca.pem", authority.Pem), mirror.WriteAuth($"{mirror.Registry.Host}/mirror", "robot", "s3cret-password"));

        var visit = await Visit.WithAsync([.. mirror.Sources, "--registry-ca", ca, "--registry-auth", auth]);

        Assert.Equal("way ok, DNS ok, connection ok, TLS ok, API ok, login ok, tags ok, release ok, graph-data ok, graph ok, signatures skipped, clock ok, disk skipped", visit.Verdicts[..visit.Verdicts.IndexOf(", memory", StringComparison.Ordinal)]);
        Assert.Equal(ExitStatus.Fine, visit.Status);
        visit["way"].Says("directly: the loopback");
        visit["connection"].Says($"{mirror.Registry.Host} took the connection after ");
        visit["TLS"].Says("TLS 1.3; the certificate of 'CN=fake registry' comes from 'CN=Fake CA' and is good until ");
        visit["TLS"].Says($"; it is trusted by {ca}.");
        visit["API"].Says($"401 (Bearer): tokens come from {mirror.Registry.Host}, which answers.");
        visit["login"].Says($"The entry '{mirror.Registry.Host}/mirror' of {auth} is accepted.");
        visit["tags"].Says("3 tags; 2 names of a release among them.");
        visit["release"].Says("4.18.2-x86_64 is 4.18.2 for amd64, sha256:");
        visit["graph-data"].Says("1 channel, 1 blocked edge; nothing is wrong with them.");
        visit["graph"].Says("2 releases in 1 channel, 1 edge, 0 conditional edges, 0 in quarantine.");
        Assert.DoesNotContain("s3cret", visit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_to_be_looked_at()
    {
        using var certificate = authority.Issue();
        await using var mirror = await Mirror.StartAsync(certificate);

        var visit = await Visit.WithAsync([.. mirror.Sources, "--registry-ca", mirror.Write("ca.pem", authority.Pem)]);

        Assert.Equal((ExitStatus.Fine, "look"), (visit.Status, visit["TLS"].Verdict));
        visit["TLS"].Says("good until", "ends soon");
    }

    [Theory]
    [InlineData("stranger", "comes from an authority that is not known here: 'CN=Fake CA'.", "Add that authority's PEM file by --registry-ca.")]
    [InlineData("expired", "it has expired, or the clock is wrong.", "Renew it.")]
    [InlineData("other name", "is for another name (other.example.com).", "by a name of its certificate")]
    [InlineData("alone", "comes from an authority that is not known here: 'CN=fake registry'.", "Add that authority's PEM file by --registry-ca.")]
    public async Task A_certificate_that_is_not_trusted_is_told_with_its_remedy(string trouble, string found, string remedy)
    {
        using var certificate = trouble switch
        {
            "alone" => FakeAuthority.IssueAlone(),
            "other name" => authority.Issue("other.example.com"),
            "expired" => authority.Issue(age: TimeSpan.FromDays(2)),
            _ => authority.Issue(),
        };
        await using var mirror = await Mirror.StartAsync(certificate);
        string[] trusted = trouble is "expired" or "other name" ? ["--registry-ca", mirror.Write("ca.pem", authority.Pem)] : [];

        var visit = await Visit.WithAsync([.. mirror.Sources, .. trusted]);

        visit.Breaks("TLS").Says(found, remedy);
        Assert.Equal(("skipped", "It needs 'TLS' of " + mirror.Registry.Host + ", which is broken."), (visit["API"].Verdict, visit["API"].Text));
        Assert.All(["login", "tags", "release", "graph"], name => Assert.Equal("skipped", visit[name].Verdict));
        Assert.Equal("ok", visit["graph-data"].Verdict);
    }

    [Fact]
    public async Task Plain_HTTP_where_TLS_was_expected_is_told()
    {
        await using var mirror = await Mirror.StartAsync();

        var visit = await Visit.WithAsync(mirror.Sources);

        visit.Breaks("TLS").Says($"{mirror.Registry.Host} answers plain HTTP where TLS was expected.", $"--insecure-registry {mirror.Registry.Host}");
        Assert.DoesNotContain(mirror.Registry.Requests, request => request.Header("Authorization") is not null);
    }

    [Fact]
    public async Task TLS_where_plain_HTTP_was_named_is_told()
    {
        using var certificate = authority.Issue();
        await using var mirror = await Mirror.StartAsync(certificate);

        (await Visit.WithAsync(mirror.PlainSources)).Breaks("TLS").Says($"{mirror.Registry.Host} speaks TLS, and is asked over plain HTTP.", "Take it out of --insecure-registry");
    }

    [Fact]
    public async Task An_insecure_registry_works_and_is_to_be_looked_at()
    {
        await using var mirror = await Mirror.StartAsync();

        var visit = await Visit.WithAsync(mirror.PlainSources);

        Assert.Equal((ExitStatus.Fine, "look", "ok"), (visit.Status, visit["TLS"].Verdict, visit["graph"].Verdict));
        visit["API"].Says("200: no login is asked for.");
        visit["login"].Says("No credentials are used, and none are asked for.");
    }

    [Fact]
    public async Task Nobody_at_the_port_is_told()
    {
        await using var mirror = await Mirror.StartAsync();
        await mirror.Registry.StopAsync();

        (await Visit.WithAsync(mirror.Sources)).Breaks("connection").Says($"Nobody listens at {mirror.Registry.Host}.", "--releases");
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_told()
    {
        var visit = await Visit.WithAsync("--releases", "oci://registry.invalid/mirror/release-images");

        visit["DNS"].Says("registry.invalid", "/etc/resolv.conf");
        Assert.Equal(("broken", "skipped"), (visit["DNS"].Verdict, visit["connection"].Verdict));
    }

    [Theory]
    [InlineData(404, "broken", "there is no registry at this host", "--releases")]
    [InlineData(503, "broken", "/v2/ answers 503.", "internal error")]
    [InlineData(302, "look", "/v2/ answers 302", "login page")]
    public async Task A_host_that_is_no_registry_is_told(int status, string verdict, string found, string remedy)
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Registry.Faults.Status(FakeRequestKind.Start, status);

        var api = (await Visit.WithAsync(mirror.PlainSources))["API"];

        Assert.Equal(verdict, api.Verdict);
        api.Says(found, remedy);
    }

    [Theory]
    [InlineData("https://tokens.example.com/token", true, "and --offline forbids all other hosts.", "Where it is a token service, or where a registry redirects to, --offline-host tokens.example.com allows it.")]
    [InlineData("https://127.0.0.1:1/token", false, "which cannot be asked", "127.0.0.1:1")]
    [InlineData("nowhere", false, "names no token service that can be asked", "realm")]
    public async Task A_token_service_that_cannot_be_asked_is_told(string realm, bool isOffline, string found, string remedy)
    {
        await using var mirror = await Mirror.StartAsync();
        mirror.Registry.Login = new FakeLogin("Bearer") { Realm = realm };

        (await Visit.WithAsync([.. mirror.PlainSources, .. isOffline ? ["--offline"] : Array.Empty<string>()])).Breaks("API").Says(found, remedy);
    }

    [Fact]
    public async Task A_proxy_is_named_without_its_password_and_asked()
    {
        using var certificate = authority.Issue("registry.test", life: Long);
        await using var mirror = await Mirror.StartAsync(certificate);
        await using var proxy = new FakeProxy(mirror.Registry, "user:s3cret");

        var visit = await Visit.WithAsync(
            around => around with { Variable = name => name == "HTTPS_PROXY" ? $"http://user:s3cret@{proxy.Host}" : null },
            "--releases", $"oci://registry.test/{Mirror.Repository}", "--registry-ca", mirror.Write("ca.pem", authority.Pem));

        visit["way"].Says($"through the proxy http://{proxy.Host} (HTTPS_PROXY).");
        visit["DNS"].Says("127.0.0.1 is an address");
        Assert.Equal(("ok", "ok", "ok"), (visit["TLS"].Verdict, visit["tags"].Verdict, visit["release"].Verdict));
        Assert.DoesNotContain("s3cret", visit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_told()
    {
        await using var mirror = await Mirror.StartAsync();
        await using var proxy = new FakeProxy(mirror.Registry, "user:right");

        var visit = await Visit.WithAsync(
            around => around with { Variable = name => name == "HTTPS_PROXY" ? $"http://user:s3cret@{proxy.Host}" : null },
            "--releases", $"oci://registry.test/{Mirror.Repository}");

        visit["TLS"].Says("the proxy does not connect to registry.test", "Check the proxy in HTTPS_PROXY");
        Assert.DoesNotContain("s3cret", visit.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTPS_PROXY", "not a proxy at all", "look", "not the address of a proxy")]
    [InlineData("NO_PROXY", "", "ok", "HTTPS_PROXY names no proxy")]
    public async Task A_direct_way_is_told_with_its_reason(string variable, string value, string verdict, string found)
    {
        var visit = await Visit.WithAsync(around => around with { Variable = name => name == variable ? value : null }, "--releases", "oci://registry.invalid/mirror/release-images");

        Assert.Equal(verdict, visit["way"].Verdict);
        visit["way"].Says(found);
    }

    [Theory]
    [InlineData(-600, "look", " s behind that of")]
    [InlineData(90_600, "look", "25 h ahead of that of")]
    [InlineData(10, "ok", "agrees")]
    public async Task A_clock_that_is_wrong_is_to_be_looked_at(int seconds, string verdict, string found)
    {
        await using var mirror = await Mirror.StartAsync();

        var visit = await Visit.WithAsync(around => around with { Time = new WrongTime(TimeSpan.FromSeconds(seconds)) }, mirror.PlainSources);

        Assert.Equal((ExitStatus.Fine, verdict), (visit.Status, visit["clock"].Verdict));
        visit["clock"].Says(found);
    }

    private sealed class WrongTime(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
