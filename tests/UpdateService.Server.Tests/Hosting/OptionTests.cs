using Microsoft.Extensions.Configuration;
using UpdateService.Builder.Sources;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>How options are written, which spelling wins, and what cannot be used.</summary>
public sealed class OptionTests
{
    private static readonly string Root = Repository.Root;

    /// <summary>Options that make sense with others only; they have a test of their own.</summary>
    private static readonly string[] Together = ["graph-data-keys", "graph-data-signatures"];

    /// <summary>Every option with a value that is not its default.</summary>
    public static TheoryData<string, string> EveryOption { get; } = new()
    {
        { "listen", "http://127.0.0.1:1234" },
        { "status-listen", "http://*:1235" },
        { "path-prefix", "/updates" },
        { "graph-data", "/nowhere/data" },
        { "releases", "/nowhere/releases.jsonl" },
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
        { "loss-limit", "12%" },
        { "admin-token-file", Path.Combine(Root, "global.json") },
        { "keep-alive", "250ms" },
        { "certificate", Path.Combine(Root, "global.json") },
        { "certificate-key", Path.Combine(Root, "global.json") },
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
            graph-data {Path.Combine(AppContext.BaseDirectory, "graph-data")}
            keys  
            releases 
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
            loss-limit 0.05
            admin-token-file 
            keep-alive 00:00:05
            certificate 
            certificate-key 
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
    public void The_table_of_this_test_has_every_option() =>
        Assert.Equal(OptionTable.All.Select(option => option.Name).Except(Together), EveryOption.Select(row => (string)row[0]));

    [Fact]
    public void Keys_and_signatures_of_a_graph_data_image_go_together()
    {
        var options = Read(["--graph-data", "oci://quay.io/data:1", "--graph-data-keys", Root, "--graph-data-signatures", "https://example.com/signatures"]);

        Assert.Equal((Root, "https://example.com/signatures"), (options.GraphDataKeys, options.GraphDataSignatures));
        Assert.Equal((SourceKind.Image, "quay.io"), (options.GraphData.Kind, options.GraphData.Host));
        Assert.StartsWith(
            "--graph-data-keys checks images only",
            Assert.Throws<OptionException>(() => Read(["--graph-data-keys", Root, "--graph-data-signatures", Root])).Message,
            StringComparison.Ordinal);
    }

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

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    public void No_parameter_need_be_mandatory(string value) => Assert.Empty(Read([$"--mandatory={value}"]).Mandatory);

    [Fact]
    public void No_status_address_need_be_served() => Assert.Empty(Read(["--status-listen="]).StatusListen);

    [Theory]
    [InlineData("--lenient", true)]
    [InlineData("--lenient=on", true)]
    [InlineData("--lenient=TRUE", true)]
    [InlineData("--lenient=1", true)]
    [InlineData("--lenient=yes", true)]
    [InlineData("--lenient=off", false)]
    [InlineData("--lenient=False", false)]
    [InlineData("--lenient=0", false)]
    [InlineData("--lenient=no", false)]
    public void A_flag_stands_alone_or_has_a_value(string argument, bool expected) => Assert.Equal(expected, Read([argument]).Lenient);

    [Theory]
    [InlineData("1s", 1_000)]
    [InlineData("1000ms", 1_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("5m", 300_000)]
    [InlineData("0.5h", 1_800_000)]
    [InlineData("24h", 86_400_000)]
    public void A_duration_has_a_unit(string written, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read(["--refresh", written]).Refresh);

    [Theory]
    [InlineData("0%", 0)]
    [InlineData("0", 0)]
    [InlineData("0.05", 0.05)]
    [InlineData("5%", 0.05)]
    [InlineData("12.5%", 0.125)]
    [InlineData("1", 1)]
    [InlineData("100%", 1)]
    public void A_share_is_a_percentage_or_a_fraction(string written, double share) => Assert.Equal(share, Read(["--loss-limit", written]).LossLimit, precision: 10);

    [Theory]
    [InlineData("http://localhost:8080", "localhost", 8080, false)]
    [InlineData("http://localhost:8080/", "localhost", 8080, false)]
    [InlineData("http://*:80", "*", 80, false)]
    [InlineData("http://+:80", "*", 80, false)]
    [InlineData("http://0.0.0.0:80", "*", 80, false)]
    [InlineData("http://[::]:80", "*", 80, false)]
    [InlineData("http://127.0.0.1:0", "127.0.0.1", 0, false)]
    [InlineData("http://127.0.0.1", "127.0.0.1", 80, false)]
    [InlineData("HTTP://[::1]:65535", "::1", 65535, false)]
    [InlineData("http://[2001:db8::1]", "2001:db8::1", 80, false)]
    [InlineData("https://192.0.2.1", "192.0.2.1", 443, true)]
    [InlineData("https://localhost:8443", "localhost", 8443, true)]
    public void An_address_has_a_scheme_a_host_and_a_port(string written, string host, int port, bool isSecure)
    {
        var file = Path.Combine(Root, "global.json");

        var address = Assert.Single(Read(["--listen", written, "--certificate", file, "--certificate-key", file]).Listen);

        Assert.Equal((host, port, isSecure), (address.Host, address.Port, address.IsSecure));
    }

    [Theory]
    [InlineData("http://*:80", "http://localhost:1")]
    [InlineData("http://localhost:80", "http://localhost:1")]
    [InlineData("http://127.0.0.1:80", "http://127.0.0.1:1")]
    [InlineData("http://[::1]:80", "http://[::1]:1")]
    public void An_address_is_told_as_this_machine_reaches_it(string written, string local) =>
        Assert.Equal(new Uri(local), Read(["--listen", written]).Listen[0].LocalUri(1));

    [Fact]
    public void Relative_paths_belong_to_the_working_directory()
    {
        var options = Read(["--graph-data", "some/data", "--releases", "a.jsonl,b.jsonl.gz"]);

        Assert.Equal(Path.GetFullPath("some/data"), options.GraphData.Text);
        Assert.Equal(Path.GetFullPath("a.jsonl") + Path.GetFullPath("b.jsonl.gz"), string.Concat(options.Releases));
    }

    [Theory]
    [InlineData("The option '--graphdata' is not known; the nearest is --graph-data. See --help.", "--graphdata", "x")]
    [InlineData("The option '--Refresh' is not known; the nearest is --refresh. See --help.", "--Refresh", "x")]
    [InlineData("The option '--lisen' is not known; the nearest is --listen. See --help.", "--lisen=http://localhost:1")]
    [InlineData("The option '-refresh' is not known; the nearest is --refresh. See --help.", "-refresh", "5m")]
    [InlineData("The option 'graph-data' is not known; the nearest is --graph-data. See --help.", "graph-data")]
    [InlineData("The option --refresh needs a value. How often sources are asked; folders and files are watched as well.", "--refresh")]
    [InlineData("The option --graph-data needs a value. A folder, a .tar.gz (file or https:// address), or oci://host/repository:tag or @digest; without it the data set that ships with the service.", "--graph-data", "--lenient")]
    [InlineData("The option --listen needs an address.", "--listen", "")]
    [InlineData("The value 'localhost' of --listen is no address such as http://localhost:8080, http://*:8080 or https://192.0.2.1:8443.", "--listen", "localhost")]
    [InlineData("The value 'ftp://localhost' of --listen is no address such as http://localhost:8080, http://*:8080 or https://192.0.2.1:8443.", "--listen", "ftp://localhost")]
    [InlineData("The value 'http://example.com:80' of --status-listen is no address such as http://localhost:8080, http://*:8080 or https://192.0.2.1:8443.", "--status-listen", "http://example.com:80")]
    [InlineData("The value 'http://localhost:65536' of --listen is no address such as http://localhost:8080, http://*:8080 or https://192.0.2.1:8443.", "--listen", "http://localhost:65536")]
    [InlineData("The value 'http://localhost:-1' of --listen is no address such as http://localhost:8080, http://*:8080 or https://192.0.2.1:8443.", "--listen", "http://localhost:-1")]
    [InlineData("The value 'http://localhost:8080/path' of --listen is no address such as http://localhost:8080, http://*:8080 or https://192.0.2.1:8443.", "--listen", "http://localhost:8080/path")]
    [InlineData("The value 'http://' of --listen is no address such as http://localhost:8080, http://*:8080 or https://192.0.2.1:8443.", "--listen", "http://")]
    [InlineData("The value 'http://localhost:0' of --listen cannot be used: a free port needs an IP address, such as http://127.0.0.1:0.", "--listen", "http://localhost:0")]
    [InlineData("The address http://*:80 stands in both --listen and --status-listen; they must differ.", "--listen", "http://*:80", "--status-listen", "http://0.0.0.0:80")]
    [InlineData("An https:// address needs --certificate and --certificate-key.", "--listen", "https://127.0.0.1:0")]
    [InlineData("The value '/nowhere.pem' of --certificate cannot be used: the file does not exist.", "--certificate", "/nowhere.pem")]
    [InlineData("The value 'api' of --path-prefix cannot be used: write a path such as /api/upgrades_info.", "--path-prefix", "api")]
    [InlineData("The value '/a//b' of --path-prefix cannot be used: write a path such as /api/upgrades_info.", "--path-prefix", "/a//b")]
    [InlineData("The value '/a b' of --path-prefix cannot be used: write a path such as /api/upgrades_info.", "--path-prefix", "/a b")]
    [InlineData("The value '/a?b' of --path-prefix cannot be used: write a path such as /api/upgrades_info.", "--path-prefix", "/a?b")]
    [InlineData("The value '/a\"b' of --path-prefix cannot be used: write a path such as /api/upgrades_info.", "--path-prefix", "/a\"b")]
    [InlineData("The value '/a\\b' of --path-prefix cannot be used: write a path such as /api/upgrades_info.", "--path-prefix", "/a\\b")]
    [InlineData("The value '/a\\u000ab' of --path-prefix cannot be used: write a path such as /api/upgrades_info.", "--path-prefix", "/a\nb")]
    [InlineData("The value '/a/../b' of --path-prefix cannot be used: write a path such as /api/upgrades_info.", "--path-prefix", "/a/../b")]
    [InlineData("The value '/./a' of --path-prefix cannot be used: write a path such as /api/upgrades_info.", "--path-prefix", "/./a")]
    [InlineData("The value '' of --graph-data cannot be used: name a folder, a .tar.gz, an https:// address of one, or oci://host/repository:tag.", "--graph-data", "")]
    [InlineData("The value 'ftp://…@example.com/x' of --graph-data cannot be used: name a folder, a .tar.gz, an https:// address of one, or oci://host/repository:tag.", "--graph-data", "ftp://me:secret@example.com/x")]
    [InlineData("The value 'oci://quay.io/data' of --graph-data cannot be used: name the image by its tag or digest: oci://host/repository:tag.", "--graph-data", "oci://quay.io/data")]
    [InlineData("The value 'list.txt' of --releases cannot be used: name a catalogue that ends in .jsonl or .jsonl.gz, or oci://host/repository.", "--releases", "list.txt")]
    [InlineData("The value 'oci://quay.io/releases:4.16' of --releases cannot be used: name the repository without a tag or digest: all its tags are read.", "--releases", "oci://quay.io/releases:4.16")]
    [InlineData("--graph-data-keys and --graph-data-signatures go together: the keys that count, and where the signatures are.", "--graph-data-signatures", "https://example.com/signatures")]
    [InlineData("The value '5' of --refresh cannot be used: write a duration from 1s to 24h, such as 30s, 5m or 1h.", "--refresh", "5")]
    [InlineData("The value '' of --refresh cannot be used: write a duration from 1s to 24h, such as 30s, 5m or 1h.", "--refresh", "")]
    [InlineData("The value '-5s' of --refresh cannot be used: write a duration from 1s to 24h, such as 30s, 5m or 1h.", "--refresh=-5s")]
    [InlineData("The value '0s' of --refresh cannot be used: write a duration from 1s to 24h, such as 30s, 5m or 1h.", "--refresh", "0s")]
    [InlineData("The value '25h' of --refresh cannot be used: write a duration from 1s to 24h, such as 30s, 5m or 1h.", "--refresh", "25h")]
    [InlineData("The value '1.2.3s' of --refresh cannot be used: write a duration from 1s to 24h, such as 30s, 5m or 1h.", "--refresh", "1.2.3s")]
    [InlineData("The value '00:05:00' of --refresh cannot be used: write a duration from 1s to 24h, such as 30s, 5m or 1h.", "--refresh", "00:05:00")]
    [InlineData("The value '0' of --keep cannot be used: write a number from 1 to 10000.", "--keep", "0")]
    [InlineData("The value '99ms' of --keep-alive cannot be used: write a duration from 0.1s to 24h, such as 30s, 5m or 1h.", "--keep-alive", "99ms")]
    [InlineData("The value '101%' of --loss-limit cannot be used: write a share from 0% to 100%.", "--loss-limit", "101%")]
    [InlineData("The value '-1%' of --loss-limit cannot be used: write a share from 0% to 100%.", "--loss-limit=-1%")]
    [InlineData("The value '5' of --loss-limit cannot be used: write a share from 0% to 100%.", "--loss-limit", "5")]
    [InlineData("The value 'NaN' of --loss-limit cannot be used: write a share from 0% to 100%.", "--loss-limit", "NaN")]
    [InlineData("The value '%' of --loss-limit cannot be used: write a share from 0% to 100%.", "--loss-limit", "%")]
    [InlineData("The value 'maybe' of --lenient cannot be used: write on or off.", "--lenient=maybe")]
    [InlineData("The value 'jason' of --log-format cannot be used: the nearest is 'json' of text, json.", "--log-format", "jason")]
    public void What_cannot_be_used_is_told_in_one_sentence(string sentence, params string[] switches) =>
        Assert.Equal(sentence, Assert.Throws<OptionException>(() => Read(switches)).Message);

    [Fact]
    public void A_folder_without_releases_needs_a_catalogue()
    {
        using var data = GraphDataDirectory.Sample();
        Directory.Delete(Path.Combine(data.Path, "releases"), recursive: true);

        Assert.Equal(
            $"The graph-data folder '{data.Path}' holds no releases/ folder, so --releases must name a catalogue (.jsonl, .jsonl.gz) or a repository (oci://host/repository) of releases.",
            Assert.Throws<OptionException>(() => Read(["--graph-data", data.Path])).Message);
        Assert.Equal(data.Path, Read(["--graph-data", data.Path, "--releases", "x.jsonl"]).GraphData.Text);
    }

    [Theory]
    [InlineData("UpdateService:GraphDatas", "The environment variable 'UpdateService__GraphDatas' is not known; the nearest is 'UpdateService__GraphData'. See --help.")]
    [InlineData("UpdateService:graph-data", "The environment variable 'UpdateService__graph-data' is not known; the nearest is 'UpdateService__GraphData'. See --help.")]
    [InlineData("UpdateService:Refresh:0", "The environment variable 'UpdateService__Refresh' takes one value, not several.")]
    public void An_unknown_environment_variable_is_told_with_the_nearest(string key, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<OptionException>(() => Read([], environment: [(key, "x")])).Message);

    [Theory]
    [InlineData("UpdateService:Lisen", "The key in appsettings.json 'UpdateService:Lisen' is not known; the nearest is 'UpdateService:Listen'. See --help.")]
    [InlineData("UpdateService:PathPrefix:Deep", "The key in appsettings.json 'UpdateService:PathPrefix' takes one value, not several.")]
    public void An_unknown_key_is_told_with_the_nearest(string key, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<OptionException>(() => Read([], settings: [(key, "x")])).Message);

    [Fact]
    public void Other_sections_and_variables_are_not_looked_at() =>
        Assert.Equal(Text(Read([])), Text(Read([], environment: [("PATH", "x"), ("UpdateServices:X", "y")], settings: [("Logging:LogLevel:Default", "Debug")])));

    [Fact]
    public void A_long_value_is_quoted_in_part_and_without_control_characters()
    {
        var message = Assert.Throws<OptionException>(() => Read(["--refresh", $"\u001b[31m{new string('x', 10_000)}"])).Message;

        Assert.True(message.Length < 300);
        Assert.DoesNotContain("\u001b", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_tells_every_option_with_its_default()
    {
        var lines = OptionTable.Help().Split('\n', StringSplitOptions.TrimEntries);

        foreach (var option in OptionTable.All)
        {
            var line = Assert.Single(lines, line => line.Split(' ')[0] == $"--{option.Name}");
            var meaning = lines[Array.IndexOf(lines, line) + 1];
            Assert.StartsWith(option.Meaning, meaning, StringComparison.Ordinal);
            Assert.Equal(option.Default is not null, meaning.EndsWith($" Default: {option.Default}.", StringComparison.Ordinal));
            Assert.EndsWith(".", option.Meaning, StringComparison.Ordinal);
        }

        foreach (var name in (string[])["--check", "--version", "--help"])
        {
            Assert.Single(lines, name);
        }
    }

    private static ServiceOptions Read(string[] switches, (string Key, string Value)[]? environment = null, (string Key, string Value)[]? settings = null) =>
        OptionReader.Read(OptionLayers.Read(switches, Configuration(environment ?? []), Configuration(settings ?? [])));

    private static IConfigurationRoot Configuration((string Key, string Value)[] entries) => new ConfigurationBuilder()
        .AddInMemoryCollection(entries.Select(entry => KeyValuePair.Create<string, string?>(entry.Key, entry.Value)))
        .Build();

    private static string Text(ServiceOptions options) =>
        $"""
        listen {string.Join(' ', options.Listen.Select(address => address.Text))}
        status-listen {string.Join(' ', options.StatusListen.Select(address => address.Text))}
        path-prefix {options.PathPrefix}
        graph-data {options.GraphData}
        keys {options.GraphDataKeys} {options.GraphDataSignatures}
        releases {string.Join(' ', options.Releases)}
        signatures {options.Signatures}
        refresh {options.Refresh}
        state {options.State}
        keep {options.Keep}
        auth {options.RegistryAuth}
        ca {string.Join(' ', options.RegistryCa)}
        concurrency {options.RegistryConcurrency}
        insecure {string.Join(' ', options.InsecureRegistry)}
        offline {options.Offline} {string.Join(' ', options.OfflineHosts)}
        mandatory {string.Join(' ', options.Mandatory)}
        lenient {options.Lenient}
        loss-limit {options.LossLimit}
        admin-token-file {options.AdminTokenFile}
        keep-alive {options.KeepAlive}
        certificate {options.Certificate}
        certificate-key {options.CertificateKey}
        json-log {options.JsonLog}
        shipped {options.IsShippedData}
        """;
}
