using UpdateService.EndToEnd.Tests.Registries;
using UpdateService.EndToEnd.Tests.Sources;

namespace UpdateService.EndToEnd.Tests.Cli;

/// <summary><c>updatectl doctor</c> as a process, at a real registry with a private authority and a password.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task A_real_registry_is_found_well_and_its_troubles_are_told()
    {
        var account = new RegistryAccount("robot", "s3cret-password");
        using var authority = new PrivateAuthority("Our Authority");
        await using var mirror = await SmallMirror.StartAsync(new RegistrySetup { Authority = authority, Account = account });
        var auth = mirror.Write("auth.json", CredentialText.Of(($"{mirror.Registry.Host}/openshift", account)));

        var well = await CliProcess.RunAsync(["doctor", .. mirror.Switches, "--registry-auth", auth, "--registry-ca", mirror.Registry.AuthorityFile, "--state", mirror.Place("state")]);

        var output = well.Expect();
        Assert.Contains($"trusted by {mirror.Registry.AuthorityFile}", output, StringComparison.Ordinal);
        Assert.Contains("/v2/ answers 401 (Basic)", output, StringComparison.Ordinal);
        Assert.Contains($"ok  login       The entry '{mirror.Registry.Host}/openshift' of {auth} is accepted.", output, StringComparison.Ordinal);
        Assert.Contains("ok  release     4.18.1-x86_64 is 4.18.1 for amd64, sha256:", output, StringComparison.Ordinal);
        Assert.Contains("ok  graph       1 release in 1 channel", output, StringComparison.Ordinal);
        Assert.EndsWith("\nNothing is broken.\n", output, StringComparison.Ordinal);

        var stranger = await CliProcess.RunAsync(["doctor", .. mirror.Switches, "--registry-auth", auth]);
        Assert.Equal(5, stranger.Status);
        Assert.Contains("✕   TLS         The certificate of localhost comes from an authority that is not known here: 'CN=Our Authority'.\n                  -> Add that authority's PEM file by --registry-ca.\n", stranger.Output, StringComparison.Ordinal);

        var wrong = mirror.Write("wrong.json", CredentialText.Of((mirror.Registry.Host, account with { Password = "wr0ng" })));
        var refused = await CliProcess.RunAsync(["doctor", .. mirror.Switches, "--registry-auth", wrong, "--registry-ca", mirror.Registry.AuthorityFile]);
        Assert.Equal(5, refused.Status);
        Assert.Contains($"✕   login       The entry '{mirror.Registry.Host}' of {wrong} is refused (401)", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_service_is_found_well()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data);

        var output = (await CliProcess.RunAsync("doctor", "--graph-data", data.Path, "--server", server.Protocol.ToString())).Expect();

        Assert.Contains("ok  /graph      It answers for stable-4.18: 3 releases for amd64.", output, StringComparison.Ordinal);
        Assert.Contains("ok  revision    It serves revision 1, built ", output, StringComparison.Ordinal);
        Assert.Contains("ok  clock ", output, StringComparison.Ordinal);
    }
}
