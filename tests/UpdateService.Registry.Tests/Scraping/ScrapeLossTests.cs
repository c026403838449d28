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
}
