using System.Net;
using System.Net.Sockets;
using UpdateService.EndToEnd.Tests.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>A test that needs the loopback address of IPv6; where the machine has none it is skipped and says so.</summary>
public sealed class IPv6FactAttribute : FactAttribute
{
    public IPv6FactAttribute() => Skip = HasLoopback() ? null : "This machine has no loopback address of IPv6 ([::1]).";

    private static bool HasLoopback()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>How the service gets into a real registry, and what it says where it does not.</summary>
public sealed class WayInTests : IDisposable
{
    private static readonly RegistryAccount Account = new("mirror", "a secret");
    private static readonly RegistryAccount Wrong = Account with { Password = "another" };

    private readonly PrivateAuthority authority = new("private");

    public void Dispose() => authority.Dispose();

    [Fact]
    public async Task A_private_authority_is_trusted_once_it_is_named_and_its_file_may_come_later()
    {
        using var stranger = new PrivateAuthority("stranger");
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Authority = authority });
        _ = mirror.Write("trust/stranger.pem", stranger.Pem);
        using var service = await SourcedService.StartAsync([.. mirror.Switches, "--registry-ca", mirror.Place("trust")]);

        await AssertRefusedAsync(service, "The certificate of localhost comes from an authority that is not known here: 'CN=private'. Add that authority's PEM file by --registry-ca.");
        Assert.True(await service.MetricAsync("update_service_registry_failures_total{fault=\"Untrusted\"}") > 0);

        _ = mirror.Write("trust/private.pem", authority.Pem);
        await AssertServesAsync(service);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_with_its_dates()
    {
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Authority = authority, HasExpiredCertificate = true });
        using var service = await SourcedService.StartAsync([.. mirror.Switches, "--registry-ca", mirror.Registry.AuthorityFile]);

        await AssertRefusedAsync(service, "The certificate of localhost is good from ");
    }

    [Fact]
    public async Task The_longest_entry_of_the_credentials_that_fits_the_repository_is_shown()
    {
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Account = Account });
        var host = mirror.Registry.Host;
        var file = mirror.Write("auth.json", CredentialText.Of((host, Wrong), ($"{host}/openshift", Account), ($"{host}/openshift/release", Wrong)));
        using var service = await SourcedService.StartAsync([.. mirror.Switches, "--insecure-registry", host, "--registry-auth", file]);

        await AssertServesAsync(service);
        _ = Assert.Single(await mirror.Registry.RequestsAsync(), request => request.Status == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_with_the_file_that_holds_it_and_a_right_one_counts_at_once()
    {
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Account = Account });
        var host = mirror.Registry.Host;
        var file = mirror.Write("auth.json", CredentialText.InPlain(host, Wrong));
        using var service = await SourcedService.StartAsync([.. mirror.Switches, "--insecure-registry", host, "--registry-auth", file]);

        await AssertRefusedAsync(service, $"the registry refuses {host}/{SmallMirror.Repository}. The credentials for it in {file} (--registry-auth) are missing, wrong or revoked.");

        _ = mirror.Write("auth.json", CredentialText.InPlain(host, Account));
        await AssertServesAsync(service);
    }

    [Fact]
    public async Task Without_credentials_it_is_said_how_they_are_given()
    {
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Account = Account });
        using var service = await SourcedService.StartAsync([.. mirror.Switches, "--insecure-registry", mirror.Registry.Host]);

        await AssertRefusedAsync(service, $"{mirror.Registry.Host}/{SmallMirror.Repository}: the registry asks for a user and a password. Give them by --registry-auth.");
    }

    [Fact]
    public async Task A_token_server_gives_a_token_for_the_repository_to_who_shows_the_right_password()
    {
        await using var tokens = await TokenServer.StartAsync(Account, authority);
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Authority = authority, Tokens = tokens });
        var file = mirror.Write("auth.json", CredentialText.Of((mirror.Registry.Host, Wrong)));
        using var service = await SourcedService.StartAsync([.. mirror.Switches, "--registry-ca", mirror.Registry.AuthorityFile, "--registry-auth", file]);

        await AssertRefusedAsync(service, $"the token service refuses the credentials for {mirror.Registry.Host}/{SmallMirror.Repository}. Give others by --registry-auth.");

        _ = mirror.Write("auth.json", CredentialText.Of((mirror.Registry.Host, Account)));
        await AssertServesAsync(service);
        Assert.All(tokens.Requests, request => Assert.Equal(($"repository:{SmallMirror.Repository}:pull", TokenServer.Service, true), (request.Scopes.ToString(), request.Service, request.HasCredentials)));
        Assert.Single(tokens.Given);
    }

    [Fact]
    public async Task A_token_for_everybody_is_taken_without_credentials()
    {
        await using var tokens = await TokenServer.StartAsync(Account);
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Tokens = tokens });
        using var service = await SourcedService.StartAsync([.. mirror.Switches, "--insecure-registry", mirror.Registry.Host]);
        await AssertRefusedAsync(service, "the token service gives no token without credentials");

        tokens.LetsEverybodyPull = true;
        await AssertServesAsync(service);
    }

    [Fact]
    public async Task Plain_http_is_spoken_only_to_a_registry_that_is_named_for_it()
    {
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup());
        using var service = await SourcedService.StartAsync([.. mirror.Switches, "--insecure-registry", $"localhost:{FreePorts.Next()}"]);
        await AssertRefusedAsync(service, $"A registry that speaks plain HTTP only is named by --insecure-registry {mirror.Registry.Host}.");

        using var named = await SourcedService.StartAsync([.. mirror.Switches, "--insecure-registry", "localhost"]);
        await AssertServesAsync(named);
    }

    [Fact]
    public async Task A_registry_of_tls_that_is_named_for_plain_http_is_told_from_a_broken_one()
    {
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Authority = authority });
        using var service = await SourcedService.StartAsync([.. mirror.Switches, "--registry-ca", mirror.Registry.AuthorityFile, "--insecure-registry", mirror.Registry.Host]);

        await AssertRefusedAsync(service, "must not be named by --insecure-registry");
    }

    [IPv6Fact]
    public async Task A_registry_is_reached_by_its_ipv6_address()
    {
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Authority = authority, IsOnIPv6 = true });
        using var service = await SourcedService.StartAsync([.. mirror.Switches, "--registry-ca", mirror.Registry.AuthorityFile]);

        Assert.StartsWith("[::1]:", mirror.Registry.Host, StringComparison.Ordinal);
        await AssertServesAsync(service);
        Assert.StartsWith($"{mirror.Registry.Host}/{SmallMirror.Repository}@sha256:", (await service.ReleasesAsync())[0].Payload, StringComparison.Ordinal);
    }

    private static async Task AssertServesAsync(SourcedService service)
    {
        _ = await service.RefreshAsync();
        Assert.Equal(["4.18.1"], await service.VersionsAsync());
        Assert.Equal("ready: revision 1\n", (await service.ReadyAsync()).Text);
    }

    /// <summary>It is not ready, and log, <c>/readyz</c> and <c>/status</c> say the same reason.</summary>
    private static async Task AssertRefusedAsync(SourcedService service, string reason)
    {
        var ready = await service.ReadyAsync();
        Assert.Equal(503, ready.Status);
        Assert.Contains(reason, ready.Text, StringComparison.Ordinal);
        await service.LogsAsync(reason);
        Assert.Contains(reason, (await service.StatusAsync()).GetProperty("lastRefresh").GetProperty("reasons")[0].GetString()!, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Log, line => line.StartsWith("   at ", StringComparison.Ordinal));
    }
}
