using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Proxies;
using UpdateService.Registry.Tests.Protocol;
using UpdateService.Registry.Trust;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Trust;

public sealed class CertificateTrustTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeAuthority authority = new();

    public void Dispose()
    {
        authority.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task An_authority_that_is_not_known_is_told_with_the_remedy()
    {
        using var certificate = authority.Issue();
        var failure = await UntrustedAsync(certificate);
        Assert.Contains("not known here: 'CN=Fake CA'", failure.Message);
        Assert.Contains("--registry-ca", failure.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_authority_in_a_file_or_a_folder_is_trusted(bool isFolder)
    {
        using var certificate = authority.Issue();
        using var other = new FakeAuthority("Another CA");
        await File.WriteAllTextAsync(folder.In("a.crt"), "# two\n" + other.Pem + "\n" + authority.Pem);
        Assert.NotNull(await ResolveAsync(certificate, isFolder ? folder.Path : folder.In("a.crt")));
    }

    [Fact]
    public async Task An_authority_that_is_added_later_is_trusted_from_then_on()
    {
        using var certificate = authority.Issue();
        await using var registry = await StartAsync(certificate);
        using var door = Open(folder.Path);
        _ = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Untrusted);

        await File.WriteAllTextAsync(folder.In("a.pem"), authority.Pem);
        Assert.NotNull(await door.ResolveAsync(registry));
    }

    [Fact]
    public async Task A_certificate_that_signs_itself_is_trusted_where_it_is_added()
    {
        using var certificate = FakeAuthority.IssueAlone();
        await File.WriteAllTextAsync(folder.In("a.pem"), certificate.ExportCertificatePem());
        Assert.NotNull(await ResolveAsync(certificate, folder.Path));
    }

    [Fact]
    public async Task An_authority_below_another_is_trusted_where_it_alone_is_added()
    {
        using var below = new FakeAuthority("Middle CA", above: authority);
        using var certificate = below.Issue();
        await File.WriteAllTextAsync(folder.In("a.pem"), below.Pem);
        Assert.NotNull(await ResolveAsync(certificate, folder.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_forged_authority_of_the_same_name_is_not_trusted(bool isBelow)
    {
        using var real = new FakeAuthority("Middle CA", above: isBelow ? authority : null);
        using var forged = new FakeAuthority("Middle CA", above: isBelow ? authority : null);
        using var certificate = forged.Issue();
        await File.WriteAllTextAsync(folder.In("a.pem"), real.Pem);
        _ = await UntrustedAsync(certificate);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_never_trusted()
    {
        using var certificate = authority.Issue("registry.example.com");
        await File.WriteAllTextAsync(folder.In("a.pem"), authority.Pem);
        var failure = await UntrustedAsync(certificate);
        Assert.Contains("another name (registry.example.com)", failure.Message);
        Assert.Contains("127.0.0.1", failure.Message);
    }

    [Fact]
    public async Task An_expired_certificate_is_never_trusted()
    {
        using var old = new FakeAuthority(age: TimeSpan.FromDays(2));
        using var certificate = old.Issue(age: TimeSpan.FromDays(2));
        await File.WriteAllTextAsync(folder.In("a.pem"), old.Pem);
        var failure = await UntrustedAsync(certificate);
        Assert.Contains("The certificate of 127.0.0.1 is good from", failure.Message);
        Assert.Contains("expired", failure.Message);
    }

    [Fact]
    public async Task An_expired_authority_is_never_trusted()
    {
        using var old = new FakeAuthority(age: TimeSpan.FromDays(5));
        using var certificate = old.Issue();
        await File.WriteAllTextAsync(folder.In("a.pem"), old.Pem);
        Assert.Contains("The authority 'CN=Fake CA'", (await UntrustedAsync(certificate)).Message);
    }

    [Fact]
    public async Task A_certificate_that_is_not_for_servers_is_not_trusted()
    {
        using var certificate = authority.Issue(usage: "1.3.6.1.5.5.7.3.2");
        using var chain = new X509Chain();
        await File.WriteAllTextAsync(folder.In("a.pem"), authority.Pem);
        var trust = new CertificateTrust(new AuthorityFiles([folder.Path]));
        var refused = Assert.Throws<UntrustedCertificateException>(() => trust.Validate("quay.io", certificate, chain, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.Contains("NotValidForUsage", refused.Message);
    }

    [Fact]
    public async Task While_a_file_cannot_be_read_its_authorities_stay()
    {
        await File.WriteAllTextAsync(folder.In("a.pem"), authority.Pem);
        var files = new AuthorityFiles([folder.In("a.pem")]);
        _ = Assert.Single(files.Current());
        File.Delete(folder.In("a.pem"));
        _ = Assert.Single(files.Current());
        await File.WriteAllTextAsync(folder.In("a.pem"), "");
        Assert.Empty(files.Current());
    }

    [Fact]
    public async Task A_path_without_a_certificate_is_told()
    {
        Assert.Contains("no certificate", AuthorityFiles.ProblemOf(folder.Path));
        Assert.Contains(folder.In("none"), AuthorityFiles.ProblemOf(folder.In("none")));
        await File.WriteAllTextAsync(folder.In("bad.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Assert.Contains("cannot be read", AuthorityFiles.ProblemOf(folder.In("bad.pem")));
        await File.WriteAllTextAsync(folder.In("good.pem"), authority.Pem);
        Assert.Null(AuthorityFiles.ProblemOf(folder.In("good.pem")));
    }

    [Fact]
    public async Task IPv6_addresses_are_hosts()
    {
        if (!Socket.OSSupportsIPv6)
        {
            return; // The parsers' tests know IPv6 on every machine.
        }

        using var certificate = authority.Issue();
        await File.WriteAllTextAsync(folder.In("a.pem"), authority.Pem);
        await using var registry = await StartAsync(certificate, IPAddress.IPv6Loopback);
        using var door = Open(folder.Path);
        Assert.StartsWith("[::1]:", registry.Host, StringComparison.Ordinal);
        Assert.NotNull(await door.ResolveAsync(registry));
    }

    private static async Task<FakeRegistry> StartAsync(X509Certificate2 certificate, IPAddress? address = null)
    {
        var registry = await FakeRegistry.StartAsync(certificate, address);
        _ = registry.Add(Door.Path, "4.16.1-x86_64", Door.Bytes("{}"), MediaTypes.OciManifest);
        return registry;
    }

    private static Door Open(string path) => new(new RegistryOptions { AuthorityPaths = [path], Proxies = ProxySettings.None });

    private static async Task<Digest?> ResolveAsync(X509Certificate2 certificate, string path)
    {
        await using var registry = await StartAsync(certificate);
        using var door = Open(path);
        return await door.ResolveAsync(registry);
    }

    private async Task<RegistryException> UntrustedAsync(X509Certificate2 certificate)
    {
        await using var registry = await StartAsync(certificate);
        using var door = Open(folder.Path);
        var failure = await Door.FailureAsync(() => door.ResolveAsync(registry), RegistryFault.Untrusted);
        Assert.Empty(registry.Requests);
        Assert.Equal(0, door.Counts.Retries);
        return failure;
    }
}
