using UpdateService.EndToEnd.Tests.Registries;
using UpdateService.Registry;
using UpdateService.Testing.Registries;
using UpdateService.Testing.Signatures;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>Graph-data in images of a real registry.</summary>
public sealed class GraphDataImageTests(GraphDataImageTests.Shelf shelf) : IClassFixture<GraphDataImageTests.Shelf>, IDisposable
{
    private const string RiskFile = "blocked-edges/4.18.3-SampleRisk.yaml";

    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("oc-mirror")]
    [InlineData("dockerfile")]
    public async Task The_data_are_those_of_the_folder_that_the_image_was_made_from(string layout)
    {
        var repository = $"openshift/{layout}";
        var digest = await PushAsync(repository, layout == "dockerfile" ? GraphDataImages.AsDockerfile(data) : GraphDataImages.AsOcMirror(data));
        using var fromFolder = await SourcedService.StartAsync("--graph-data", data.Path);
        using var byTag = await StartAsync($"{repository}:latest");
        using var byDigest = await StartAsync($"{repository}@{digest}");

        foreach (var architecture in (string[])["amd64", "arm64", "multi"])
        {
            var expected = (await fromFolder.GraphAsync(architecture)).Text;
            Assert.Contains("\"version\":\"4.18.1\"", expected, StringComparison.Ordinal);
            Assert.Equal(expected, (await byTag.GraphAsync(architecture)).Text);
            Assert.Equal(expected, (await byDigest.GraphAsync(architecture)).Text);
        }

        Assert.Empty((await byTag.RevisionAsync()).Problems);
    }

    [Fact]
    public async Task A_tag_that_moves_is_followed_and_a_digest_stays()
    {
        const string repository = "openshift/moving";
        var first = GraphDataImages.AsDockerfile(data);
        _ = await PushAsync(repository, first);
        using var byTag = await StartAsync($"{repository}:latest");
        using var byDigest = await StartAsync($"{repository}@{first.Digest}");
        var before = (await byTag.GraphAsync()).Text;

        // Above the same data a layer that takes the risk away, and another one that adds a version.
        _ = await PushAsync(repository, GraphDataImages.AsDockerfile(
            data,
            GraphDataImages.Layer(("blocked-edges/.wh.4.18.3-SampleRisk.yaml", "")),
            GraphDataImages.Layer(("channels/.wh..wh..opq", ""), ("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", "4.18.1", "4.18.3")))));
        _ = await byTag.RefreshAsync();
        _ = await byDigest.RefreshAsync();

        var after = AnswerPairs.Of((await byTag.GraphAsync()).Body);
        Assert.Equal(["4.18.1", "4.18.3"], after.Nodes);
        Assert.Equal([("4.18.1", "4.18.3")], after.Edges);
        Assert.Empty(after.Conditional);
        Assert.Equal(before, (await byDigest.GraphAsync()).Text);
    }

    [Fact]
    public async Task An_unchanged_tag_costs_one_small_request()
    {
        const string repository = "openshift/unchanged";
        _ = await PushAsync(repository, GraphDataImages.AsOcMirror(data));
        using var service = await StartAsync($"{repository}:latest");
        _ = await service.RefreshAsync();

        var requests = (await shelf.Registry.RequestsAsync()).Where(request => request.Target.StartsWith($"/v2/{repository}/manifests/latest", StringComparison.Ordinal) && request.Method != "PUT");
        Assert.Equal("HEAD", requests.Last().Method);
        Assert.Equal(2, await service.MetricAsync("update_service_registry_requests_total{kind=\"Head\"}"));
        Assert.Equal(2, await service.MetricAsync("update_service_registry_requests_total{kind=\"Manifest\"}")); // The list, and the image for amd64.
        Assert.Equal(2, await service.MetricAsync("update_service_registry_requests_total{kind=\"Blob\"}"));
    }

    [Fact]
    public async Task A_broken_image_leaves_what_is_served_until_a_good_one_takes_its_place()
    {
        const string repository = "openshift/broken";
        _ = await PushAsync(repository, GraphDataImages.AsDockerfile(data));
        using var service = await StartAsync($"{repository}:latest");
        var before = (await service.GraphAsync()).Text;

        var layer = GraphDataImages.Layer(("version", "1.1.0\n"));
        _ = await PushAsync(repository, GraphDataImages.AsDockerfile(data, layer with { Content = layer.Content[..(layer.Content.Length / 2)] }));
        Assert.Equal("Rejected", (await service.RefreshAsync()).GetProperty("lastRefresh").GetProperty("outcome").GetString());
        Assert.Equal(before, (await service.GraphAsync()).Text);
        var ready = await service.ReadyAsync();
        Assert.Equal(200, ready.Status);
        Assert.Contains($"{shelf.Registry.Host}/{repository}:latest: UnreadableFile: The image cannot be read: ", ready.Text, StringComparison.Ordinal);

        _ = await PushAsync(repository, GraphDataImages.AsDockerfile(data, GraphDataImages.Layer((RiskFile, GraphDataDirectory.RiskOf("4.18.3", ".*", "OtherRisk", "Another one.")))));
        _ = await service.RefreshAsync();
        Assert.Equal("OtherRisk", AnswerPairs.Of((await service.GraphAsync()).Body).Conditional[("4.18.1", "4.18.3")]);
        Assert.Equal("ready: revision 2\n", (await service.ReadyAsync()).Text);
    }

    [Fact]
    public async Task An_image_counts_only_when_a_trusted_key_has_signed_it()
    {
        const string repository = "openshift/signed";
        _ = Directory.CreateDirectory(data.Beside("keys"));
        _ = Directory.CreateDirectory(data.Beside("signatures"));
        await File.WriteAllBytesAsync(data.Beside("keys/release.asc"), SigningKey.Armored(shelf.Keys.Primary.Public()));
        var first = await PushAsync(repository, GraphDataImages.AsOcMirror(data));
        using var service = await StartAsync($"{repository}:latest", "--graph-data-keys", data.Beside("keys"), "--graph-data-signatures", data.Beside("signatures"));
        Assert.Equal(503, (await service.ReadyAsync()).Status);
        Assert.Contains($"UntrustedInput: The image {first} has no signature in {data.Beside("signatures")}.", (await service.ReadyAsync()).Text, StringComparison.Ordinal);

        Sign(first, 1, shelf.Keys.Stranger);
        _ = await service.RefreshAsync();
        Assert.Contains($"signature-1: it was made with the key {shelf.Keys.Stranger.Name}, which is not among those trusted.", (await service.ReadyAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(0, await service.MetricAsync("update_service_registry_requests_total{kind=\"Blob\"}"));

        Sign(first, 2, shelf.Keys.Primary);
        _ = await service.RefreshAsync();
        Assert.Equal("ready: revision 1\n", (await service.ReadyAsync()).Text);
        var before = (await service.GraphAsync()).Text;

        // The next image is signed by nobody, and the signature of the first one says nothing of it.
        data.Delete(RiskFile);
        var second = await PushAsync(repository, GraphDataImages.AsOcMirror(data));
        Directory.Move(data.Beside($"signatures/sha256={first.Hex}"), data.Beside($"signatures/sha256={second.Hex}"));
        Assert.Equal("Rejected", (await service.RefreshAsync()).GetProperty("lastRefresh").GetProperty("outcome").GetString());
        Assert.Contains($"signature-2: it is for another image: {first}", (await service.ReadyAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(before, (await service.GraphAsync()).Text);
    }

    private void Sign(Digest image, int number, SigningKey key)
    {
        var folder = Directory.CreateDirectory(data.Beside($"signatures/sha256={image.Hex}")).FullName;
        File.WriteAllBytes(Path.Combine(folder, $"signature-{number}"), key.Sign(SigningKey.ClaimOf(image)));
    }

    private Task<Digest> PushAsync(string repository, ImageSketch image) => new RegistryPush(shelf.Registry, repository).ImageAsync("latest", image);

    private Task<SourcedService> StartAsync(string image, params string[] switches) =>
        SourcedService.StartAsync(["--graph-data", $"oci://{shelf.Registry.Host}/{image}", "--insecure-registry", shelf.Registry.Host, .. switches]);

    /// <summary>One registry for all tests, each with a repository of its own, and keys.</summary>
    public sealed class Shelf : IAsyncLifetime
    {
        private RealRegistry? registry;

        /// <summary>The registry.</summary>
        public RealRegistry Registry => registry!;

        /// <summary>The keys.</summary>
        public SigningKeys Keys { get; } = new();

        /// <inheritdoc/>
        public async Task InitializeAsync() => registry = await RealRegistry.StartAsync();

        /// <inheritdoc/>
        public async Task DisposeAsync() => await Registry.DisposeAsync();
    }
}
