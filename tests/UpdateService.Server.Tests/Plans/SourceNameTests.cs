using UpdateService.Server.Plans;

namespace UpdateService.Server.Tests.Plans;

public sealed class SourceNameTests
{
    [Theory]
    [InlineData("/srv/updates/releases.jsonl.gz", "releases.jsonl.gz")]
    [InlineData("/srv/updates/graph-data/", "graph-data")]
    [InlineData("releases", "releases")]
    [InlineData("https://files.example.com/a/graph-data.tar.gz?token=x", "graph-data.tar.gz")]
    [InlineData("oci://registry.example.com:5000/ocp/release", "the repository ocp/release")]
    [InlineData("oci://registry.example.com:5000", "a registry")]
    [InlineData("/", "a source")]
    public void A_source_is_named_without_its_path_and_host(string source, string name) => Assert.Equal(name, SourceName.Of(source));

    [Theory]
    [InlineData("/srv/updates/releases.jsonl", "releases.jsonl")]
    [InlineData("blocked-edges/4.16.1.yaml", "blocked-edges/4.16.1.yaml")]
    [InlineData("registry.example.com/ocp/release:4.16.1 holds the same payload", "ocp/release:4.16.1 holds the same payload")]
    [InlineData("It stands in /srv/updates too.", "It stands in updates too.")]
    [InlineData("/elsewhere/extra.jsonl", "extra.jsonl")]
    public void Places_of_sources_are_hidden_in_texts(string text, string shown) =>
        Assert.Equal(shown, SourceName.Hide(text, ["/srv/updates", "oci://registry.example.com/ocp/release"]));
}
