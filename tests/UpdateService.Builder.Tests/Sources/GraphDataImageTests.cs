using System.Text.Json.Nodes;
using UpdateService.Builder.Sources;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Signatures;
using UpdateService.Testing.Registries;

namespace UpdateService.Builder.Tests.Sources;

public sealed class GraphDataImageTests
{
    private const string Folder = "var/lib/cincinnati-graph-data/";

    private static readonly LayerSketch Base = LayerSketch.Plain(("etc/os-release", "a base image"), ("usr/bin/sh", new string('x', 100_000)));

    private readonly RepositoryInMemory repository = new();

    [Theory]
    [InlineData(ImageFlavour.Docker)]
    [InlineData(ImageFlavour.Oci)]
    public async Task The_layers_of_an_image_are_read_in_their_order(ImageFlavour flavour)
    {
        var image = Image(flavour, Data("1.1.0"), LayerSketch.Of(($"{Folder}version", "1.2.0"), ($"{Folder}blocked-edges/.wh.a.yaml", "")));
        _ = repository.Push("latest", image);
        var files = await new GraphDataImage(repository, "latest").ReadAsync(CancellationToken.None);

        Assert.Empty(files.Problems);
        Assert.Equal(["channels/a.yaml", "version"], files.Contents.Keys);
        Assert.Equal("1.2.0"u8.ToArray(), files.Contents["version"].ToArray());
        Assert.Equal(image.Digest.ToString(), files.Identity);
    }

    [Fact]
    public async Task A_tag_is_resolved_each_time_and_nothing_is_read_while_it_names_the_same_image()
    {
        _ = repository.Push("latest", Image(ImageFlavour.Oci, Data("1.1.0")));
        var source = new GraphDataImage(repository, "latest");
        var first = await source.ReadAsync(CancellationToken.None);
        repository.ResetCounts();
        Assert.Same(first, await source.ReadAsync(CancellationToken.None));
        Assert.Equal(["resolve latest"], repository.Calls);

        _ = repository.Push("latest", Image(ImageFlavour.Oci, Data("1.2.0")));
        Assert.Equal("1.2.0"u8.ToArray(), (await source.ReadAsync(CancellationToken.None)).Contents["version"].ToArray());
    }

    [Fact]
    public async Task An_image_by_digest_is_asked_for_once()
    {
        var image = Image(ImageFlavour.Oci, Data("1.1.0"));
        _ = repository.Push("latest", image);
        var source = new GraphDataImage(repository, image.Digest.ToString());
        Assert.Equal($"registry.example:5000/openshift/release-images@{image.Digest}", source.Description);
        var first = await source.ReadAsync(CancellationToken.None);
        repository.ResetCounts();
        Assert.Same(first, await source.ReadAsync(CancellationToken.None));
        Assert.Empty(repository.Calls);
    }

