using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Scraping;

/// <summary>A mirror as they are met: 5,000 releases among 10,000 images of other things.</summary>
public sealed class LargeRepositoryTests
{
    private const int Releases = 5_000;
    private const int Components = 9_000;
    private const int Unlabelled = 1_000;

    [Fact]
    public async Task A_cold_scrape_is_frugal_and_a_warm_one_downloads_nothing()
    {
        using var folder = new TemporaryFolder();
        var repository = ScrapeSketch.WithReleases(Releases);
        var releaseBytes = repository.Tags.Count * 2_000L;
        PushForeign(repository);

        var cold = await ScrapeSketch.New(repository, folder.Path, concurrency: 16).ReadAsync(default);

        Assert.Equal((Releases, Components + Unlabelled, 0), (cold.Releases.Length, cold.Counts.Foreign, cold.Problems.Length));
        Assert.Equal(15_000, repository.Count("manifest"));
        Assert.Equal(0, repository.Count("resolve"));
        Assert.Equal((2 * Releases) + Components + Unlabelled, repository.Count("blob"));
        Assert.Equal(Unlabelled, repository.Count("peek"));
        Assert.InRange(repository.Bytes, 1, releaseBytes + (Components * 500L) + (Unlabelled * 5_000L));

        repository.ResetCounts();
        var warm = await ScrapeSketch.New(repository, folder.Path, concurrency: 16).ReadAsync(default);

        Assert.Equal(15_001, repository.Calls.Count);
        Assert.Equal(15_000, repository.Count("resolve"));
        Assert.Equal(0, repository.Bytes);
        Assert.Equal(ScrapeSketch.Texts(cold), ScrapeSketch.Texts(warm));
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetExtension).Distinct(StringComparer.Ordinal).Count());
    }

    private static void PushForeign(RepositoryInMemory repository)
    {
        var noise = new byte[200_000];
        new Random(1).NextBytes(noise);
        var layer = new LayerSketch(LayerSketch.Pack(LayerSketch.Tar(("usr/", []), ("usr/noise", noise))));
        for (var number = 0; number < Components; number++)
        {
            _ = repository.Push($"component-{number}", ImageSketch.Of(ImageSketch.Config("amd64", ("io.openshift.build.commit.id", $"{number}")), ImageFlavour.Docker, layer));
        }

        for (var number = 0; number < Unlabelled; number++)
        {
            _ = repository.Push($"other-{number}", ImageSketch.Of(ImageSketch.Config("amd64", ("name", $"{number}")), ImageFlavour.Oci, layer));
        }
    }
}
