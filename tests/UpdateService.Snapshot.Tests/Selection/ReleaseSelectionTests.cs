namespace UpdateService.Snapshot.Tests.Selection;

public sealed class ReleaseSelectionTests : IDisposable
{
    private const string Payload = $"quay.io/a/b@{SmallInputs.Digest}";

    private readonly SmallInputs inputs = new();

    public void Dispose() => inputs.Dispose();

    [Fact]
    public async Task A_release_is_shipped_with_its_facts_only()
    {
        const string metadata =
            """{"description":"Words.","url":"https://example.com","io.openshift.upgrades.graph.previous.remove":"4.16.0"}""";
        inputs.Releases = [SmallInputs.Line("4.16.3", "multi", $$""","next":["4.16.9"],"metadata":{{metadata}},"basis":"real","more":1""")];
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Equal(
            $$"""{"version":"4.16.3","arch":"multi","payload":"{{Payload}}","previous":["4.16.0","4.16.1"],"next":["4.16.9"],"metadata":"""
            + """{"io.openshift.upgrades.graph.previous.remove":"4.16.0","url":"https://example.com"}}""" + "\n",
            inputs.Written("releases/4.16.jsonl"));
    }

    [Theory]
    [InlineData("4.16.3", "amd64", "4.16.3-x86_64")]
    [InlineData("4.16.3", "arm64", "4.16.3-aarch64")]
    [InlineData("4.16.3", "s390x", "4.16.3-s390x")]
    [InlineData("4.16.3", "ppc64le", "4.16.3-ppc64le")]
    [InlineData("4.16.3", "multi", "4.16.3-multi")]
    [InlineData("4.11.1-multi", "multi", "4.11.1-multi")]
    public async Task An_invented_digest_gives_way_to_the_tag(string version, string architecture, string tag)
    {
        inputs.Put("channels/fast-4.16.yaml", $"name: fast-4.16\nversions: [{version}]\n");
        inputs.Releases = [SmallInputs.Line(version, architecture, ""","digest_fake":true""")];
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Contains($"\"quay.io/a/b:{tag}\"", inputs.Written($"releases/{version[..4]}.jsonl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assumed_list_of_sources_is_marked_and_counted()
    {
        inputs.Releases = [SmallInputs.Line("4.16.3", "arm64", ""","basis":"as-amd64" """)];
        Assert.Equal(0, await inputs.RunAsync());
        Assert.EndsWith(""","metadata":{},"basis":"as-amd64"}""" + "\n", inputs.Written("releases/4.16.jsonl"), StringComparison.Ordinal);
        Assert.Contains("| arm64 | 1 | 1 | 0 | 1 |", inputs.Written("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_releases_that_a_channel_lists_for_their_architecture_are_shipped()
    {
        inputs.Releases =
        [
            SmallInputs.Line("4.11.1", "amd64"),
            SmallInputs.Line("4.16.4", "arm64"),
            SmallInputs.Line("4.16.4", "amd64"),
            SmallInputs.Line("4.16.10", "amd64"),
        ];
        Assert.Equal(0, await inputs.RunAsync());
        Assert.StartsWith("""{"version":"4.16.4","arch":"amd64",""", Assert.Single(Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_payloads_the_known_digest_is_shipped_and_the_choice_reported()
    {
        var invented = SmallInputs.Line("4.16.3", "amd64", ""","digest_fake":true""");
        inputs.Releases = [invented.Replace("sha256:0", "sha256:1", StringComparison.Ordinal), SmallInputs.Line("4.16.3", "amd64")];
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Contains(Payload, Assert.Single(Lines()), StringComparison.Ordinal);
        Assert.Contains("note: 4.16.3+amd64 stands in the catalogue 2 times", inputs.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Raw_metadata_of_shipped_releases_are_shipped()
    {
        inputs.Put("raw/metadata.json", """{"4.16.3":{"b":"1","a":"2"},"4.1.0":{"a":"3"}}""");
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Equal("{\n  \"4.16.3\": {\n    \"b\": \"1\",\n    \"a\": \"2\"\n  }\n}\n", inputs.Written("raw/metadata.json"));
    }

    private string[] Lines() => inputs.Written("releases/4.16.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
