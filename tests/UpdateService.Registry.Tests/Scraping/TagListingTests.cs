using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Scraping;

/// <summary>A registry whose list of tags and whose other answers do not agree: no release that is there is lost by it.</summary>
public sealed class TagListingTests
{
    private const string Repository = "registry.example:5000/openshift/release-images";

    private readonly RepositoryInMemory repository = ScrapeSketch.WithReleases(3);

    [Fact]
    public async Task A_list_that_is_cut_short_without_a_word_costs_no_release_that_is_there()
    {
        using var folder = new TemporaryFolder();
        var scrape = ScrapeSketch.New(repository, folder.Path);
        var before = await scrape.ReadAsync(default);
        repository.IsListed = tag => tag == ScrapeSketch.Tag(0);

        var result = await scrape.ReadAsync(default);
        var restarted = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);

        Assert.True(before.Releases == result.Releases);
        Assert.Equal(ScrapeSketch.Texts(before), ScrapeSketch.Texts(restarted));
        Assert.Equal(
            [$"Warning {Repository}: UnreadableSource: The list of tags is not whole: the registry has 2 tags of known releases that it does not list. They stay; releases that were never read may be missing."],
            ScrapeSketch.Problems(result));
        repository.IsListed = _ => true;
        Assert.Empty((await scrape.ReadAsync(default)).Problems);
    }

    [Fact]
    public async Task A_list_that_is_cut_short_does_not_make_a_first_reading_whole()
    {
        var scrape = ScrapeSketch.New(repository);
        repository.Fault = call => call == "list " + ScrapeSketch.Tag(2) ? ScrapeSketch.Down : null;
        Assert.False((await scrape.ReadAsync(default)).IsComplete);
        repository.Fault = _ => null;
        repository.IsListed = tag => tag == ScrapeSketch.Tag(1);

        var result = await scrape.ReadAsync(default);

        Assert.Equal((2, false), (result.Releases.Length, result.IsComplete));
    }

    [Fact]
    public async Task A_list_of_nothing_but_signatures_is_one_that_is_cut_short()
    {
        _ = repository.Push($"sha256-{new string('a', 64)}.sig", ScrapeSketch.Foreign(1));
        var scrape = ScrapeSketch.New(repository);
        _ = await scrape.ReadAsync(default);
        repository.IsListed = tag => tag.StartsWith("sha256-", StringComparison.Ordinal);

        Assert.StartsWith(
            $"Warning {Repository}: UnreadableSource: The list of tags is not whole: the registry has 3 tags of known releases that it does not list.",
            Assert.Single(ScrapeSketch.Problems(await scrape.ReadAsync(default))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_nothing_at_all_is_told_as_that_and_no_tag_is_asked_for()
    {
        var scrape = ScrapeSketch.New(repository);
        _ = await scrape.ReadAsync(default);
        repository.IsListed = _ => false;

        Assert.StartsWith(
            $"Error {Repository}: UnreadableSource: The registry lists no tag at all where there were releases.",
            Assert.Single(ScrapeSketch.Problems(await scrape.ReadAsync(default))),
            StringComparison.Ordinal);
        Assert.Equal(0, repository.Count("resolve"));
    }

    [Fact]
    public async Task A_tag_of_no_release_that_is_not_listed_any_more_is_no_trouble()
    {
        var scrape = ScrapeSketch.New(repository.Push("part", ScrapeSketch.Foreign(1)));
        _ = await scrape.ReadAsync(default);
        repository.IsListed = tag => tag != "part";

        Assert.Empty((await scrape.ReadAsync(default)).Problems);
    }

    [Fact]
    public async Task A_tag_that_is_not_listed_and_cannot_be_asked_for_keeps_its_release()
    {
        var scrape = ScrapeSketch.New(repository);
        var before = await scrape.ReadAsync(default);
        _ = repository.Tags.Remove(ScrapeSketch.Tag(2));
        repository.Fault = call => call == "resolve " + ScrapeSketch.Tag(2) ? ScrapeSketch.Down : null;

        var result = await scrape.ReadAsync(default);
        repository.Fault = _ => null;
        var next = await scrape.ReadAsync(default);

        Assert.True(before.Releases == result.Releases);
        Assert.Equal(["4.16.0", "4.16.1"], next.Releases.Select(release => release.Version.Text));
    }

    [Fact]
    public async Task A_tag_is_gone_only_where_the_list_was_read_to_its_end()
    {
        var scrape = ScrapeSketch.New(repository, concurrency: 1);
        var before = await scrape.ReadAsync(default);
        repository.Wait = UntagAsync;
        repository.Fault = call => call == "list " + ScrapeSketch.Tag(2) ? ScrapeSketch.Down : null;

        var result = await scrape.ReadAsync(default);

        Assert.True(before.Releases == result.Releases);
    }

    [Fact]
    public async Task A_registry_that_has_none_of_the_tags_that_it_lists_does_not_empty_the_graph()
    {
        var scrape = ScrapeSketch.New(repository, concurrency: 1);
        var before = await scrape.ReadAsync(default);
        repository.Wait = UntagAsync;

        var result = await scrape.ReadAsync(default);

        Assert.True(before.Releases == result.Releases);
        Assert.Equal(
            [$"Error {Repository}: UnreadableSource: The registry has none of the tags that it lists (3) or that were known. If that is meant, remove what is kept of the repository and restart the service. The last known releases stay."],
            ScrapeSketch.Problems(result));
    }

    [Fact]
    public async Task A_registry_that_has_nothing_of_its_first_list_is_refused()
    {
        repository.Wait = UntagAsync;

        var result = await ScrapeSketch.New(repository, concurrency: 1).ReadAsync(default);

        Assert.Equal((ProblemRule.UnreadableSource, ProblemSeverity.Rejecting), (Assert.Single(result.Problems).Rule, result.Problems[0].Severity));
        Assert.False(result.IsComplete);
    }

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

    /// <summary>The list was made, and the rest is lost.</summary>
    private Task UntagAsync(string call, CancellationToken stop)
    {
        if (!call.StartsWith("list", StringComparison.Ordinal))
        {
            repository.Tags.Keys.ToList().ForEach(repository.Untag);
        }

        return Task.CompletedTask;
    }
}
