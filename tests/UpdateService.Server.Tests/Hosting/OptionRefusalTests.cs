using UpdateService.Server.Hosting;
using static UpdateService.Server.Tests.Hosting.WrittenOptions;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>What cannot be used stops the start with one sentence.</summary>
public sealed class OptionRefusalTests
{
    [Theory]
    [InlineData("The option '--graphdata' is not known; the nearest is --graph-data. See --help.", "--graphdata", "x")]
    [InlineData("The option '--Refresh' is not known; the nearest is --refresh. See --help.", "--Refresh", "x")]
    [InlineData("The option '--lisen' is not known; the nearest is --listen. See --help.", "--lisen=http://localhost:1")]
    [InlineData("The option '-refresh' is not known; the nearest is --refresh. See --help.", "-refresh", "5m")]
    [InlineData("The option 'graph-data' is not known; the nearest is --graph-data. See --help.", "graph-data")]
    [InlineData("The option 'run' is not known. See --help.", "run")]
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
    [InlineData("The value '/a/{b}' of --path-prefix cannot be used: write a path such as /api/upgrades_info.", "--path-prefix", "/a/{b}")]
    [InlineData("The value 'osus' of --base-path cannot be used: write a path such as /osus.", "--base-path", "osus")]
    [InlineData("The value '//osus' of --base-path cannot be used: write a path such as /osus.", "--base-path", "//osus")]
    [InlineData("The value '/osus//x' of --base-path cannot be used: write a path such as /osus.", "--base-path", "/osus//x")]
    [InlineData("The value '/../osus' of --base-path cannot be used: write a path such as /osus.", "--base-path", "/../osus")]
    [InlineData("The value '/osus/..' of --base-path cannot be used: write a path such as /osus.", "--base-path", "/osus/..")]
    [InlineData("The value '/osus?x=1' of --base-path cannot be used: write a path such as /osus.", "--base-path", "/osus?x=1")]
    [InlineData("The value '/osus#x' of --base-path cannot be used: write a path such as /osus.", "--base-path", "/osus#x")]
    [InlineData("The value '/%6fsus' of --base-path cannot be used: write a path such as /osus.", "--base-path", "/%6fsus")]
    [InlineData("The value '/{osus}' of --base-path cannot be used: write a path such as /osus.", "--base-path", "/{osus}")]
    [InlineData("The value '/<osus>' of --base-path cannot be used: write a path such as /osus.", "--base-path", "/<osus>")]
    [InlineData("The value 'https://host/osus' of --base-path cannot be used: write a path such as /osus.", "--base-path", "https://host/osus")]
    [InlineData("The value '' of --graph-data cannot be used: name a folder, a .tar.gz, an https:// address of one, or oci://host/repository:tag.", "--graph-data", "")]
    [InlineData("The value 'ftp://…@example.com/x' of --graph-data cannot be used: name a folder, a .tar.gz, an https:// address of one, or oci://host/repository:tag.", "--graph-data", "ftp://me:secret@example.com/x")]
    [InlineData("The value 'oci://quay.io/data' of --graph-data cannot be used: name the image by its tag or digest: oci://host/repository:tag.", "--graph-data", "oci://quay.io/data")]
    [InlineData("The value 'list.txt' of --releases cannot be used: name a catalogue that ends in .jsonl or .jsonl.gz, or oci://host/repository.", "--releases", "list.txt")]
    [InlineData("The value 'oci://quay.io/releases:4.16' of --releases cannot be used: name the repository without a tag or digest: all its tags are read.", "--releases", "oci://quay.io/releases:4.16")]
    [InlineData("The value 'oci://quay.io/updates' of --publish cannot be used: name a tag: oci://host/repository:tag.", "--publish", "oci://quay.io/updates")]
    [InlineData("The value 'oci://quay.io/updates@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c…' of --follow cannot be used: name a tag: oci://host/repository:tag.", "--follow", "oci://quay.io/updates@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")]
    [InlineData("The value of --publish cannot be used: A user or a password cannot stand in an image reference: give them by --registry-auth.", "--publish", "oci://me:secret@quay.io/updates:current")]
    [InlineData("The value of --follow cannot be used: An image reference begins with oci://, such as oci://registry.example.com:5000/mirror/release-images.", "--follow", "quay.io/updates:current")]
    [InlineData("--follow and --graph-data exclude each other: a follower serves what its builder publishes, and nothing of its own.", "--follow", "oci://quay.io/updates:current", "--graph-data", "data")]
    [InlineData("--follow and --releases exclude each other: a follower serves what its builder publishes, and nothing of its own.", "--follow", "oci://quay.io/updates:current", "--releases", "x.jsonl")]
    [InlineData("--follow and --publish exclude each other: a follower serves what its builder publishes, and nothing of its own.", "--follow", "oci://quay.io/updates:current", "--publish", "oci://quay.io/updates:other")]
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
    [InlineData("The value '9' of --max-connections cannot be used: write a number from 10 to 10000000, or none.", "--max-connections", "9")]
    [InlineData("The value '0' of --connections-per-address cannot be used: write a number from 1 to 10000000, a share such as 50%, or none.", "--connections-per-address", "0")]
    [InlineData("The value '101%' of --connections-per-address cannot be used: write a number from 1 to 10000000, a share such as 50%, or none.", "--connections-per-address", "101%")]
    [InlineData("The value 'router' of --proxy-address cannot be used: write an address such as 10.0.0.7, or a network such as 10.128.0.0/14.", "--proxy-address", "router")]
    [InlineData("The value 'off' of --rate-limit cannot be used: write a number from 1 to 1000000, or none.", "--rate-limit", "off")]
    [InlineData("The value 'collector:4318' of --traces-to cannot be used: write an address such as http://collector:4318.", "--traces-to", "collector:4318")]
    [InlineData("The value '101%' of --loss-limit cannot be used: write a share from 0% to 100%.", "--loss-limit", "101%")]
    [InlineData("The value '-1%' of --loss-limit cannot be used: write a share from 0% to 100%.", "--loss-limit=-1%")]
    [InlineData("The value '5' of --loss-limit cannot be used: write a share from 0% to 100%.", "--loss-limit", "5")]
    [InlineData("The value 'NaN' of --loss-limit cannot be used: write a share from 0% to 100%.", "--loss-limit", "NaN")]
    [InlineData("The value '%' of --loss-limit cannot be used: write a share from 0% to 100%.", "--loss-limit", "%")]
    [InlineData("The value 'maybe' of --lenient cannot be used: write on or off.", "--lenient=maybe")]
    [InlineData("The value 'jason' of --log-format cannot be used: the nearest is 'json' of text, json.", "--log-format", "jason")]
    public void What_cannot_be_used_is_told_in_one_sentence(string sentence, params string[] switches) =>
        Assert.Equal(sentence, Assert.Throws<OptionException>(() => Read(switches)).Message);

