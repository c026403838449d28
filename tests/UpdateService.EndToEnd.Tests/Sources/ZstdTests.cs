using UpdateService.EndToEnd.Tests.Registries;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>Images whose layers a real tool packed with zstd, in a real registry.</summary>
public sealed class ZstdTests
{
    private const string Releases = "openshift/release-images";
    private const string GraphData = "openshift/graph-data";

    [Theory]
    [InlineData("zstd")]
    [InlineData("zstd:chunked")]
    public async Task Graph_data_and_releases_in_zstd_give_what_they_give_in_gzip(string compression)
    {
        using var data = GraphDataDirectory.Sample();
        await using var source = await RealRegistry.StartAsync();
        await using var registry = await RealRegistry.StartAsync();
        await CopyAsync(GraphData, "latest", GraphDataImages.AsDockerfile(data));
        await CopyAsync(Releases, "4.18.1-x86_64", new ReleaseSketch("4.18.1") { Flavour = ImageFlavour.Oci }.ToImage());
        await CopyAsync(Releases, "4.18.3-x86_64", new ReleaseSketch("4.18.3") { Previous = ["4.18.1"], Flavour = ImageFlavour.Oci }.ToImage());

        foreach (var image in (string[])[$"{GraphData}:latest", $"{Releases}:4.18.3-x86_64"])
        {
            Assert.Contains("application/vnd.oci.image.layer.v1.tar+zstd", (await Skopeo.InspectAsync(registry, image, account: null, "--raw")).Expect(), StringComparison.Ordinal);
        }

        using var packed = await StartAsync(registry);
        using var plain = await StartAsync(source);
        var (graph, expected) = (AnswerPairs.Of((await packed.GraphAsync()).Body), AnswerPairs.Of((await plain.GraphAsync()).Body));
        Assert.Equal(["4.18.1", "4.18.3"], graph.Nodes.Order(StringComparer.Ordinal));
        Assert.Equal(expected.Nodes, graph.Nodes);
        Assert.Equal(expected.Edges, graph.Edges);
        Assert.Equal(expected.Conditional, graph.Conditional);
        Assert.NotEmpty(graph.Conditional);

        async Task CopyAsync(string repository, string tag, ImageSketch image)
        {
            _ = await new RegistryPush(source, repository).ImageAsync(tag, image);
            _ = (await Skopeo.RepackAsync(source, registry, $"{repository}:{tag}", compression)).Expect();
        }
    }

    private static Task<SourcedService> StartAsync(RealRegistry registry) => SourcedService.StartAsync(
        "--graph-data", $"oci://{registry.Host}/{GraphData}:latest", "--releases", $"oci://{registry.Host}/{Releases}", "--insecure-registry", registry.Host);
}
