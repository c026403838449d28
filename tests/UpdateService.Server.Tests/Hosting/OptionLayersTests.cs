using UpdateService.Graph.Building;
using UpdateService.Server.Hosting;
using static UpdateService.Server.Tests.Hosting.WrittenOptions;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>How options are spelt, and which layer wins.</summary>
public sealed class OptionLayersTests
{
    private static readonly string Root = Repository.Root;

    /// <summary>Options that make sense with others only; they have a test of their own.</summary>
    private static readonly string[] Together = ["graph-data-keys", "graph-data-signatures", "certificate", "certificate-key"];

    /// <summary>Every option with a value that is not its default.</summary>
    public static TheoryData<string, string> EveryOption { get; } = new()
    {
        { "listen", "http://127.0.0.1:1234" },
        { "status-listen", "http://*:1235" },
        { "path-prefix", "/updates" },
        { "base-path", "/osus" },
        { "graph-data", "/nowhere/data" },
        { "releases", "/nowhere/releases.jsonl" },
        { "publish", "oci://registry.example:5000/updates:current" },
        { "follow", "oci://registry.example:5000/updates:current" },
        { "signatures", Path.Combine(Root, "graph-data") },
        { "refresh", "90s" },
        { "state", "/nowhere/state" },
        { "keep", "3" },
        { "registry-auth", Path.Combine(Root, "global.json") },
        { "registry-ca", "/nowhere/ca" },
        { "registry-concurrency", "4" },
        { "insecure-registry", "localhost:5000" },
        { "offline", "on" },
        { "offline-host", "tokens.example" },
        { "mandatory", "arch" },
        { "lenient", "on" },
        { "allow-links-to", "/data" },
        { "limit", "patterns=7" },
        { "loss-limit", "12%" },
        { "open-limit", "12%" },
        { "weaken-limit", "12%" },
        { "admin-token-file", Path.Combine(Root, "global.json") },
        { "keep-alive", "250ms" },
        { "max-connections", "1000" },
        { "connections-per-address", "200" },
        { "proxy-address", "10.0.0.0/8" },
        { "rate-limit", "50" },
        { "traces-to", "http://collector:4318" },
        { "trace-share", "100%" },
        { "log-format", "json" },
    };

    [Fact]
    public void Without_any_option_the_defaults_count()
    {
        var options = Read([]);

        Assert.Equal(
            $"""
            listen http://localhost:8080
            status-listen http://localhost:9080
            path-prefix /api/upgrades_info
            base-path 
            graph-data {Path.Combine(AppContext.BaseDirectory, "graph-data")}
            keys  
            releases 
            publish 
            follow 
            signatures 
            refresh 00:05:00
            state 
            keep 20
            auth 
            ca 
            concurrency 16
            insecure 
            offline False 
            mandatory channel
            lenient False
            links 
            limits {new RevisionLimits()}
            loss-limit 0.05
            open-limit 0.05
            weaken-limit 0.3
            admin-token-file 
            keep-alive 00:00:05
            max-connections 20000
            per-address  0.75 
            rate-limit 
            certificate 
            certificate-key 
            traces  0.01
            json-log False
            shipped True
            """,
            Text(options));
    }

    [Theory]
    [MemberData(nameof(EveryOption))]
    public void Every_option_has_three_spellings(string name, string value)
    {
        var key = OptionTable.All.Single(option => option.Name == name).Key;

        var bySwitch = Text(Read([$"--{name}={value}"]));

        Assert.NotEqual(Text(Read([])), bySwitch);
        Assert.Equal(bySwitch, Text(Read([], environment: [($"UpdateService:{key}", value)])));
        Assert.Equal(bySwitch, Text(Read([], environment: [($"updateservice:{key.ToUpperInvariant()}", value)])));
        Assert.Equal(bySwitch, Text(Read([], settings: [($"UpdateService:{key}", value)])));
        if (OptionTable.All.Single(option => option.Name == name).Form != OptionForm.Flag)
        {
            Assert.Equal(bySwitch, Text(Read([$"--{name}", value])));
        }
    }

    [Theory]
    [MemberData(nameof(EveryOption))]
    public void The_switch_wins_then_the_environment(string name, string value)
    {
        var key = $"UpdateService:{OptionTable.All.Single(option => option.Name == name).Key}";
        var expected = Text(Read([$"--{name}={value}"]));
        const string unusable = "http://[";

        Assert.Equal(expected, Text(Read([$"--{name}={value}"], environment: [(key, unusable)], settings: [(key, unusable)])));
        Assert.Equal(expected, Text(Read([], environment: [(key, value)], settings: [(key, unusable)])));
    }

    [Fact]
    public void A_certificate_and_its_key_may_come_from_different_layers()
    {
        var (certificate, key) = (Path.Combine(Root, "global.json"), Path.Combine(Root, "README.md"));
        var options = Read([$"--certificate={certificate}"], environment: [("UpdateService:CertificateKey", key)]);

        Assert.Equal((certificate, key), (options.Certificate, options.CertificateKey));
        Assert.Equal(Text(options), Text(Read(["--certificate-key", key], settings: [("UpdateService:Certificate", certificate)])));
    }

    [Fact]
    public void The_table_of_this_test_has_every_option() =>
        Assert.Equal(OptionTable.All.Select(option => option.Name).Except(Together), EveryOption.Select(row => (string)row[0]));

    [Theory]
    [InlineData("--mandatory", "version,channel", "--mandatory", "arch")]
    [InlineData("--mandatory=version", "--mandatory=channel", "--mandatory=arch")]
    [InlineData("--mandatory", " arch , version,,channel,arch ")]
    public void A_list_is_repeated_or_separated_by_commas(params string[] switches) =>
        Assert.Equal("arch channel version", string.Join(' ', Read(switches).Mandatory));

    [Fact]
    public void A_list_in_the_environment_is_numbered()
    {
        var options = Read([], environment: [("UpdateService:Listen:0", "http://127.0.0.1:1"), ("UpdateService:Listen:1", "http://127.0.0.1:2"), ("UpdateService:Listen:10", "http://127.0.0.1:3")]);

        Assert.Equal(["http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3"], options.Listen.Select(address => address.Text));
    }

    [Fact]
    public void Lists_of_two_layers_are_not_mixed()
    {
        var options = Read(["--mandatory", "arch"], environment: [("UpdateService:Mandatory:0", "id"), ("UpdateService:Mandatory:1", "version")]);

        Assert.Equal("arch", Assert.Single(options.Mandatory));
    }

    [Fact]
    public void Of_a_repeated_single_option_the_last_value_counts() =>
        Assert.Equal(TimeSpan.FromSeconds(7), Read(["--refresh", "9s", "--refresh=7s"]).Refresh);

    [Fact]
    public void Other_sections_and_variables_are_not_looked_at() =>
        Assert.Equal(Text(Read([])), Text(Read([], environment: [("PATH", "x"), ("UpdateServices:X", "y")], settings: [("Logging:LogLevel:Default", "Debug")])));
}
