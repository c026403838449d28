using static UpdateService.Testing.Graphs;

namespace UpdateService.Graph.Tests.Building;

public sealed class NodeMetadataTests
{
    [Fact]
    public void Address_and_unknown_keys_are_kept_and_the_digest_is_the_payloads()
    {
        var release = Release("4.1.0").With("url", "https://example.com/e").With("x", "y").With(MetadataKeys.ManifestRef, "sha256:wrong");
        var built = new Sketch { release }.Build();
        Assert.Equal("https://example.com/e", built.Metadata("4.1.0", "url"));
        Assert.Equal("y", built.Metadata("4.1.0", "x"));
        Assert.Equal(release.Digest, built.Metadata("4.1.0", MetadataKeys.ManifestRef));
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void A_payload_by_tag_shows_no_digest()
    {
        var built = new Sketch { Release("4.1.0").Payload("host/repository:4.1.0").With(MetadataKeys.ManifestRef, "sha256:invented") }.Build();
        Assert.Null(built.Metadata("4.1.0", MetadataKeys.ManifestRef));
        Assert.Contains("\"payload\":\"host/repository:4.1.0\"", built.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MetadataKeys.GraphArchitecture, "amd64")]
    [InlineData(MetadataKeys.PreviousRemoveRegex, "^1")]
    [InlineData(MetadataKeys.PreviousAdd, "1.0.0")]
    [InlineData(MetadataKeys.NextAdd, "1.0.0")]
    [InlineData(MetadataKeys.PreviousRemove, "1.0.0")]
    [InlineData(MetadataKeys.NextRemove, "1.0.0")]
    [InlineData(MetadataKeys.Remove, "false")]
    public void Keys_that_steer_the_builder_are_not_served(string key, string value)
    {
        var built = new Sketch { Release("4.1.0").With(key, value) }.Build();
        Assert.Null(built.Metadata("4.1.0", key));
        Assert.Empty(built.Problems);
    }

    [Theory]
    [InlineData("4.1.0", "amd64", false)]
    [InlineData("4.1.0", "multi", false)]
    [InlineData("4.1.0+multi", "multi", true)]
    [InlineData("4.1.0+multi", "amd64", false)]
    [InlineData("4.1.0+multi", "Multi", false)]
    public void The_payloads_architecture_is_served_only_as_multi_of_multi(string name, string value, bool isServed)
    {
        var built = new Sketch { Release(name).With(MetadataKeys.PayloadArchitecture, value) }.Build();
        Assert.Equal(isServed ? value : null, built.Metadata("4.1.0", MetadataKeys.PayloadArchitecture, architecture: Release(name).Architecture.Name));
        Assert.Equal(isServed ? 0 : 1, built.Of(ProblemRule.InvalidMetadata).Count());
    }

    [Theory]
    [InlineData("http://a b/")]
    [InlineData("")]
    [InlineData("https://a/%zz")]
    public void An_address_that_clients_refuse_is_left_out_and_the_release_stays(string url)
    {
        var built = new Sketch { Release("4.1.0").With("url", url) }.Build();
        Assert.Equal("4.1.0", built.Nodes());
        Assert.Null(built.Metadata("4.1.0", "url"));
        Assert.Equal(ProblemSeverity.Error, Assert.Single(built.Of(ProblemRule.InvalidMetadata)).Severity);
    }

    [Fact]
    public void White_space_around_an_address_is_no_part_of_it_and_stays_around_other_values()
    {
        var built = new Sketch { Release("4.1.0").With("url", " https://example.com/e\n").With("x", " y ") }.Build();
        Assert.Equal(("https://example.com/e", " y "), (built.Metadata("4.1.0", "url"), built.Metadata("4.1.0", "x")));
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void A_key_that_nobody_knows_is_kept_beside_the_reserved_ones()
    {
        var built = new Sketch { Release("4.1.0").With("io.openshift.upgrades.graph.release.note", "x") }.Build();
        Assert.Equal("x", built.Metadata("4.1.0", "io.openshift.upgrades.graph.release.note"));
        Assert.Empty(built.Problems);
    }

    [Fact]
    public void Of_keys_that_differ_only_in_case_one_stays()
    {
        var built = new Sketch { Release("4.1.0").With("URL", "https://example.com/1").With("url", "https://example.com/2").With("Url", "https://example.com/3") }.Build();
        Assert.Equal("https://example.com/2", built.Metadata("4.1.0", "url"));
        Assert.Equal(2, built.Of(ProblemRule.InvalidMetadata).Count());
        Assert.Empty(Invariants.Violations(built.Answer(), "amd64"));
    }

    [Theory]
    [InlineData("IO.openshift.upgrades.graph.release.channels")]
    [InlineData("io.openshift.upgrades.graph.release.manifestREF")]
    public void A_key_that_differs_from_a_reserved_one_only_in_case_is_left_out(string key)
    {
        var built = new Sketch { Release("4.1.0").With(key, "x") }.Build();
        Assert.Null(built.Metadata("4.1.0", key));
        Assert.Empty(Invariants.Violations(built.Answer(), "amd64"));
    }

    [Fact]
    public void Keys_are_in_ordinal_order()
    {
        var built = new Sketch { Release("4.1.0").With("z", "1").With("B", "2").With("a", "3") }.Build();
        var keys = built.Build.Graph.Architectures.Single().Nodes.Single().Metadata.Select(entry => entry.Key).ToList();
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.Equal(5, keys.Count);
    }
}
