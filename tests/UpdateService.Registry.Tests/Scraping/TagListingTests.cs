using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Scraping;

/// <summary>A registry whose list of tags and whose other answers do not agree: no release that is there is lost by it.</summary>
public sealed class TagListingTests
{
    private readonly RepositoryInMemory repository = ScrapeSketch.WithReleases(3);

    [Fact]
    public async Task A_repository_that_is_said_not_to_be_there_after_it_was_listed_makes_no_first_graph()
    {
        var unknown = new RegistryException(RegistryFault.NotFound, "The registry answered 404.") { RegistryCode = "NAME_UNKNOWN" };
        repository.Fault = call => call == "list" || call.StartsWith("list ", StringComparison.Ordinal) ? null : unknown;
        var scrape = ScrapeSketch.New(repository);

        var result = await scrape.ReadAsync(default);

        Assert.Equal((3, 3, false), (result.Counts.Failed, result.Counts.Missing, result.IsComplete));
        repository.Fault = _ => null;
        var next = await scrape.ReadAsync(default);
        Assert.Equal((3, true), (next.Releases.Length, next.IsComplete));
    }
}
