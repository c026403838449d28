using UpdateService.Registry.Scraping;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Scraping;

/// <summary>A scrape of a registry that is well.</summary>
public sealed class RepositoryScrapeTests
{
    [Fact]
    public async Task A_release_has_its_digest_as_payload_and_its_tag_as_place()
    {
        var repository = ScrapeSketch.WithReleases(1);

        var release = Assert.Single((await ScrapeSketch.New(repository).ReadAsync(default)).Releases);

        Assert.Equal($"registry.example:5000/openshift/release-images@{ScrapeSketch.Image(0).Digest}", release.Payload);
        Assert.Equal(new Place("registry.example:5000/openshift/release-images:4.16.0-x86_64", 0), release.Place);
        Assert.Equal("4.16.0+amd64", release.ToString());
    }

    [Fact]
    public async Task Tags_of_signatures_are_skipped_before_any_request()
    {
        var repository = new RepositoryInMemory();
        foreach (var suffix in new[] { "", ".sig", ".att", ".sbom", "-anything" })
        {
            _ = repository.Push($"sha256-{new string('a', 64)}{suffix}", ScrapeSketch.Foreign(1));
        }

        _ = repository.Push($"sha256-{new string('a', 63)}", ScrapeSketch.Foreign(2)).Push($"sha256-{new string('g', 64)}", ScrapeSketch.Foreign(3));

        var counts = (await ScrapeSketch.New(repository).ReadAsync(default)).Counts;

        Assert.Equal((2, 5, 2), (counts.Tags, counts.Skipped, repository.Count("manifest")));
    }

    [Fact]
    public async Task A_new_tag_costs_one_request_for_its_manifest_and_a_known_one_a_look_at_its_digest()
    {
        var repository = ScrapeSketch.WithReleases(2).Push("part", ScrapeSketch.Foreign(1));
        var scrape = ScrapeSketch.New(repository);
        var first = await scrape.ReadAsync(default);
        Assert.Equal((0, 3), (repository.Count("resolve"), repository.Count("manifest")));
        repository.ResetCounts();

        var second = await scrape.ReadAsync(default);

        Assert.Equal((4, 3), (repository.Calls.Count, repository.Count("resolve")));
        Assert.Equal((3, 0, 2, 1), (second.Counts.Hits, second.Counts.Read, second.Counts.Releases, second.Counts.Foreign));
        Assert.True(first.Releases == second.Releases);
        Assert.True(first.IsComplete && second.IsComplete);
    }

    [Fact]
    public async Task Several_tags_of_one_digest_are_read_once_and_are_one_release()
    {
        var repository = new RepositoryInMemory();
        foreach (var tag in new[] { "latest", "4.16.3-x86_64", "b", "a" })
        {
            _ = repository.Push(tag, ScrapeSketch.Image(3));
        }

        var result = await ScrapeSketch.New(repository).ReadAsync(default);

        Assert.EndsWith(":4.16.3-x86_64", Assert.Single(result.Releases).Place.File, StringComparison.Ordinal);
        Assert.Equal((1, 2), (result.Counts.Read, repository.Count("blob")));
    }

    [Fact]
    public async Task A_tag_that_moved_gives_the_new_release_alone()
    {
        var repository = ScrapeSketch.WithReleases(2);
        var scrape = ScrapeSketch.New(repository);
        _ = await scrape.ReadAsync(default);
        _ = repository.Push(ScrapeSketch.Tag(0), ScrapeSketch.Image(7));

        var result = await scrape.ReadAsync(default);

        Assert.Equal(["4.16.1", "4.16.7"], result.Releases.Select(release => release.Version.Text));
        Assert.Equal(1, result.Counts.Read);
    }

    [Fact]
    public async Task A_tag_that_is_not_listed_any_more_takes_its_release_along()
    {
        var repository = ScrapeSketch.WithReleases(3);
        var scrape = ScrapeSketch.New(repository);
        _ = await scrape.ReadAsync(default);
        _ = repository.Tags.Remove(ScrapeSketch.Tag(1));

        var result = await scrape.ReadAsync(default);

        Assert.Equal(["4.16.0", "4.16.2"], result.Releases.Select(release => release.Version.Text));
        Assert.Equal(1, result.Counts.Gone);
        Assert.Empty(result.Problems);
    }

    [Fact]
    public async Task A_tag_that_goes_while_it_is_read_is_gone()
    {
        var repository = ScrapeSketch.WithReleases(3);
        var scrape = ScrapeSketch.New(repository, concurrency: 1);
        _ = await scrape.ReadAsync(default);
        repository.Wait = (call, stop) =>
        {
            if (call == "resolve " + ScrapeSketch.Tag(2))
            {
                repository.Untag(ScrapeSketch.Tag(2));
            }

            return Task.CompletedTask;
        };

        var result = await scrape.ReadAsync(default);

        Assert.Equal(["4.16.0", "4.16.1"], result.Releases.Select(release => release.Version.Text));
    }

    [Fact]
    public async Task A_repository_without_releases_is_named()
    {
        var result = await ScrapeSketch.New(new RepositoryInMemory()).ReadAsync(default);

        Assert.Equal(
            ["Warning registry.example:5000/openshift/release-images: MissingFile: The repository holds no release. Is it the one that releases are mirrored to?"],
            ScrapeSketch.Problems(result));
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task No_more_tags_are_read_at_once_than_allowed()
    {
        var repository = ScrapeSketch.WithReleases(20);
        var (now, most) = (0, 0);
        var gate = new Lock();
        repository.Wait = async (_, _) =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++now);
            }

            await Task.Yield();
            lock (gate)
            {
                now--;
            }
        };

        _ = await ScrapeSketch.New(repository, concurrency: 3).ReadAsync(default);

        Assert.InRange(most, 1, 4); // The list of tags is a request, too.
    }

    [Theory]
    [InlineData("quay.io", "openshift-release-dev/ocp-release")]
    [InlineData("[::1]:5000", "../..")]
    public void Each_repository_has_a_folder_of_its_own_within_the_folder(string host, string path)
    {
        var folder = RepositoryScrape.FolderOf("/state", new RepositoryName(host, path))!;

        Assert.Equal("/state", Path.GetDirectoryName(Path.GetFullPath(folder)));
        Assert.NotEqual(folder, RepositoryScrape.FolderOf("/state", new RepositoryName(host, path + "2")));
    }
}
