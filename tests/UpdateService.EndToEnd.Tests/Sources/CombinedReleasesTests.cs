using UpdateService.EndToEnd.Tests.Registries;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>Several sources of releases, in their order: a catalogue, a mirror, and the registry that is mirrored.</summary>
public sealed class CombinedReleasesTests : IAsyncLifetime, IDisposable
{
    private static readonly ReleaseSketch First = new("4.18.1") { Flavour = ImageFlavour.Oci };
    private static readonly ReleaseSketch Second = new("4.18.2") { Previous = ["4.18.1"] };

    private readonly GraphDataDirectory data = GraphDataDirectory.WithoutReleases("4.18.1", "4.18.2", "4.18.3");
    private RealRegistry mirror = null!;
    private RealRegistry upstream = null!;

    private string Catalogue => data.Beside("catalogue.jsonl");

    public async Task InitializeAsync()
    {
        (mirror, upstream) = (await RealRegistry.StartAsync(), await RealRegistry.StartAsync());
        await File.WriteAllTextAsync(Catalogue, GraphDataDirectory.ReleaseOf("4.18.1", "amd64"));
        await PushAsync(mirror, "4.18.1-x86_64", First);
        await PushAsync(mirror, "4.18.2-x86_64", Second);
        await PushAsync(upstream, "4.18.2-x86_64", Second);
        await PushAsync(upstream, "4.18.2-aarch64", Second with { Architecture = "arm64" });
        await PushAsync(upstream, "4.18.3-x86_64", new ReleaseSketch("4.18.3") { Previous = ["4.18.1", "4.18.2"] });
    }

    public async Task DisposeAsync()
    {
        await mirror.DisposeAsync();
        await upstream.DisposeAsync();
    }

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task The_first_source_that_has_a_release_gives_it()
    {
        using var service = await StartAsync(Catalogue, Of(mirror), Of(upstream));

        Assert.Equal(["quay.io/sample/release", Named(mirror), Named(upstream)], await PlacesAsync(service, "amd64"));
        Assert.Equal([Named(upstream)], await PlacesAsync(service, "arm64"));
        Assert.Equal([("4.18.1", "4.18.2"), ("4.18.1", "4.18.3"), ("4.18.2", "4.18.3")], AnswerPairs.Of((await service.GraphAsync()).Body).Edges.Order());
    }

    [Fact]
    public async Task In_another_order_other_sources_give_them()
    {
        using var service = await StartAsync(Of(upstream), Of(mirror), Catalogue);

        Assert.Equal([Named(mirror), Named(upstream), Named(upstream)], await PlacesAsync(service, "amd64"));
    }

    [Fact]
    public async Task A_revision_tells_its_sources_in_their_order_and_where_they_contradict_each_other()
    {
        using var service = await StartAsync(Catalogue, Of(mirror), Of(upstream));
        var revision = await service.RevisionAsync();

        Assert.Equal([data.Path, Catalogue, Named(mirror), Named(upstream)], revision.Inputs.Select(input => input.Source));
        Assert.Equal(revision.Inputs.Length, revision.Inputs.Select(input => input.Digest).Distinct(StringComparer.Ordinal).Count());

        // The same digest in two places is one release; another digest is not.
        var left = Assert.Single(revision.Quarantine);
        Assert.Equal(($"{Named(mirror)}@{First.ToImage().Digest}", $"{Named(mirror)}:4.18.1-x86_64"), (left.Payload, left.Place.ToString()));
        Assert.Contains($"quay.io/sample/release@sha256:{GraphDataDirectory.DigestOf("4.18.1", "amd64")} at {Catalogue}:1, which is served.", left.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_at_the_first_start_keeps_the_others_back()
    {
        await upstream.StopAsync();
        using var service = await StartAsync(Catalogue, Of(mirror), Of(upstream));
        var ready = await service.ReadyAsync();
        Assert.Equal(503, ready.Status);
        Assert.Contains($"{Named(upstream)}: UnreadableSource: The registry cannot be read, and nothing was kept of it: ", ready.Text, StringComparison.Ordinal);

        await upstream.StartAgainAsync();
        _ = await service.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2", "4.18.3"], await service.VersionsAsync());
    }

    private static string Named(RealRegistry registry) => $"{registry.Host}/{SmallMirror.Repository}";

    private static string Of(RealRegistry registry) => $"oci://{Named(registry)}";

    private static async Task PushAsync(RealRegistry registry, string tag, ReleaseSketch release) =>
        _ = await new RegistryPush(registry, SmallMirror.Repository).ImageAsync(tag, release.ToImage());

    private static async Task<IEnumerable<string>> PlacesAsync(SourcedService service, string architecture) =>
        (await service.ReleasesAsync(architecture)).Select(release => release.Payload.Split('@')[0]);

    private Task<SourcedService> StartAsync(params string[] sources) =>
        SourcedService.StartAsync(["--graph-data", data.Path, .. sources.SelectMany(source => (string[])["--releases", source]), "--insecure-registry", "localhost"]);
}
