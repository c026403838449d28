using System.Text.Json.Nodes;
using UpdateService.Registry.Payloads;
using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Payloads;

/// <summary>What an image is, and what is asked of the registry to learn it.</summary>
public sealed class PayloadReaderTests
{
    private const string MultiKey = MetadataKeys.PayloadArchitecture;

    private readonly RepositoryInMemory repository = new();

    [Theory]
    [InlineData(ImageFlavour.Docker)]
    [InlineData(ImageFlavour.Oci)]
    public async Task A_release_is_read_in_both_flavours(ImageFlavour flavour)
    {
        var sketch = new ReleaseSketch("4.16.15", "arm64") { Flavour = flavour, Previous = ["4.15.18", "4.16.14"] };

        var facts = (await ReadAsync(sketch.ToImage())).Facts!;

        Assert.Equal("4.16.15", facts.Version.Text);
        Assert.Equal("arm64", facts.Architecture.Name);
        Assert.Equal(["4.15.18", "4.16.14"], facts.Previous.Select(version => version.Text));
        Assert.Equal([KeyValuePair.Create("url", "https://access.redhat.com/errata/RHSA-2026:0001")], facts.Metadata.AsEnumerable());
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), facts.Created);
        Assert.False(facts.HasImageReferences);
    }

    [Fact]
    public async Task A_release_takes_its_configuration_and_its_top_layer_and_nothing_else()
    {
        var sketch = new ReleaseSketch("4.16.15");

        _ = await ReadAsync(sketch.ToImage());

        Assert.Equal(2, repository.Calls.Count);
        Assert.Equal($"blob {Digest.Of(sketch.TopLayer.Content.Span)}", repository.Calls.Last());
    }

    [Fact]
    public async Task A_wrong_media_type_in_the_header_does_not_matter()
    {
        var image = new ReleaseSketch("4.16.15").ToImage();

        var reading = await ReadAsync(image with { Manifest = image.Manifest with { MediaType = "application/json" } });

        Assert.Equal(PayloadKind.Release, reading.Kind);
    }

    [Theory]
    [InlineData(ImageFlavour.Docker)]
    [InlineData(ImageFlavour.Oci)]
    public async Task A_list_of_several_platforms_is_multi_and_says_so_to_clients(ImageFlavour flavour)
    {
        var list = ImageSketch.List(
            flavour,
            ("linux/arm64", new ReleaseSketch("4.16.15", "arm64").ToImage()),
            ("linux/amd64", new ReleaseSketch("4.16.15").ToImage()));

        var reading = await ReadAsync(list);

        Assert.Equal(list.Digest, reading.Digest);
        Assert.Equal(Architecture.Multi, reading.Facts!.Architecture);
        Assert.Contains(KeyValuePair.Create(MultiKey, "multi"), reading.Facts.Metadata);
        Assert.Equal([MultiKey, "url"], reading.Facts.Metadata.Select(entry => entry.Key));
    }

    [Fact]
    public async Task A_list_of_one_platform_is_that_platform_and_attestations_are_none()
    {
        var image = new ReleaseSketch("4.16.15", "ppc64le").ToImage();

        var reading = await ReadAsync(ImageSketch.List(ImageFlavour.Oci, ("unknown/unknown", Foreign()), ("linux/ppc64le", image), ("linux/ppc64le", image)));

        Assert.Equal("ppc64le", reading.Facts!.Architecture.Name);
    }

    [Fact]
    public async Task A_sparse_mirror_of_a_list_is_read_from_the_first_image_that_is_there()
    {
        var absent = new ReleaseSketch("4.16.15", "arm64").ToImage();
        var list = ImageSketch.List(ImageFlavour.Docker, ("linux/arm64", absent), ("linux/amd64", new ReleaseSketch("4.16.15").ToImage()));
        _ = repository.Push("multi", list);
        repository.Remove(absent.Digest);

        Assert.Equal(Architecture.Multi, (await NewReader().ReadAsync(list.Manifest, default)).Facts!.Architecture);
    }

    [Fact]
    public async Task A_list_without_any_of_its_images_is_a_failure_that_is_not_kept()
    {
        var image = new ReleaseSketch("4.16.15").ToImage();
        var list = ImageSketch.List(ImageFlavour.Docker, ("linux/amd64", image));
        _ = repository.Push("multi", list);
        repository.Remove(image.Digest);

        var exception = await Assert.ThrowsAsync<RegistryException>(() => NewReader().ReadAsync(list.Manifest, default));

        Assert.Equal(RegistryFault.NotFound, exception.Fault);
    }

    [Fact]
    public async Task A_part_of_a_release_for_several_architectures_is_a_shard()
    {
        var reading = await ReadAsync(new ReleaseSketch("4.16.15", "s390x") { Metadata = [(MultiKey, "multi")] }.ToImage());

        Assert.Equal(PayloadKind.Shard, reading.Kind);
        Assert.Equal("it is the part for s390x of 4.16.15 for several architectures", reading.Reason);
    }

    [Theory]
    [InlineData("io.openshift.build.commit.id")]
    [InlineData("com.redhat.component")]
    [InlineData("io.k8s.display-name")]
    public async Task A_component_is_told_by_its_labels_before_any_layer(string label)
    {
        var reading = await ReadAsync(ImageSketch.Of(ImageSketch.Config("amd64", (label, "x")), ImageFlavour.Docker, ReleaseSketch.OperatorLayer));

        Assert.Equal(PayloadKind.Foreign, reading.Kind);
        Assert.Equal(1, repository.Count("blob"));
        Assert.Equal(0, repository.Count("peek"));
    }

    [Fact]
    public async Task An_artifact_is_told_by_its_manifest_alone()
    {
        Func<JsonObject, JsonNode>[] changes =
        [
            manifest => Set(manifest, "artifactType", "application/vnd.example"),
            manifest => Set(manifest, "subject", new JsonObject()),
            manifest => Set(manifest, "fsLayers", new JsonArray()),
            manifest => Set((JsonObject)manifest["config"]!, "mediaType", "application/vnd.cncf.helm.config.v1+json").Root,
        ];
        foreach (var change in changes)
        {
            var reading = await ReadAsync(ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci, change, ReleaseSketch.OperatorLayer));
            Assert.Equal((PayloadKind.Foreign, true), (reading.Kind, reading.IsCertain));
        }

        Assert.Empty(repository.Calls);
    }

    [Fact]
    public async Task A_release_without_the_label_is_found_by_the_beginning_of_its_layers()
    {
        var reading = await ReadAsync(new ReleaseSketch("4.16.15") { IsLabelled = false }.ToImage());

        Assert.Equal("4.16.15", reading.Facts!.Version.Text);
        Assert.Equal(1, repository.Count("peek"));
    }

    [Fact]
    public async Task An_image_without_labels_costs_the_beginnings_of_few_layers()
    {
        var layers = Enumerable.Range(0, 20).Select(Noise).ToArray();

        var reading = await ReadAsync(ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Docker, layers));

        Assert.Equal((PayloadKind.Foreign, true), (reading.Kind, reading.IsCertain));
        Assert.Equal(1, repository.Count("blob"));
        Assert.InRange(repository.Bytes, 1, 13_000);
    }

    [Fact]
    public async Task What_the_beginning_of_no_layer_shows_is_not_kept()
    {
        var image = ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Docker, ReleaseSketch.OperatorLayer);
        repository.Tamper = (digest, content) => digest == Digest.Of(ReleaseSketch.OperatorLayer.Content.Span) ? "<html>"u8.ToArray() : content;

        var reading = await ReadAsync(image);

        Assert.Equal((PayloadKind.Foreign, false), (reading.Kind, reading.IsCertain));
    }

    [Theory]
    [InlineData("{", "its manifest is not JSON")]
    [InlineData("[]", "its manifest is no JSON object")]
    [InlineData("{}", "its manifest is neither an image's nor a list")]
    [InlineData("""{"config":{},"layers":[],"manifests":[]}""", "its manifest is an image and a list at once")]
    [InlineData("""{"config":{},"layers":[]}""", "its manifest names a configuration without a SHA-256 digest and a size")]
    [InlineData("""{"config":{},"layers":[{"digest":"sha512:00","size":1}]}""", "its manifest names a layer without a SHA-256 digest and a size")]
    [InlineData("""{"manifests":[{"digest":"sha256:00","size":1}]}""", "its list names an image without a SHA-256 digest and a size")]
    [InlineData("""{"config":{"mediaType":"\ud800"},"layers":[]}""", "its manifest names a configuration without a SHA-256 digest and a size")]
    public async Task A_broken_manifest_is_a_defect(string text, string reason)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);

        var reading = await NewReader().ReadAsync(new ManifestContent("", Digest.Of(bytes), bytes), default);

        Assert.Equal(new PayloadReading(Digest.Of(bytes), PayloadKind.Defect, reason), reading);
    }

    [Theory]
    [InlineData("layers", "its manifest names 501 layers, more than the limit of 500")]
    [InlineData("manifests", "its list names 501 images, more than the limit of 500")]
    public async Task A_manifest_that_would_cost_a_request_for_each_of_countless_parts_is_a_defect(string parts, string reason)
    {
        var part = $$"""{"digest":"{{Digest.Of("a part"u8)}}","size":1}""";
        var bytes = System.Text.Encoding.UTF8.GetBytes($$"""{"{{parts}}":[{{string.Join(',', Enumerable.Repeat(part, 501))}}]{{(parts == "layers" ? $",\"config\":{part}" : "")}} }""");

        var reading = await NewReader().ReadAsync(new ManifestContent("", Digest.Of(bytes), bytes), default);

        Assert.Equal(new PayloadReading(Digest.Of(bytes), PayloadKind.Defect, reason), reading);
        Assert.Empty(repository.Calls);
    }

    [Fact]
    public async Task An_architecture_that_no_client_can_ask_for_is_a_defect()
    {
        var reading = await ReadAsync(new ReleaseSketch("4.16.15", "x86-64").ToImage());

        Assert.Equal((PayloadKind.Defect, "its architecture 'x86-64' is not of 0-9 and a-z"), (reading.Kind, reading.Reason));
    }

    [Fact]
    public async Task A_label_without_the_file_is_a_defect()
    {
        var reading = await ReadAsync(new ReleaseSketch("4.16.15").ToImage(LayerSketch.Of(("release-manifests/image-references", "{}"))));

        Assert.Equal(PayloadKind.Defect, reading.Kind);
        Assert.Equal("it has the label io.openshift.release, and no layer of it has the file release-manifests/release-metadata", reading.Reason);
    }

    [Fact]
    public async Task Metadata_that_cannot_be_read_is_a_defect_that_says_why()
    {
        var reading = await ReadAsync(new ReleaseSketch("4.16.15") { Previous = ["4.16"] }.ToImage());

        Assert.Equal(PayloadKind.Defect, reading.Kind);
        Assert.Equal(
            "its release-metadata cannot be read: 'previous' holds a version that cannot be read: '4.16' is no version by SemVer 2.0.0: it has fewer than three numbers",
            reading.Reason);
        Assert.True(reading.IsCertain);
    }

    [Fact]
    public async Task Bytes_of_another_digest_are_a_failure_and_no_defect()
    {
        var sketch = new ReleaseSketch("4.16.15");
        var broken = LayerSketch.Of(("release-manifests/release-metadata", "{}")).Content;
        repository.Tamper = (digest, content) => digest == Digest.Of(sketch.TopLayer.Content.Span) ? broken : content;

        var exception = await Assert.ThrowsAsync<RegistryException>(() => ReadAsync(sketch.ToImage()));

        Assert.Equal(RegistryFault.DigestMismatch, exception.Fault);
    }

    private static LayerSketch Noise(int seed)
    {
        var content = new byte[100_000];
        new Random(seed).NextBytes(content);
        return new LayerSketch(LayerSketch.Pack(LayerSketch.Tar(("usr/bin/tool", content))));
    }

    private static ImageSketch Foreign() => ImageSketch.Of(ImageSketch.Config("unknown"), ImageFlavour.Oci, ReleaseSketch.OperatorLayer);

    private static JsonObject Set(JsonObject json, string key, JsonNode value)
    {
        json[key] = value;
        return json;
    }

    private PayloadReader NewReader() => new(repository, references: null);

    private Task<PayloadReading> ReadAsync(ImageSketch image)
    {
        _ = repository.Push("tag", image);
        return NewReader().ReadAsync(image.Manifest, default);
    }
}
