using UpdateService.EndToEnd.Tests.Registries;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>What becomes of releases when their real registry changes, lies, or fails.</summary>
public sealed class MirrorChangesTests : IAsyncLifetime, IDisposable
{
    private const string Repository = "mirror/releases";

    private readonly GraphDataDirectory data = GraphDataDirectory.WithoutReleases("4.18.1", "4.18.2");
    private RealRegistry registry = null!;

    public async Task InitializeAsync() => registry = await RealRegistry.StartAsync();

    public async Task DisposeAsync() => await registry.DisposeAsync();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task A_tag_that_moves_or_goes_is_followed()
    {
        await PushAsync("4.18.1-x86_64", new ReleaseSketch("4.18.1"));
        await PushAsync("4.18.2-x86_64", new ReleaseSketch("4.18.2") { Previous = ["4.18.1"] });
        using var service = await StartAsync();

        var rebuilt = new ReleaseSketch("4.18.1") { Flavour = ImageFlavour.Oci };
        await PushAsync("4.18.1-x86_64", rebuilt);
        _ = await service.RefreshAsync();
        Assert.Equal(rebuilt.ToImage().Digest.ToString(), (await service.ReleasesAsync())[0].ManifestRef);

        registry.Storage.RemoveTag(Repository, "4.18.2-x86_64");
        _ = await service.RefreshAsync();
        Assert.Equal(["4.18.1"], await service.VersionsAsync());
    }

    [Fact]
    public async Task A_layer_that_is_not_what_its_digest_says_gives_no_first_revision_until_it_is_mended()
    {
        var sketch = new ReleaseSketch("4.18.1");
        await PushAsync("4.18.1-x86_64", sketch);
        await PushAsync("4.18.2-x86_64", new ReleaseSketch("4.18.2"));
        var file = registry.Storage.BlobFile(Registry.Digest.Of(sketch.TopLayer.Content.Span));
        var good = await File.ReadAllBytesAsync(file);
        var other = new ReleaseSketch("4.18.1") { Previous = ["4.18.0"] }.TopLayer.Content.ToArray();
        await File.WriteAllBytesAsync(file, [.. other, .. new byte[Math.Max(0, good.Length - other.Length)]]);
        using var service = await StartAsync();

        var ready = await service.ReadyAsync();
        Assert.Equal(503, ready.Status);
        Assert.Contains("Releases could not be read, and there is no revision that knows them", ready.Text, StringComparison.Ordinal);
        var reason = $"{registry.Host}/{Repository}:4.18.1-x86_64: UnreadableRelease: The tag cannot be read: ";
        Assert.Contains(reason, ready.Text, StringComparison.Ordinal);
        await service.LogsAsync($"error {reason}");

        await File.WriteAllBytesAsync(file, good);
        _ = await service.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2"], await service.VersionsAsync());
    }

    [Fact]
    public async Task A_registry_that_is_down_takes_no_release_away_not_even_from_a_service_that_starts()
    {
        await PushAsync("4.18.1-x86_64", new ReleaseSketch("4.18.1"));
        string before;
        using (var first = await StartAsync())
        {
            before = (await first.GraphAsync()).Text;
            await registry.StopAsync();
            await first.StopAsync();
        }

        using var service = await StartAsync();
        Assert.Equal(before, (await service.GraphAsync()).Text);
        var told = $"no connection to {registry.Host} (ConnectionRefused). The last known releases stay.";
        await Eventually.HoldsAsync(async () => (await service.ReadyAsync()).Text.Contains(told, StringComparison.Ordinal), "it tells of the outage");

        await registry.StartAgainAsync();
        await PushAsync("4.18.2-x86_64", new ReleaseSketch("4.18.2"));
        _ = await service.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2"], await service.VersionsAsync());
        Assert.Empty((await service.RevisionAsync()).Problems);
    }

    private async Task PushAsync(string tag, ReleaseSketch release) => _ = await new RegistryPush(registry, Repository).ImageAsync(tag, release.ToImage());

    private Task<SourcedService> StartAsync() => SourcedService.StartAsync(
        "--graph-data", data.Path, "--releases", $"oci://{registry.Host}/{Repository}", "--insecure-registry", registry.Host, "--state", data.Beside("state"));
}
