using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using UpdateService.EndToEnd.Tests.Attacks;

namespace UpdateService.EndToEnd.Tests;

/// <summary>Addresses with <c>https://</c>.</summary>
public sealed class TlsTests
{
    private const string Graph = "/api/upgrades_info/graph?channel=stable-4.18";

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Both_versions_of_http_are_served(string version)
    {
        using var data = GraphDataDirectory.Sample();
        using var certificate = PrivateAuthority.SelfSigned("first");
        using var server = await StartAsync(data, certificate);
        using var client = Trusting(certificate);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Protocol, Graph)) { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, Version.Parse(version)), (answer.StatusCode, answer.Version));
        Assert.StartsWith("{\"version\":1,\"nodes\":[{", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(answer.Headers.Server.FirstOrDefault());
    }

    [Fact]
    public async Task Where_many_connections_are_open_those_of_http_2_go_on()
    {
        using var data = GraphDataDirectory.Sample();
        using var certificate = PrivateAuthority.SelfSigned("first");
        Write(data, certificate);
        using var server = await ServerProcess.StartReadyAsync([.. Switches(data), "--max-connections", "10"]);
        using var crowd = new Crowd();
        await crowd.GrowAsync(server.Protocol, 6, "");
        using var client = Trusting(certificate);
        foreach (var (version, isEnded) in new (Version, bool?)[] { (HttpVersion.Version11, true), (HttpVersion.Version20, null), (HttpVersion.Version20, null) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Protocol, Graph)) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await client.SendAsync(request);

            Assert.Equal((HttpStatusCode.OK, version, isEnded), (answer.StatusCode, answer.Version, answer.Headers.ConnectionClose));
        }
    }

    [Fact]
    public async Task A_certificate_that_is_replaced_is_shown_to_the_next_client()
    {
        using var data = GraphDataDirectory.Sample();
        using var first = PrivateAuthority.SelfSigned("first");
        using var second = PrivateAuthority.SelfSigned("second");
        using var server = await StartAsync(data, first);
        Assert.Equal("CN=first", (await HandshakeAsync(server)).Subject);

        Write(data, second);

        await Eventually.HoldsAsync(async () => (await HandshakeAsync(server)).Subject == "CN=second", "the new certificate is shown");
    }

    [Fact]
    public async Task A_certificate_in_a_mounted_secret_that_is_renewed_is_shown_to_the_next_client()
    {
        using var data = GraphDataDirectory.Sample();
        using var first = PrivateAuthority.SelfSigned("first");
        using var second = PrivateAuthority.SelfSigned("second");

        // As a kubelet mounts it: names are links through one link that alone is swapped.
        WriteInto(Directory.CreateDirectory(data.Beside("..first")).FullName, first);
        _ = File.CreateSymbolicLink(data.Beside("..data"), "..first");
        _ = File.CreateSymbolicLink(data.Beside("tls.crt"), "..data/tls.crt");
        _ = File.CreateSymbolicLink(data.Beside("tls.key"), "..data/tls.key");
        using var server = await ServerProcess.StartReadyAsync(Switches(data));
        Assert.Equal("CN=first", (await HandshakeAsync(server)).Subject);

        WriteInto(Directory.CreateDirectory(data.Beside("..second")).FullName, second);
        File.Delete(data.Beside("..data"));
        _ = File.CreateSymbolicLink(data.Beside("..data"), "..second");

        await Eventually.HoldsAsync(async () => (await HandshakeAsync(server)).Subject == "CN=second", "the new certificate is shown");
    }

    [Fact]
    public async Task Files_that_are_no_pair_leave_the_certificate_before_in_use()
    {
        using var data = GraphDataDirectory.Sample();
        using var first = PrivateAuthority.SelfSigned("first");
        using var second = PrivateAuthority.SelfSigned("second");
        using var server = await StartAsync(data, first);

        await File.WriteAllTextAsync(data.Beside("tls.crt"), second.ExportCertificatePem());
        Assert.Equal("CN=first", (await HandshakeAsync(server)).Subject);
        await File.WriteAllTextAsync(data.Beside("tls.crt"), "half a certi");
        Assert.Equal("CN=first", (await HandshakeAsync(server)).Subject);
        File.Delete(data.Beside("tls.key"));
        Assert.Equal("CN=first", (await HandshakeAsync(server)).Subject);

        Write(data, second);
        await Eventually.HoldsAsync(async () => (await HandshakeAsync(server)).Subject == "CN=second", "the new certificate is shown");
    }

    [Fact]
    public async Task A_key_of_another_certificate_ends_the_start_with_one_sentence()
    {
        using var data = GraphDataDirectory.Sample();
        using var first = PrivateAuthority.SelfSigned("first");
        using var second = PrivateAuthority.SelfSigned("second");
        Write(data, first);
        await File.WriteAllTextAsync(data.Beside("tls.crt"), second.ExportCertificatePem());
        using var server = ServerProcess.Start(Switches(data));

        Assert.Equal(2, await server.EndAsync());
        Assert.Equal([$"The files '{data.Beside("tls.crt")}' and '{data.Beside("tls.key")}' of --certificate and --certificate-key are no PEM certificate with its key."], server.Errors);
    }

    [Fact]
    public async Task Intermediate_certificates_in_the_file_are_sent_with_it()
    {
        using var data = GraphDataDirectory.Sample();
        using var root = new PrivateAuthority("root");
        using var intermediate = new PrivateAuthority("intermediate", root);
        using var leaf = intermediate.Issue("leaf");
        await File.WriteAllTextAsync(data.Beside("tls.crt"), $"{leaf.ExportCertificatePem()}\n{intermediate.Pem}");
        await File.WriteAllTextAsync(data.Beside("tls.key"), leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        using var server = ServerProcess.Start(Switches(data));
        await server.ShowsAddressesAsync();

        // A client that trusts the root and knows nothing else.
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Protocol.Port);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { root.Certificate }, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        });

        Assert.True(tls.IsAuthenticated);
    }

    [Fact]
    public async Task The_check_works_over_tls()
    {
        using var data = GraphDataDirectory.Sample();
        using var certificate = PrivateAuthority.SelfSigned("elsewhere.example.com");
        Write(data, certificate);
        string[] status = ["--status-listen", $"https://127.0.0.1:{FreePorts.Next()}", "--certificate", data.Beside("tls.crt"), "--certificate-key", data.Beside("tls.key")];
        using var server = ServerProcess.Start(["--listen", "http://127.0.0.1:0", .. status, "--graph-data", data.Path]);
        await server.ShowsAddressesAsync();

        Assert.Equal((0, "ready: revision 1"), await StartTests.CheckAsync(status));
    }

    [Fact]
    public async Task A_client_without_tls_gets_nothing_and_does_no_harm()
    {
        using var data = GraphDataDirectory.Sample();
        using var certificate = PrivateAuthority.SelfSigned("first");
        using var server = await StartAsync(data, certificate);
        using var wire = await Wire.OpenAsync(server.Protocol);
        await wire.SendAsync($"GET {Graph} HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.DoesNotContain("nodes", System.Text.Encoding.Latin1.GetString(await wire.ReadToEndAsync()), StringComparison.Ordinal);
        Assert.Equal("CN=first", (await HandshakeAsync(server)).Subject);
    }

    /// <summary>A client that trusts this certificate alone.</summary>
    private static HttpClient Trusting(X509Certificate2 certificate)
    {
        var transport = new SocketsHttpHandler();
        transport.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString();
        return new HttpClient(transport);
    }

    private static async Task<ServerProcess> StartAsync(GraphDataDirectory data, X509Certificate2 certificate)
    {
        Write(data, certificate);
        return await ServerProcess.StartReadyAsync(Switches(data));
    }

    private static string[] Switches(GraphDataDirectory data) =>
    [
        "--listen", "https://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path,
        "--certificate", data.Beside("tls.crt"), "--certificate-key", data.Beside("tls.key"),
    ];

    private static async Task<X509Certificate2> HandshakeAsync(ServerProcess server)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Protocol.Port);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = SslProtocols.None });
        return new X509Certificate2(tls.RemoteCertificate!);
    }

    private static void Write(GraphDataDirectory data, X509Certificate2 certificate) => WriteInto(data.Beside(""), certificate);

    private static void WriteInto(string folder, X509Certificate2 certificate)
    {
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }
}
