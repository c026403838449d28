using UpdateService.Builder.Sources;
using UpdateService.Server.Hosting;
using static UpdateService.Server.Tests.Hosting.WrittenOptions;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>What the values of options mean.</summary>
public sealed class OptionReaderTests
{
    private static readonly string Root = Repository.Root;

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
    [InlineData("00:00:15", "--follow", "oci://quay.io/updates:current")]
    [InlineData("00:05:00", "--follow", "oci://quay.io/updates:current", "--refresh", "5m")]
    [InlineData("00:05:00", "--publish", "oci://quay.io/updates:current")]
    public void A_follower_asks_more_often_unless_it_is_told_otherwise(string refresh, params string[] switches) =>
        Assert.Equal(refresh, Read(switches).Refresh.ToString());

    [Theory]
    [InlineData("--publish")]
    [InlineData("--follow")]
    public void Offline_the_registry_of_followers_may_be_asked(string option) =>
        Assert.Equal(["quay.io"], Read([option, "oci://quay.io/updates:current", "--offline"]).Sources.Registry.ConfiguredHosts.AsEnumerable());

    [Theory]
    [InlineData("0%", 0)]
    [InlineData("0", 0)]
    [InlineData("0.05", 0.05)]
    [InlineData("5%", 0.05)]
    [InlineData("12.5%", 0.125)]
    [InlineData("1", 1)]
    [InlineData("100%", 1)]
    public void A_share_is_a_percentage_or_a_fraction(string written, double share) => Assert.Equal(share, Read(["--loss-limit", written]).GuardLimits.Loss, precision: 10);

    [Theory]
    [InlineData("patterns=7", 7, 10_000, 5_000_000, 64 << 20)]
    [InlineData("risks = 8, pairs=9", 20_000, 8, 9, 64 << 20)]
    [InlineData("text=10,text=11", 20_000, 10_000, 5_000_000, 11)]
    public void A_limit_that_is_not_named_keeps_its_default(string written, int patterns, int risks, long pairs, long text)
    {
        var limits = Read(["--limit", written]).RevisionLimits;

        Assert.Equal((patterns, risks, pairs, text), (limits.Patterns, limits.Risks, limits.Pairs, limits.Text));
    }

    [Theory]
    [InlineData("patterns")]
    [InlineData("patterns=")]
    [InlineData("patterns=0")]
    [InlineData("patterns=-1")]
    [InlineData("patterns=2147483648")]
    [InlineData("Patterns=7")]
    [InlineData("files=7")]
    public void A_limit_without_a_known_name_and_a_number_is_refused(string written) => Assert.Equal(
        $"The value '{written}' of --limit cannot be used: write patterns, risks, pairs or text (in bytes), an equals sign and a number from 1 to 2147483647.",
        Assert.Throws<OptionException>(() => Read(["--limit", written])).Message);

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
}