    [Theory]
    [InlineData("linux/arm64", "linux/amd64", "amd64")]
    [InlineData("unknown/unknown", "linux/s390x", "s390x")]
    [InlineData("linux/ppc64le", "linux/arm64", "ppc64le")]
    public async Task Of_a_list_the_image_for_amd64_is_read_or_the_first_for_a_platform(string first, string second, string expected)
    {
        var images = (string[])[first, second];
        _ = repository.Push("latest", ImageSketch.List(ImageFlavour.Oci, [.. images.Select(platform => (platform, Image(ImageFlavour.Oci, Data(platform.Split('/')[1]))))]));
        var files = await new GraphDataImage(repository, "latest").ReadAsync(CancellationToken.None);
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(files.Contents["version"].Span));
    }

    [Fact]
    public async Task A_layer_whose_bytes_are_other_ones_is_a_problem()
    {
        _ = repository.Push("latest", Image(ImageFlavour.Oci, Data("1.1.0")));
        repository.Tamper = (_, content) => content.Length > 1000 ? content : LayerSketch.Of(($"{Folder}version", "9.9.9")).Content;
        await AssertRejectsAsync(ProblemRule.UnreadableFile, "The blob's bytes are not those of its digest.");
    }

    [Fact]
    public async Task A_registry_that_fails_is_a_problem_and_asked_again_the_next_time()
    {
        _ = repository.Push("latest", Image(ImageFlavour.Oci, Data("1.1.0")));
        var source = new GraphDataImage(repository, "latest");
        var first = await source.ReadAsync(CancellationToken.None);
        repository.Fault = _ => new RegistryException(RegistryFault.Unreachable, "Nobody listens.");
        Assert.Contains("Nobody listens.", Assert.Single((await source.ReadAsync(CancellationToken.None)).Problems).Message, StringComparison.Ordinal);
        repository.Fault = _ => null;
        Assert.Same(first, await source.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_tag_that_is_gone_is_a_problem() => await AssertRejectsAsync(ProblemRule.MissingFile, "no image of this tag");

    [Fact]
    public async Task A_manifest_that_is_gone_is_a_problem()
    {
        var image = Image(ImageFlavour.Oci, Data("1.1.0"));
        _ = repository.Push("latest", image);
        repository.Remove(image.Digest);
        await AssertRejectsAsync(ProblemRule.UnreadableFile, $"has no manifest {image.Digest}");
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip")] // A label that is wrong.
    [InlineData("")]
    public async Task A_layer_in_zstd_is_read(string label)
    {
        var tar = LayerSketch.Plain(($"{Folder}version", "1.1.0"), ($"{Folder}channels/a.yaml", "name: a\nversions: []\n")).Content;
        _ = repository.Push("latest", Image(ImageFlavour.Oci, new LayerSketch(Zstd(tar.Span), label)));

        var files = await new GraphDataImage(repository, "latest").ReadAsync(CancellationToken.None);

        Assert.Empty(files.Problems);
        Assert.Equal(["channels/a.yaml", "version"], files.Contents.Keys);
    }

    [Fact]
    public async Task A_layer_in_zstd_that_is_cut_short_is_a_problem()
    {
        var layer = Zstd(LayerSketch.Plain(($"{Folder}version", "1.1.0")).Content.Span);
        _ = repository.Push("latest", Image(ImageFlavour.Oci, new LayerSketch(layer.AsMemory(0, layer.Length - 3), "zstd")));
        await AssertRejectsAsync(ProblemRule.UnreadableFile, "The archive's compression is damaged or cut short");
    }

    [Theory]
    [InlineData("var/lib/cincinnati/graph-data/")]
    [InlineData("cincinnati-graph-data/")]
    [InlineData("")]
    public async Task Images_of_earlier_recipes_are_read(string folder)
    {
        _ = repository.Push("latest", Image(ImageFlavour.Oci, LayerSketch.Of(($"{folder}version", "1.1.0"), ($"{folder}channels/a.yaml", "name: a\nversions: []\n"), ($"{folder}blocked-edges/a.yaml", "x")), LayerSketch.Of(($"{folder}blocked-edges/.wh.a.yaml", ""))));

        var files = await new GraphDataImage(repository, "latest").ReadAsync(CancellationToken.None);

        Assert.Empty(files.Problems);
        Assert.Equal(["channels/a.yaml", "version"], files.Contents.Keys);
    }

    [Theory]
    [InlineData("cincinnati-graph-data-master/", false)]
    [InlineData("./", false)]
    [InlineData("cincinnati-graph-data-master/", true)]
    public async Task The_archive_in_images_of_4_6_to_4_11_is_read(string top, bool hasEmptyFolder)
    {
        var archive = LayerSketch.Of(($"{top}version", "1.1.0"), ($"{top}channels/a.yaml", "name: a\nversions: []\n")).Content.ToArray();
        var layer = new LayerSketch(LayerSketch.Pack(LayerSketch.Tar([("cincinnati-graph-data.tar.gz", archive), .. hasEmptyFolder ? [("var/lib/cincinnati/graph-data/", Array.Empty<byte>())] : Array.Empty<(string, byte[])>()])));
        var image = Image(ImageFlavour.Docker, layer);
        _ = repository.Push("latest", image);

        var files = await new GraphDataImage(repository, "latest").ReadAsync(CancellationToken.None);

        Assert.Empty(files.Problems);
        Assert.Equal(["channels/a.yaml", "version"], files.Contents.Keys);
        Assert.Equal(image.Digest.ToString(), files.Identity);
    }

    [Fact]
    public async Task Todays_folder_counts_where_an_image_has_an_archive_too()
    {
        var archive = LayerSketch.Of(("x/version", "9.9.9"), ("x/channels/a.yaml", "name: a\nversions: []\n")).Content.ToArray();
        _ = repository.Push("latest", Image(ImageFlavour.Oci, new LayerSketch(LayerSketch.Pack(LayerSketch.Tar(("cincinnati-graph-data.tar.gz", archive)))), Data("1.1.0")));

        Assert.Equal("1.1.0"u8.ToArray(), (await new GraphDataImage(repository, "latest").ReadAsync(CancellationToken.None)).Contents["version"].ToArray());
    }

    [Fact]
    public async Task Two_sets_of_earlier_recipes_are_not_chosen_from()
    {
        _ = repository.Push("latest", Image(ImageFlavour.Oci, LayerSketch.Of(("cincinnati-graph-data/version", "1.1.0"), ("var/lib/cincinnati/graph-data/version", "1.2.0"))));
        await AssertRejectsAsync(ProblemRule.MissingFile, "more than one set of graph-data: in /var/lib/cincinnati/graph-data/, /cincinnati-graph-data/");
    }

    [Fact]
    public async Task An_image_without_graph_data_is_told_of_with_what_it_has()
    {
        _ = repository.Push("latest", Image(ImageFlavour.Oci, LayerSketch.Of(("opt/data/channels/a.yaml", "x"))));
        await AssertRejectsAsync(ProblemRule.MissingFile, "At its top it has 'etc', 'opt', 'usr'. Graph-data seem to stand in '/opt/data/'; put them under /var/lib/cincinnati-graph-data/.");
    }

    [Fact]
    public async Task A_layer_whose_media_type_is_wrong_is_known_by_its_bytes()
    {
        _ = repository.Push("latest", Image(ImageFlavour.Oci, Data("1.1.0") with { Packing = "" }));
        Assert.Empty((await new GraphDataImage(repository, "latest").ReadAsync(CancellationToken.None)).Problems);
    }

    [Fact]
    public async Task An_image_without_graph_data_is_a_problem()
    {
        _ = repository.Push("latest", Image(ImageFlavour.Oci));
        await AssertRejectsAsync(ProblemRule.MissingFile, "The image holds no graph-data");
    }

    [Theory]
    [InlineData("""{"schemaVersion":1,"fsLayers":[]}""", "neither of an image nor a list")]
    [InlineData("""{"layers":[],"manifests":[]}""", "a list and an image at once")]
    [InlineData("""{"layers":[{"digest":"sha512:00"}]}""", "without a SHA-256 digest")]
    [InlineData("""{"layers":[{"digest":7}]}""", "not of the form")]
    [InlineData("""{"layers":{}}""", "not of the form")]
    [InlineData("""{"manifests":[]}""", "names no image")]
    [InlineData("""[]""", "not of the form")]
    public async Task A_manifest_of_another_form_is_a_problem(string manifest, string reason)
    {
        _ = repository.Push("latest", ImageSketch.Of(ImageSketch.Config("amd64"), ImageFlavour.Oci, _ => JsonNode.Parse(manifest)!));
        await AssertRejectsAsync(ProblemRule.UnreadableFile, reason);
    }

    [Fact]
    public async Task Nothing_of_an_image_is_read_before_its_signature_is_good()
    {
        using var folder = new TemporaryFolder();
        var image = Image(ImageFlavour.Oci, Data("1.1.0"));
        _ = repository.Push("latest", image);
        var requirement = new SignatureRequirement(folder.In("keys"), new SignatureFolder(folder.In("store"), TimeProvider.System), TimeProvider.System);
        var problem = Assert.Single((await new GraphDataImage(repository, "latest", requirement).ReadAsync(CancellationToken.None)).Problems);
        Assert.Equal((ProblemRule.UntrustedInput, ProblemSeverity.Rejecting), (problem.Rule, problem.Severity));
        Assert.Contains(folder.In("keys"), problem.Message, StringComparison.Ordinal);
        Assert.Equal(["resolve latest"], repository.Calls);
    }

    private static ImageSketch Image(ImageFlavour flavour, params LayerSketch[] layers) => ImageSketch.Of(ImageSketch.Config("amd64"), flavour, [Base, .. layers]);

    private static byte[] Zstd(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var packer = new ZstdSharp.CompressionStream(packed, leaveOpen: true))
        {
            packer.Write(content);
        }

        return packed.ToArray();
    }

    private static LayerSketch Data(string version) => LayerSketch.Of(
        ($"{Folder}version", version), ($"{Folder}channels/a.yaml", "name: a\nversions: []\n"), ($"{Folder}blocked-edges/a.yaml", "to: 4.1.1\nfrom: .*\n"));

    private async Task AssertRejectsAsync(ProblemRule rule, string reason)
    {
        var problem = Assert.Single((await new GraphDataImage(repository, "latest").ReadAsync(CancellationToken.None)).Problems);
        Assert.Equal((rule, ProblemSeverity.Rejecting, "registry.example:5000/openshift/release-images:latest"), (problem.Rule, problem.Severity, problem.Place.File));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }
}
