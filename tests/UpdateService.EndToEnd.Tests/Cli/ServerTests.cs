using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace UpdateService.EndToEnd.Tests.Cli;

/// <summary>The command and the service: both processes.</summary>
public sealed class ServerTests
{
    [Fact]
    public async Task A_service_and_the_planner_at_home_say_the_same()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data);
        var address = server.Protocol.ToString().TrimEnd('/');
        string[] questions =
        [
            "path 4.18.1 4.18.3", "path 4.18.1 4.18.3 --avoid 4.18.2 -o json", "path 4.18.1 4.18.3 --avoid 4.18.2 --accept SampleRisk -o md", "path 4.18.1 4.18 -o svg", "path 4.18.1 -o dot --arch arm64",
            "path 4.18.1 4.18.3 --via 4.18.2 --alternatives 2 -o mermaid", "path 4.18.1 4.19", "path 4.18.3 4.18.1", "path 4.18.1 --channel 'a b'", "path 4.18.1 --avoid SampelRisk",
            "recommended 4.18.1", "recommended 4.18.3 -o json", "explain 4.18.1 4.18.3", "explain 4.18.1 4.19.1 --channel stable-4.18 -o md",
            "channels", "channels --arch multi -o json", "releases", "releases --channel stable-4.18 --arch arm64 -o json", "releases 4.18.2", "releases 4.18.9", "releases --channel stable-4.81", "matrix --channel stable-4.18 -o json",
        ];
        var told = await CliProcess.BashAsync(string.Concat(questions.Select(question =>
            $"updatectl {question} --graph-data '{data.Path}' > '{data.Beside("here")}' 2>&1; here=$?; sed -i 's#{data.Path}#data#' '{data.Beside("here")}'; updatectl {question} --server {address} > '{data.Beside("there")}' 2>&1; there=$?; sed -i 's/\"revision\":1,//' '{data.Beside("there")}'; [ $here = $there ] && cmp -s '{data.Beside("here")}' '{data.Beside("there")}' || {{ echo \"{question.Replace('\'', ' ')}: $here $there\"; diff '{data.Beside("here")}' '{data.Beside("there")}'; }}; ")));

        Assert.True(told.Output + told.Errors is "", told.Output + told.Errors);
    }

    [Fact]
    public async Task Two_revisions_of_a_running_service_are_compared()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data);
        data.Delete("blocked-edges/4.18.3-SampleRisk.yaml");
        var address = server.Protocol.ToString().TrimEnd('/');
        CommandResult ran = new(-1, "", "");
        await Eventually.HoldsAsync(
            async () =>
            {
                ran = await CliProcess.RunAsync("diff", "1", "2", "--channel", "stable-4.18", "--arch", "x86_64", "--server", address);
                Assert.True(ran.Status is 0 or 4, ran.Errors);
                return ran.Status == 0;
            },
            "the change makes a second revision");

        Assert.Equal("stable-4.18 (amd64)\n  + 1 update: 4.18.1 to 4.18.3\n  - 1 conditional update: 4.18.1 to 4.18.3 (SampleRisk)\n  - 1 risk: SampleRisk\n", ran.Output);
        using var json = JsonDocument.Parse((await CliProcess.RunAsync("diff", "1", "2", "-o", "json", "--server", address)).Output);
        var channel = Assert.Single(json.RootElement.GetProperty("channels").EnumerateArray());
        Assert.Contains("SampleRisk", channel.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("stable-4.18", (await CliProcess.RunAsync("diff", "1", "2", "-o", "md", "--server", address)).Output, StringComparison.Ordinal);
        Assert.Contains("revision", (await CliProcess.RunAsync("diff", "1", "99", "--server", address)).Errors, StringComparison.OrdinalIgnoreCase);
        var refused = await CliProcess.RunAsync("diff", "1", "2", "--channel", "stable-4.81", "--server", address);
        Assert.Equal((4, "There is no channel stable-4.81. Near: stable-4.18."), (refused.Status, refused.Errors.Trim()));
    }

    [Fact]
    public async Task A_service_with_a_private_authority_is_trusted_where_its_authority_is_named()
    {
        using var data = GraphDataDirectory.Sample();
        using var authority = new PrivateAuthority("Our Authority");
        using var certificate = authority.Issue();
        var (pem, key, ca) = (data.Beside("tls.crt"), data.Beside("tls.key"), data.Beside("ca.crt"));
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(ca, authority.Pem);
        using var server = await ServerProcess.StartReadyAsync(["--listen", "https://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path, "--certificate", pem, "--certificate-key", key]);
        var address = server.Protocol.ToString().TrimEnd('/');

        Assert.Equal(0, (await CliProcess.RunAsync("diff", "1", "1", "-o", "json", "--server", address, "--ca", ca)).Status);

        var stranger = await CliProcess.RunAsync("diff", "1", "1", "-o", "json", "--server", address);
        Assert.Equal(5, stranger.Status);
        Assert.Contains("comes from an authority that is not known here: 'CN=Our Authority'. Add that authority's PEM file by --ca.", stranger.Errors, StringComparison.Ordinal);
    }
}
