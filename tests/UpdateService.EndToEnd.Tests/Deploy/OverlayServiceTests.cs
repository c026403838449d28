using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace UpdateService.EndToEnd.Tests.Deploy;

/// <summary>The service, started with the options of an overlay over those of the image, and asked as the cluster asks it.</summary>
public sealed partial class OverlayServiceTests : IDisposable
{
    private readonly TemporaryFolder mounts = new();
    private readonly PrivateAuthority authority = new("root");

    [RenderedTheory]
    [InlineData("kubernetes", 200)]
    [InlineData("openshift", 200)]
    [InlineData("disconnected", 503)] // Its mirror is not there.
    [InlineData("followers/servers", 503)] // Nor is their builder's registry.
    [InlineData(Overlay.WithEverything, 200)]
    public async Task It_starts_with_them_and_answers_the_probes_and_the_scrape(string name, int readiness)
    {
        var overlay = Kubectl.Render(name);
        Fill(overlay);
        var options = Options(overlay).ToDictionary(option => option.Key, option => Here(overlay, option.Value), StringComparer.Ordinal);
        using var server = ServerProcess.Start([.. options.Select(option => (option.Key, option.Value))]);
        var status = new Uri(options["UpdateService__StatusListen__0"]);
        await Eventually.HoldsAsync(() => AnswersAsync(server, status, overlay.Container["startupProbe"]!["httpGet"]!["path"]), "the startup probe is answered");

        Assert.Equal(200, await StatusOfAsync(status, overlay.Container["livenessProbe"]!["httpGet"]!["path"]));
        Assert.Equal(200, await StatusOfAsync(status, overlay.One("ServiceMonitor")["spec"]!["endpoints"]![0]!["path"]));
        await Eventually.HoldsAsync(
            async () => await StatusOfAsync(status, overlay.Container["readinessProbe"]!["httpGet"]!["path"]) == readiness,
            $"the readiness probe is answered with {readiness}");
        Assert.Equal(readiness, await GraphAsync(options["UpdateService__Listen__0"]));
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.EndAsync());
        Assert.Empty(server.Errors);
    }

    [RenderedTheory]
    [MemberData(nameof(OverlayTests.Overlays), MemberType = typeof(OverlayTests))]
    public void The_ports_are_those_that_it_listens_on_and_the_probes_ask_the_status_address(string name)
    {
        var overlay = Kubectl.Render(name);
        var options = Options(overlay);

        Assert.Equal(Port(options["UpdateService__StatusListen__0"]), overlay.Ports["status"]);
        Assert.Equal(Port(options["UpdateService__Listen__0"]), overlay.Ports[new Uri(options["UpdateService__Listen__0"].Replace('*', '_')).Scheme]);
        Assert.Equal(2, overlay.Ports.Count);
        Assert.All(["startupProbe", "livenessProbe", "readinessProbe"], probe => Assert.Equal("status", Manifests.Text(overlay.Container[probe]!["httpGet"]!["port"])));
        Assert.Equal("status", Manifests.Text(overlay.One("ServiceMonitor")["spec"]!["endpoints"]![0]!["port"]));
    }

    [RenderedTheory]
    [InlineData("disconnected")]
    public void A_site_without_internet_asks_its_mirror_alone(string name)
    {
        var options = Options(Kubectl.Render(name));

        Assert.Equal("on", options["UpdateService__Offline"]);
        Assert.All(["UpdateService__Releases__0", "UpdateService__GraphData"], source => Assert.StartsWith("oci://mirror.example.com:8443/", options[source], StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        mounts.Dispose();
        authority.Dispose();
    }

    /// <summary>Those of the image, and over them those of the overlay.</summary>
    private static Dictionary<string, string> Options(Overlay overlay)
    {
        var options = ImageVariable().Matches(File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"))).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal);
        foreach (var (name, value) in overlay.Options)
        {
            options[name] = value;
        }

        return options;
    }

    private static int Port(string address) => new Uri(address.Replace('*', '_')).Port;

    /// <summary>Free ports for fixed ones, folders of the test for mounts, and a port where nobody listens for a mirror that is somewhere.</summary>
    private string Here(Overlay overlay, string value)
    {
        var mount = Manifests.Items(overlay.Container["volumeMounts"]).Select(item => Manifests.Text(item["mountPath"])).SingleOrDefault(path => value == path || value.StartsWith($"{path}/", StringComparison.Ordinal));
        return mount is null
            ? AnyHost().Replace(value, _ => $"//127.0.0.1:{FreePorts.Next()}").Replace("mirror.example.com:8443", "127.0.0.1:1", StringComparison.Ordinal)
            : mounts.In(value[1..]);
    }

    private void Fill(Overlay overlay)
    {
        foreach (var mount in Manifests.Items(overlay.Container["volumeMounts"]))
        {
            var folder = Directory.CreateDirectory(mounts.In(Manifests.Text(mount["mountPath"])[1..])).FullName;
            foreach (var (file, text) in Content(Manifests.Text(mount["name"])))
            {
                File.WriteAllText(Path.Combine(folder, file), text);
            }
        }
    }

    private IEnumerable<(string File, string Text)> Content(string volume)
    {
        using var certificate = authority.Issue();
        return volume switch
        {
            "serving" => [("tls.crt", certificate.ExportCertificatePem()), ("tls.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())],
            "trusted-ca" or "mirror-ca" => [("ca-bundle.crt", authority.Pem)],
            "pull-secret" => [(".dockerconfigjson", """{"auths":{}}""")],
            "administration" => [("token", "0123456789abcdef")],
            _ => [],
        };
    }

    private static async Task<bool> AnswersAsync(ServerProcess server, Uri status, JsonNode? path)
    {
        server.ExpectRunning();
        try
        {
            return await StatusOfAsync(status, path) == 200;
        }
        catch (SocketException)
        {
            return false; // It does not listen yet.
        }
    }

    private static async Task<int> StatusOfAsync(Uri status, JsonNode? path) => (await Wire.AskAsync(status, "GET", Manifests.Text(path))).Status;

    /// <summary>As a cluster asks that trusts the overlay's certificate.</summary>
    private async Task<int> GraphAsync(string address)
    {
        using var transport = new SocketsHttpHandler();
        transport.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority.Certificate }, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        using var client = new HttpClient(transport) { Timeout = Eventually.Deadline };
        using var answer = await client.GetAsync(new Uri($"{address}/api/upgrades_info/v1/graph?channel=stable-4.18"));
        return (int)answer.StatusCode;
    }

    [GeneratedRegex(@"(?<name>UpdateService__\w+)=(?<value>\S+)", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex ImageVariable();

    [GeneratedRegex(@"//\*:\d+", RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex AnyHost();
}