    [Theory]
    [InlineData("--certificate")]
    [InlineData("--certificate-key")]
    public void A_certificate_without_its_key_is_told_also_where_no_address_needs_it(string one)
    {
        using var data = GraphDataDirectory.Sample();
        var file = Path.Combine(data.Path, "version");

        Assert.StartsWith("--certificate and --certificate-key go together", Assert.Throws<OptionException>(() => Read([one, file])).Message, StringComparison.Ordinal);
    }

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
    public void A_long_value_is_quoted_in_part_and_without_control_characters()
    {
        var message = Assert.Throws<OptionException>(() => Read(["--refresh", $"\u001b[31m{new string('x', 10_000)}"])).Message;

        Assert.True(message.Length < 300);
        Assert.DoesNotContain("\u001b", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GraphData", "graph-data")]
    [InlineData("Releases", "releases")]
    [InlineData("State", "state")]
    [InlineData("RegistryCa", "registry-ca")]
    public void A_NUL_in_a_setting_is_refused(string key, string name)
    {
        var exception = Assert.Throws<OptionException>(() => WrittenOptions.Read([], [], [($"UpdateService:{key}", "a\0.jsonl")]));

        Assert.Equal($"The value 'a\\u0000.jsonl' of --{name} cannot be used: it holds a NUL character.", exception.Message);
    }
}
