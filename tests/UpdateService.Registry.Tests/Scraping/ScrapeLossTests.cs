using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Scraping;

/// <summary>A registry that loses what it holds in the middle of a scrape: what was read before must not make the rest look removed.</summary>
public sealed class ScrapeLossTests
{
    private readonly RepositoryInMemory repository = ScrapeSketch.WithReleases(5);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_registry_that_loses_its_disk_during_a_scrape_takes_no_release_along(int concurrency)
    {
        var scrape = ScrapeSketch.New(repository, concurrency: concurrency);
        var before = await scrape.ReadAsync(default);
        repository.Wait = (call, _) =>
        {
            if (call == "resolve " + ScrapeSketch.Tag(2))
            {
                Enumerable.Range(0, 5).ToList().ForEach(number => repository.Untag(ScrapeSketch.Tag(number)));
            }

            return Task.CompletedTask;
        };

        var result = await scrape.ReadAsync(default);

        Assert.True(before.Releases == result.Releases);
        Assert.Equal(ProblemSeverity.Error, Assert.Single(result.Problems).Severity);
    }

    [Fact]
    public async Task Where_no_tag_could_be_read_none_is_gone()
    {
        var scrape = ScrapeSketch.New(repository);
        var before = await scrape.ReadAsync(default);
        repository.Fault = call => call.StartsWith("resolve", StringComparison.Ordinal) && call != "resolve " + ScrapeSketch.Tag(2) ? ScrapeSketch.Down : null;
        repository.Wait = (call, _) =>
        {
            if (call.StartsWith("resolve", StringComparison.Ordinal))
            {
                repository.Untag(ScrapeSketch.Tag(2));
            }

            return Task.CompletedTask;
        };

        Assert.True(before.Releases == (await scrape.ReadAsync(default)).Releases);
    }

    [Fact]
    public async Task Where_no_other_tag_can_be_asked_for_again_none_is_gone()
    {
        var scrape = ScrapeSketch.New(repository, concurrency: 1);
        var before = await scrape.ReadAsync(default);
        repository.Untag(ScrapeSketch.Tag(2));
        repository.ResetCounts();
        repository.Fault = call => call == "resolve " + ScrapeSketch.Tag(0) && repository.Count(call) > 1 ? ScrapeSketch.Down : null;

        var result = await scrape.ReadAsync(default);

        Assert.True(before.Releases == result.Releases);
        Assert.Contains($"the tag {ScrapeSketch.Tag(2)} is gone, and cannot be asked for another", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_that_is_gone_goes_though_another_tag_fails()
    {
        var scrape = ScrapeSketch.New(repository);
        _ = await scrape.ReadAsync(default);
        repository.Untag(ScrapeSketch.Tag(2));
        repository.Fault = call => call == "resolve " + ScrapeSketch.Tag(0) ? ScrapeSketch.Down : null;

        Assert.Equal(["4.16.0", "4.16.1", "4.16.3", "4.16.4"], (await scrape.ReadAsync(default)).Releases.Select(release => release.Version.Text));
    }
}
