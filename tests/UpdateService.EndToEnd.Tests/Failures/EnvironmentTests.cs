using System.Net.Sockets;

namespace UpdateService.EndToEnd.Tests.Failures;

/// <summary>Whatever the service is started in: it runs, or it ends with one sentence. It never shows a stack trace.</summary>
public sealed class EnvironmentTests
{
    private const string Graph = "/api/upgrades_info/v1/graph?channel=stable-4.18";

    [Theory]
    [InlineData("exec unshare --user --map-root-user sh -c 'echo 0 > /proc/sys/user/max_inotify_instances; exec \"$@\"' sh \"$@\"")]
    [InlineData("ulimit -n 300; exec \"$@\"")]
    [InlineData("ulimit -n 20000; exec \"$@\"")]
    [InlineData("exec \"$@\" <&-")]
    [InlineData("export TZ=Nowhere/Odd LANG=xx_YY.KOI LC_ALL=zz TMPDIR=/nowhere; exec \"$@\"")]
    [InlineData("export TMPDIR=/proc; unset HOME; exec \"$@\"")]
    [InlineData("export ASPNETCORE_URLS=nonsense URLS=nonsense ASPNETCORE_HTTP_PORTS=x ASPNETCORE_HTTPS_PORTS=1; exec \"$@\"")]
    [InlineData("export Kestrel__Endpoints__a__Url=https://x:y Kestrel__Certificates__Default__Path=/nowhere; exec \"$@\"")]
    [InlineData("export Logging__LogLevel__Default=Nonsense Logging__Console__FormatterName=nonsense; exec \"$@\"")]
    [InlineData("export DOTNET_hostBuilder__reloadConfigOnChange=maybe DOTNET_SHUTDOWNTIMEOUTSECONDS=abc ASPNETCORE_CONTENTROOT=/nowhere; exec \"$@\"")]
    [InlineData("export ASPNETCORE_ENVIRONMENT=Development ASPNETCORE_HOSTINGSTARTUPASSEMBLIES=Nowhere; exec \"$@\"")]
    [InlineData("export DOTNET_SYSTEM_NET_DISABLEIPV6=1 DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT=abc; exec \"$@\"")]
    [InlineData("export http_proxy=nonsense ALL_PROXY=:::: SSL_CERT_FILE=/dev/null SSL_CERT_DIR=/nowhere; exec \"$@\"")]
    [InlineData("cd \"$(mktemp -d)\"; rmdir \"$PWD\"; exec \"$@\"")]
    public async Task The_service_runs_and_ends_cleanly(string script)
    {
        using var server = Start(script, ["--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0"]);
        await server.ShowsAddressesAsync();

        Assert.Equal(200, (await Wire.AskAsync(server.Protocol, "GET", Graph)).Status);
        await server.SignalAsync("TERM");

        Assert.Equal(0, await server.EndAsync());
        Assert.Empty(server.Errors);
        Assert.DoesNotContain(server.Output, line => line.StartsWith("   at ", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Output, line => line.Contains("connections", StringComparison.Ordinal) && !script.Contains("ulimit -n 300", StringComparison.Ordinal));
    }

    [SuperuserFact]
    public async Task A_user_without_a_name_and_a_home_runs_the_service() =>
        await The_service_runs_and_ends_cleanly("exec setpriv --reuid=54321 --regid=54321 --clear-groups --inh-caps=-all env -u HOME \"$@\"");

    [Theory]
    [InlineData(">&-", "text")]
    [InlineData(">&- 2>&-", "text")]
    [InlineData("> /dev/full", "text")]
    [InlineData("> /dev/full 2> /dev/full", "json")]
    public async Task The_service_runs_though_its_output_goes_nowhere(string redirection, string format)
    {
        using var data = GraphDataDirectory.Sample();
        var (listen, status) = (new Uri($"http://127.0.0.1:{FreePorts.Next()}"), new Uri($"http://127.0.0.1:{FreePorts.Next()}"));
        using var server = Start(
            $"exec \"$@\" {redirection}",
            ["--listen", listen.OriginalString, "--status-listen", status.OriginalString, "--graph-data", data.Path, "--log-format", format]);
        await Eventually.HoldsAsync(async () => await IsReadyAsync(server, status), "the service is ready");

        Assert.Equal(200, (await Wire.AskAsync(listen, "GET", Graph)).Status);
        await server.SignalAsync("TERM");

        Assert.Equal(0, await server.EndAsync());
        Assert.Empty(server.Errors);
    }

    [Theory]
    [InlineData(1, "The limit of open files is 200, and the service needs at least 300. Raise it: ulimit -n, LimitNOFILE in systemd, --ulimit nofile in Docker.", "ulimit -n 200; exec \"$@\"")]
    [InlineData(1, "The limit of open files is 60, and the service needs at least 300. Raise it: ulimit -n, LimitNOFILE in systemd, --ulimit nofile in Docker.", "ulimit -n 60; exec \"$@\"")]
    [InlineData(1, "The output cannot be written: No space left on device.", "exec \"$@\" --version > /dev/full")]
    [InlineData(1, "The output cannot be written: No space left on device.", "exec \"$@\" --help > /dev/full")]
    [InlineData(1, "The output cannot be written: Bad file descriptor.", "exec \"$@\" --version >&-")]
    [InlineData(2, null, "exec \"$@\" --nonsense 2> /dev/full")]
    [InlineData(2, null, "exec \"$@\" --nonsense >&- 2>&-")]
    [InlineData(
        2,
        "The folder that the service was started in is gone: start it in another one, or write all paths from / on.",
        "cd \"$(mktemp -d)\"; rmdir \"$PWD\"; exec \"$@\" --state here")]
    public async Task The_service_ends_with_one_sentence(int status, string? sentence, string script)
    {
        using var server = Start(script, []);

        Assert.Equal(status, await server.EndAsync());
        Assert.Equal(sentence is null ? [] : [sentence], server.Errors);
        Assert.Empty(server.Output);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("binary")]
    [InlineData("folder")]
    [InlineData("without key")]
    [InlineData("encrypted key")]
    public async Task A_certificate_that_cannot_be_used_ends_the_start_with_one_sentence(string kind)
    {
        using var data = GraphDataDirectory.Sample();
        using var certificate = PrivateAuthority.SelfSigned("first");
        var (file, key) = (data.Beside("tls.crt"), data.Beside("tls.key"));
        using var secret = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(key, secret.ExportPkcs8PrivateKeyPem());
        switch (kind)
        {
            case "empty": await File.WriteAllTextAsync(file, ""); break;
            case "binary": await File.WriteAllBytesAsync(file, certificate.RawData); break;
            case "without key": await File.WriteAllTextAsync(key, certificate.ExportCertificatePem()); break;
            case "encrypted key":
                await File.WriteAllTextAsync(key, secret.ExportEncryptedPkcs8PrivateKeyPem("secret", new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1000)));
                break;
            default: file = Directory.CreateDirectory(data.Beside("folder")).FullName; break;
        }

        using var server = Start("exec \"$@\"", ["--listen", "https://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path, "--certificate", file, "--certificate-key", key]);

        Assert.Equal(2, await server.EndAsync());
        Assert.Contains("--certificate", Assert.Single(server.Errors), StringComparison.Ordinal);
        Assert.Empty(server.Output);
    }

    [Theory]
    [InlineData("http://nowhere.example:8080")]
    [InlineData("http://:8080")]
    [InlineData("unix:/tmp/socket")]
    public async Task A_host_that_is_no_address_of_this_machine_ends_the_start_with_one_sentence(string address)
    {
        using var server = Start("exec \"$@\"", ["--listen", address]);

        Assert.Equal(2, await server.EndAsync());
        Assert.Contains("--listen", Assert.Single(server.Errors), StringComparison.Ordinal);
        Assert.Empty(server.Output);
    }

    private static ServerProcess Start(string script, IEnumerable<string> switches) =>
        ServerProcess.StartCommand(["sh", "-c", script, "sh", "dotnet", ServerProcess.Built, .. switches]);

    private static async Task<bool> IsReadyAsync(ServerProcess server, Uri status)
    {
        server.ExpectRunning();
        try
        {
            return (await Wire.AskAsync(status, "GET", "/readyz")).Status == 200;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
