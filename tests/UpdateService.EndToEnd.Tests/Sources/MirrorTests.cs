using System.Net;
using System.Text;
using UpdateService.Builder.Revisions;
using UpdateService.EndToEnd.Tests.Registries;
using UpdateService.Graph;
using UpdateService.Registry;
using UpdateService.Registry.Scraping;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Sources;

/// <summary>What becomes of a real registry's repository that holds releases of all shapes among much else.</summary>
public sealed class MirrorTests(FilledMirror mirror) : IClassFixture<FilledMirror>
{
    [Fact]
    public async Task Each_release_is_served_with_the_digest_of_its_image()
    {
        var third = new[] { MirrorContent.Third, MirrorContent.ThirdAgain }.MinBy(image => image.Digest.ToString(), StringComparer.Ordinal)!;

        Assert.Equal([Served("4.18.1", MirrorContent.First), Served("4.18.2", MirrorContent.Second), Served("4.18.3", third)], await mirror.Service.ReleasesAsync("amd64"));
        Assert.Equal([Served("4.18.1", MirrorContent.FirstArm)], await mirror.Service.ReleasesAsync("arm64"));
        Assert.Equal([Served("4.18.1", MirrorContent.FirstMulti), Served("4.18.2", MirrorContent.SecondMulti)], await mirror.Service.ReleasesAsync("multi"));
        Assert.Equal([Served("4.18.2", MirrorContent.Unlabelled)], await mirror.Service.ReleasesAsync("s390x"));
        Assert.Empty(await mirror.Service.ReleasesAsync("ppc64le"));
    }

    [Fact]
    public async Task Edges_and_metadata_are_those_of_the_images()
    {
        var single = AnswerPairs.Of((await mirror.Service.GraphAsync("amd64")).Body);
        var multi = AnswerPairs.Of((await mirror.Service.GraphAsync("multi")).Body);

        Assert.Equal([("4.18.1", "4.18.2"), ("4.18.1", "4.18.3"), ("4.18.2", "4.18.3")], single.Edges.Order());
        Assert.Equal([("4.18.1", "4.18.2")], multi.Edges);
        Assert.Equal("https://access.redhat.com/errata/RHSA-2026:0001", single.Metadata["4.18.1"]["url"]);
        Assert.DoesNotContain(MetadataKeys.PayloadArchitecture, single.Metadata["4.18.1"].Keys);
        Assert.All(multi.Nodes, version => Assert.Equal("multi", multi.Metadata[version][MetadataKeys.PayloadArchitecture]));
    }

    [Fact]
    public async Task What_is_broken_is_told_with_its_tag_and_the_reason_and_stops_nothing_else()
    {
        var revision = await mirror.Service.RevisionAsync();
        var status = await mirror.Service.StatusAsync();

        Assert.Equal(
            [
                ("4.18.3-x86_64", ProblemRule.DuplicateRelease),
                ("4.18.3-x86_64-rebuilt", ProblemRule.DuplicateRelease),
                ("4.18.6-x86_64", ProblemRule.UnreadableRelease),
                ("4.18.7-x86_64", ProblemRule.UnreadableRelease),
                ("4.18.8-x86_64", ProblemRule.UnreadableRelease),
                ("4.18.9-x86_64", ProblemRule.UnreadableRelease),
            ],
            revision.Problems.Select(problem => (Tag(problem.Place), problem.Rule)));
        Assert.Contains("no layer of it has the file release-manifests/release-metadata. Push it anew", MessageOf(revision, "4.18.6-x86_64"), StringComparison.Ordinal);
        Assert.Contains($"its layer {LayerOf("4.18.7-x86_64")} cannot be read: ", MessageOf(revision, "4.18.7-x86_64"), StringComparison.Ordinal);
        Assert.Contains("its release-metadata cannot be read: it is not JSON", MessageOf(revision, "4.18.8-x86_64"), StringComparison.Ordinal);
        Assert.Contains($"its layer {LayerOf("4.18.9-x86_64")} cannot be read: ", MessageOf(revision, "4.18.9-x86_64"), StringComparison.Ordinal);

        var twin = Assert.Single(revision.Quarantine);
        Assert.Equal(("4.18.3", "amd64"), (twin.Version, twin.Architecture));
        Assert.Contains(twin.Payload, (string[])[$"{mirror.Name}@{MirrorContent.Third.Digest}", $"{mirror.Name}@{MirrorContent.ThirdAgain.Digest}"]);
        Assert.NotEqual(twin.Payload, (await mirror.Service.ReleasesAsync())[^1].Payload);

        Assert.Equal(revision.Problems.Length, status.GetProperty("lastRefresh").GetProperty("problems").GetInt32());
        Assert.Equal(revision.Problems.Select(problem => problem.ToString()), status.GetProperty("lastRefresh").GetProperty("errors").EnumerateArray().Select(error => error.GetString()));
        Assert.True(status.GetProperty("lastRefresh").GetProperty("healthy").GetBoolean());
        Assert.Equal("ready: revision 1\n", (await mirror.Service.ReadyAsync()).Text);
    }

