using UpdateService.Builder.Sources;
using UpdateService.Registry.Scraping;
using UpdateService.Testing.Registries;

namespace UpdateService.Builder.Tests.Sources;

/// <summary>What a registry gave is given again only while nothing of it changed.</summary>
public sealed class RegistryReleasesTests
{
    private readonly RepositoryInMemory repository = new RepositoryInMemory().Push("4.1.0-x86_64", new ReleaseSketch("4.1.0").ToImage());
    private readonly RegistryReleases source;

    public RegistryReleasesTests() => source = new RegistryReleases(repository, new ScrapeOptions(), TimeProvider.System);

    [Fact]
    public async Task An_unchanged_repository_gives_the_same_reading_again() =>
        Assert.Same(await source.ReadAsync(default), await source.ReadAsync(default));

    [Fact]
    public async Task A_release_that_comes_is_in_the_next_reading_and_is_counted()
    {
        Assert.Null(source.Counts);
        _ = await source.ReadAsync(default);
        Assert.Equal(1, source.Counts!.Releases);
        _ = repository.Push("4.1.1-x86_64", new ReleaseSketch("4.1.1").ToImage());

        Assert.Equal(["4.1.0", "4.1.1"], (await source.ReadAsync(default)).Releases.Select(release => release.Version.Text));
        Assert.Equal(2, source.Counts.Releases);
    }

    [Fact]
    public async Task Trouble_that_costs_no_release_is_told_while_it_lasts_and_no_longer()
    {
        _ = await source.ReadAsync(default);
        repository.Fault = call => call.StartsWith("resolve", StringComparison.Ordinal) ? new IOException() : null;
        Assert.Contains(ProblemRule.UnreadableRelease, (await source.ReadAsync(default)).Problems.Select(problem => problem.Rule));
        repository.Fault = _ => null;
        Assert.Empty((await source.ReadAsync(default)).Problems);
    }

    [Fact]
    public async Task A_first_reading_that_lacks_a_tag_is_incomplete_until_there_is_a_whole_one()
    {
        _ = repository.Push("4.1.1-x86_64", new ReleaseSketch("4.1.1").ToImage());
        repository.Fault = call => call == "manifest 4.1.1-x86_64" ? new IOException() : null;
        Assert.False((await source.ReadAsync(default)).IsComplete);
        repository.Fault = _ => null;
        Assert.True((await source.ReadAsync(default)).IsComplete);
    }
}
