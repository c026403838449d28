using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace UpdateService.EndToEnd.Tests;

/// <summary>What a person sees who starts the service by hand.</summary>
public sealed class StartTests
{
    private const string Graph = "/api/upgrades_info/v1/graph?channel=stable-4.18&arch=amd64";

    [Fact]
    public async Task The_shipped_data_are_served_without_any_option_for_data()
    {
        using var server = ServerProcess.Start("--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0");
        await server.ShowsAddressesAsync();

        var answer = await Wire.AskAsync(server.Protocol, "GET", Graph);
        using var graph = JsonDocument.Parse(answer.Body);

        var versions = graph.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("version").GetString()).ToList();
        Assert.Contains("4.18.1", versions);
        Assert.Contains("4.17.18", versions);
        Assert.True(versions.Count > 50);
        Assert.True(graph.RootElement.GetProperty("edges").GetArrayLength() > 100);
        Assert.True(graph.RootElement.GetProperty("conditionalEdges").GetArrayLength() > 0);
        Assert.Contains(server.Output, line => line.StartsWith("  data       the data set that ships with the service, as of 20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_start_screen_tells_addresses_data_counts_and_a_question_that_works()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data);
        await Eventually.HoldsAsync(() => server.Output.Any(line => line.StartsWith("  try ", StringComparison.Ordinal)), "the start screen is whole");

        var screen = server.Output.SkipWhile(line => !line.StartsWith("  UpdateService ", StringComparison.Ordinal)).Skip(1).Where(line => line.Length > 0);
        Assert.Equal(
            [
                $"  serving    {Text(server.Protocol)}/api/upgrades_info",
                $"  planner    {Text(server.Protocol)}/",
                $"  status     {Text(server.Status)}/readyz  /livez  /status  /metrics",
                $"  data       {data.Path}",
                "             7 releases, 1 channel, 5 edges, 1 conditional edge",
                "             0 problems, 0 releases in quarantine",
                $"  try        curl '{Text(server.Protocol)}{Graph}'",
            ],
            screen.Take(7));

        var (status, printed) = await ShellAsync(screen.ElementAt(6)["  try        ".Length..].Replace("curl ", "curl --silent --show-error --fail ", StringComparison.Ordinal));

        Assert.Equal(0, status);
        Assert.Equal((await Wire.AskAsync(server.Protocol, "GET", Graph)).Text, printed);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task The_options_of_the_environment_count_and_the_addresses_of_aspnet_do_not()
    {
        using var data = GraphDataDirectory.Sample();
        var taken = FreePorts.Next();
        using var server = ServerProcess.Start(
            [
                ("UpdateService__Listen__0", "http://127.0.0.1:0"),
                ("UpdateService__StatusListen", "http://127.0.0.1:0"),
                ("UpdateService__GraphData", data.Path),
                ("UpdateService__PathPrefix", "/from-environment"),
                ("ASPNETCORE_URLS", $"http://127.0.0.1:{taken}"),
                ("ASPNETCORE_HTTP_PORTS", taken.ToString(CultureInfo.InvariantCulture)),
            ],
            "--path-prefix",
            "/from-switch");
        await server.ShowsAddressesAsync();

        Assert.Equal(200, (await Wire.AskAsync(server.Protocol, "GET", "/from-switch/graph?channel=stable-4.18")).Status);
        Assert.Equal(404, (await Wire.AskAsync(server.Protocol, "GET", "/from-environment/graph?channel=stable-4.18")).Status);
        Assert.NotEqual(taken, server.Protocol.Port);
        Assert.NotEqual(taken, server.Status.Port);
    }

    [Fact]
    public async Task Relative_paths_belong_to_the_callers_directory()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = ServerProcess.Start(
            "--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", Path.GetRelativePath(Path.GetTempPath(), data.Path));
        await server.ShowsAddressesAsync();

        Assert.Equal(200, (await Wire.AskAsync(server.Protocol, "GET", Graph)).Status);
        Assert.Contains($"  data       {data.Path}", server.Output);
    }

    [Theory]
    [InlineData("The option '--lisen' is not known; the nearest is --listen. See --help.", "--lisen", "http://localhost:1")]
    [InlineData("The option --refresh needs a value. How often sources are asked; folders and files are watched as well.", "--refresh")]
    [InlineData("The value 'soon' of --refresh cannot be used: write a duration from 1s to 24h, such as 30s, 5m or 1h.", "--refresh", "soon")]
    [InlineData("The value 'http://localhost:0' of --listen cannot be used: a free port needs an IP address, such as http://127.0.0.1:0.", "--listen", "http://localhost:0")]
    [InlineData("The value '/nowhere.pem' of --certificate-key cannot be used: the file does not exist.", "--certificate-key", "/nowhere.pem")]
    [InlineData("The value 'soon' of --refresh cannot be used: write a duration from 1s to 24h, such as 30s, 5m or 1h.", "--check", "--refresh", "soon")]
    [InlineData("The option --check needs an address in --status-listen.", "--check", "--status-listen=")]
    public async Task A_wrong_option_ends_the_start_with_one_sentence(string sentence, params string[] switches)
    {
        using var server = ServerProcess.Start(switches);

        Assert.Equal(2, await server.EndAsync());
        Assert.Equal([sentence], server.Errors);
        Assert.Empty(server.Output);
    }

    [Fact]
    public async Task A_wrong_environment_variable_ends_the_start_with_one_sentence()
    {
        using var server = ServerProcess.Start([("UpdateService__Grpah", "x")]);

        Assert.Equal(2, await server.EndAsync());
        Assert.Single(server.Errors, line => line.StartsWith("The environment variable 'UpdateService__Grpah' is not known; the nearest is 'UpdateService__", StringComparison.Ordinal));
        Assert.Empty(server.Output);
    }

    [Fact]
    public async Task A_certificate_that_is_none_ends_the_start_with_one_sentence()
    {
        using var data = GraphDataDirectory.Sample();
        var file = data.Write("LICENSE", "no certificate");
        using var server = ServerProcess.Start("--listen", "https://127.0.0.1:0", "--certificate", file, "--certificate-key", file, "--graph-data", data.Path);

        Assert.Equal(2, await server.EndAsync());
        Assert.Equal([$"The files '{file}' and '{file}' of --certificate and --certificate-key are no PEM certificate with its key."], server.Errors);
        Assert.Empty(server.Output);
    }

    [Theory]
    [InlineData("{ \"UpdateService\": { \"Refresh\": \"7s\", ")]
    [InlineData("{ \"UpdateService\": { \"Refesh\": \"7s\" } }")]
    [InlineData("{ \"UpdateService\": { \"Refresh\": \"never\" } }")]
    public async Task A_wrong_settings_file_ends_the_start_with_one_sentence(string settings)
    {
        using var copy = new GraphDataDirectory();
        CopyFiles(Path.GetDirectoryName(ServerProcess.Built)!, copy.Path);
        await File.WriteAllTextAsync(Path.Combine(copy.Path, "appsettings.json"), settings);
        using var server = ServerProcess.Start(Path.Combine(copy.Path, "update-service.dll"), [], ["--listen", "http://127.0.0.1:0"], runner: []);

        Assert.Equal(2, await server.EndAsync());
        Assert.Single(server.Errors);
        Assert.Empty(server.Output);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--version", "--no-such-option")]
    public async Task Version_says_which_build_this_is(params string[] switches)
    {
        using var server = ServerProcess.Start(switches);

        Assert.Equal(0, await server.EndAsync());
        Assert.Matches(@"\A[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?(\+[0-9a-f]{40})?\z", Assert.Single(server.Output));
        Assert.Empty(server.Errors);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--listen", "nonsense", "--help")]
    public async Task Help_lists_the_options(params string[] switches)
    {
        using var server = ServerProcess.Start(switches);

        Assert.Equal(0, await server.EndAsync());
        Assert.Contains("  --graph-data VALUE", server.Output);
        Assert.Contains("  --check", server.Output);
        Assert.Empty(server.Errors);
    }

    [Theory]
    [InlineData("--listen")]
    [InlineData("--status-listen")]
    public async Task An_address_in_use_ends_the_start_with_one_line(string option)
    {
        using var data = GraphDataDirectory.Sample();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";
        var other = option == "--listen" ? "--status-listen" : "--listen";
        using var server = ServerProcess.Start(option, address, other, "http://127.0.0.1:0", "--graph-data", data.Path);

        Assert.Equal(1, await server.EndAsync());
        Assert.Equal([$"Failed to bind to address {address}: address already in use. Choose another address with --listen or --status-listen."], server.Errors);
        AssertNoTrace(server);
    }

    [Fact]
    public async Task An_address_of_another_machine_ends_the_start_with_one_line()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = ServerProcess.Start("--listen", "http://192.0.2.1:8080", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path);

        Assert.Equal(1, await server.EndAsync());
        Assert.StartsWith("An address cannot be listened on: ", Assert.Single(server.Errors), StringComparison.Ordinal);
        AssertNoTrace(server);
    }

    [Fact]
    public async Task The_check_follows_the_readiness_of_the_running_service()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("channels/broken.yaml", "versions: none\n");
        var port = FreePorts.Next();
        string[] status = ["--status-listen", $"http://127.0.0.1:{port}"];

        Assert.Equal((1, ""), await CheckAsync(status));
        using var server = ServerProcess.Start(["--listen", "http://127.0.0.1:0", .. status, "--graph-data", data.Path]);
        await Eventually.HoldsAsync(() => server.Output.Any(line => line.Contains("channels/broken.yaml:1: ", StringComparison.Ordinal)), "the log names file and line");
        await Eventually.HoldsAsync(async () => await CheckAsync(status) is (1, var told) && told.StartsWith("not ready: there is no revision yet\nThe inputs are refused for ", StringComparison.Ordinal), "the check tells why");

        data.Delete("channels/broken.yaml");
        await server.ShowsAddressesAsync();
        Assert.Equal((0, "ready: revision 1"), await CheckAsync(status));
    }

    [Fact]
    public async Task The_check_asks_this_machine_whatever_proxy_the_environment_names()
    {
        using var data = GraphDataDirectory.Sample();
        string[] status = ["--status-listen", $"http://127.0.0.1:{FreePorts.Next()}"];
        using var server = await ServerProcess.StartReadyAsync(["--listen", "http://127.0.0.1:0", .. status, "--graph-data", data.Path]);

        using var check = ServerProcess.Start([("HTTP_PROXY", "http://127.0.0.1:1"), ("http_proxy", "http://127.0.0.1:1")], ["--check", .. status]);

        Assert.Equal((0, ""), (await check.EndAsync(), string.Join('\n', check.Errors)));
    }

    [Fact]
    public async Task The_log_in_json_is_one_object_a_line()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--log-format", "json");
        data.Write("channels/broken.yaml", "name: a\nversions: \"none \\\"quoted\\\"\"\n");
        await Eventually.HoldsAsync(() => server.Output.Any(line => line.Contains("channels/broken.yaml", StringComparison.Ordinal)), "the log names the file");
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.EndAsync());

        foreach (var line in server.Output)
        {
            using var entry = JsonDocument.Parse(line);
            Assert.Contains(entry.RootElement.GetProperty("LogLevel").GetString(), (string[])["Information", "Warning", "Error"]);
            Assert.NotEqual("", entry.RootElement.GetProperty("Message").GetString());
            Assert.True(DateTimeOffset.TryParseExact(entry.RootElement.GetProperty("Timestamp").GetString(), "yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        }
    }

    internal static void CopyFiles(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    internal static async Task<(int Status, string Output)> CheckAsync(params IEnumerable<string> switches)
    {
        using var check = ServerProcess.Start(["--check", .. switches]);
        var status = await check.EndAsync();
        return (status, string.Join('\n', check.Output));
    }

    private static void AssertNoTrace(ServerProcess server) =>
        Assert.DoesNotContain(server.Output, line => line.Contains("Exception", StringComparison.Ordinal) || line.StartsWith("   at ", StringComparison.Ordinal));

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static async Task<(int Status, string Output)> ShellAsync(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", line]) { UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
        var printed = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, printed);
    }
}