    [Fact]
    public async Task Metrics_count_what_the_tags_were()
    {
        (string What, int Count)[] expected =
        [
            ("skipped", MirrorContent.Skipped.Count), ("release", 8), ("foreign", MirrorContent.Foreign.Count), ("shard", 4), ("defect", MirrorContent.Defects.Count),
            ("failed", 0), ("carried", 0), ("missing", 0),
        ];
        foreach (var (what, count) in expected)
        {
            Assert.Equal((what, count), (what, (int)await mirror.Service.MetricAsync($"update_service_scrape_tags{{repository=\"{mirror.Name}\",tags=\"{what}\"}}")));
        }

        Assert.Equal(8, await mirror.Service.MetricAsync("cincinnati_gb_graph_upstream_raw_releases"));
        Assert.Equal(7, await mirror.Service.MetricAsync("cincinnati_gb_graph_final_releases"));
        Assert.Equal(MirrorContent.Defects.Count, await mirror.Service.MetricAsync("update_service_problems{rule=\"UnreadableRelease\",severity=\"Error\"}"));
        Assert.Equal(2, await mirror.Service.MetricAsync("update_service_problems{rule=\"DuplicateRelease\",severity=\"Error\"}"));
        Assert.Equal(0, await mirror.Service.MetricAsync("update_service_registry_failures_total{fault=\"DigestMismatch\"}"));
    }

    [Fact]
    public void Component_images_and_the_time_of_a_release_are_kept_beside_it()
    {
        using var connections = new RegistryConnections(new RegistryOptions(), TimeProvider.System);
        Assert.True(ImageReference.TryParse($"oci://{mirror.Name}", out var reference, out _));
        var kept = new RepositoryScrape(connections.OpenRepository(reference.Repository), new ScrapeOptions { Folder = Path.Combine(mirror.State, "registries") }, TimeProvider.System);

        foreach (var (version, image) in ((string, ImageSketch)[])[("4.18.1", MirrorContent.First), ("4.18.1", MirrorContent.FirstMulti), ("4.18.2", MirrorContent.Unlabelled)])
        {
            Assert.Equal(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), kept.Find(image.Digest)!.Created);
            using var list = new StreamReader(kept.References!.Open(image.Digest)!, Encoding.UTF8);
            Assert.Equal(new ReleaseSketch(version).References, list.ReadToEnd());
        }

        Assert.Null(kept.References!.Open(MirrorContent.Foreign["4.18.1-x86_64-cli"].Digest));
    }

    [Fact]
    public async Task An_unchanged_repository_is_asked_for_its_tags_and_their_digests_and_nothing_more()
    {
        using (var service = await SourcedService.StartAsync(mirror.Switches("unchanged")))
        {
            var before = (await mirror.Registry.RequestsAsync()).Count;
            var status = await service.RefreshAsync();
            Assert.Equal("Unchanged", status.GetProperty("lastRefresh").GetProperty("outcome").GetString());
            AssertFrugal(await mirror.Registry.RequestsAsync(), before);
            await service.StopAsync();
        }

        var atRestart = (await mirror.Registry.RequestsAsync()).Count;
        using var next = await SourcedService.StartAsync(mirror.Switches("unchanged"));
        AssertFrugal(await mirror.Registry.RequestsAsync(), atRestart);
        Assert.Equal("Unchanged", await next.OutcomeAsync());
        Assert.Equal((await mirror.Service.GraphAsync()).Text, (await next.GraphAsync()).Text);
        Assert.Equal(MirrorContent.Asked.Count(), await next.MetricAsync($"update_service_scrape_tags{{repository=\"{mirror.Name}\",tags=\"hit\"}}"));
        Assert.Equal(0, await next.MetricAsync("update_service_registry_requests_total{kind=\"Blob\"}"));
    }

    private static string Tag(Place place) => place.File[(place.File.LastIndexOf(':') + 1)..];

    private static string MessageOf(RevisionRecord revision, string tag) => Assert.Single(revision.Problems, problem => Tag(problem.Place) == tag).Message;

    private static string LayerOf(string tag)
    {
        using var manifest = System.Text.Json.JsonDocument.Parse(MirrorContent.Defects[tag].Manifest.Content);
        return manifest.RootElement.GetProperty("layers")[1].GetProperty("digest").GetString()!;
    }

    private static void AssertFrugal(IReadOnlyList<RegistryRequest> all, int before)
    {
        var requests = all.Skip(before).ToList();
        Assert.All(requests, request => Assert.Equal(HttpStatusCode.OK, request.Status));
        Assert.All(requests.Where(request => request.Method == "GET"), request => Assert.StartsWith($"/v2/{FilledMirror.Repository}/tags/list", request.Target, StringComparison.Ordinal));
        Assert.Equal(
            MirrorContent.Asked.Select(image => $"/v2/{FilledMirror.Repository}/manifests/{image.Key}").Order(StringComparer.Ordinal),
            requests.Where(request => request.Method == "HEAD").Select(request => request.Target).Order(StringComparer.Ordinal));
    }

    private ServedRelease Served(string version, ImageSketch image) => new(version, $"{mirror.Name}@{image.Digest}", image.Digest.ToString());
}
