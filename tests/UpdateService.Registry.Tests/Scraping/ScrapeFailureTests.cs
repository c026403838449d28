using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Scraping;

/// <summary>A scrape of a registry that fails: nothing that was known is lost by it.</summary>
public sealed class ScrapeFailureTests
{
    private const string Repository = "registry.example:5000/openshift/release-images";

    private const string OneFailed = $"Warning {Repository}: UnreadableSource: 1 of 3 tags could not be read. Releases that were known stay; the tags are asked again at the next refresh.";

    private readonly RepositoryInMemory repository = ScrapeSketch.WithReleases(3);

    [Fact]
    public async Task A_tag_that_fails_keeps_its_release()
    {
        var scrape = ScrapeSketch.New(repository);
        var before = await scrape.ReadAsync(default);
        repository.Fault = call => call == "resolve " + ScrapeSketch.Tag(1) ? ScrapeSketch.Down : null;

        var result = await scrape.ReadAsync(default);
        var again = await scrape.ReadAsync(default);

        Assert.True(before.Releases == result.Releases);
        Assert.Equal(
            [OneFailed, $"Warning {Repository}:4.16.1-x86_64: UnreadableRelease: The tag cannot be read: The registry answered 503. The release 4.16.1+amd64 that the tag gave before stays."],
            ScrapeSketch.Problems(result));
        Assert.Equal(ScrapeSketch.Problems(result), ScrapeSketch.Problems(again));
        Assert.Equal((1, 1, 0, true), (result.Counts.Failed, result.Counts.Carried, result.Counts.Missing, result.IsComplete));
    }

    [Fact]
    public async Task A_new_tag_that_fails_is_an_error_and_the_first_reading_incomplete()
    {
        repository.Fault = call => call == "manifest " + ScrapeSketch.Tag(1) ? ScrapeSketch.Down : null;
        var scrape = ScrapeSketch.New(repository);

        var result = await scrape.ReadAsync(default);

        Assert.Equal(
            [OneFailed, $"Error {Repository}:4.16.1-x86_64: UnreadableRelease: The tag cannot be read: The registry answered 503. It is tried again at the next refresh."],
            ScrapeSketch.Problems(result));
        Assert.Equal((2, 1, false), (result.Releases.Length, result.Counts.Missing, result.IsComplete));
        repository.Fault = _ => null;
        var next = await scrape.ReadAsync(default);
        Assert.Equal((3, true, 1), (next.Releases.Length, next.IsComplete, next.Counts.Read));
    }

    [Fact]
    public async Task A_new_tag_that_fails_where_all_were_read_before_is_an_error_and_no_more()
    {
        var scrape = ScrapeSketch.New(repository);
        _ = await scrape.ReadAsync(default);
        _ = repository.Push("new", ScrapeSketch.Image(9));
        repository.Fault = call => call == "manifest new" ? ScrapeSketch.Down : null;

        var result = await scrape.ReadAsync(default);

        Assert.Equal([(ProblemRule.UnreadableSource, ProblemSeverity.Warning), (ProblemRule.UnreadableRelease, ProblemSeverity.Error)], result.Problems.Select(problem => (problem.Rule, problem.Severity)));
        Assert.Equal((3, 1, true), (result.Releases.Length, result.Counts.Missing, result.IsComplete));
    }

    [Theory]
    [InlineData("blob")]
    [InlineData("manifest")]
    public async Task A_tag_that_moved_to_what_cannot_be_read_keeps_the_release_before(string call)
    {
        var scrape = ScrapeSketch.New(repository);
        _ = await scrape.ReadAsync(default);
        _ = repository.Push(ScrapeSketch.Tag(1), ScrapeSketch.Image(9));
        repository.Fault = made => made.StartsWith(call, StringComparison.Ordinal) ? ScrapeSketch.Down : null;

        var result = await scrape.ReadAsync(default);
        repository.Fault = _ => null;
        var next = await scrape.ReadAsync(default);

        Assert.Equal(["4.16.0", "4.16.1", "4.16.2"], result.Releases.Select(release => release.Version.Text));
        Assert.Equal(["4.16.0", "4.16.2", "4.16.9"], next.Releases.Select(release => release.Version.Text));
    }

    [Fact]
    public async Task A_tag_that_moved_to_a_broken_image_keeps_the_release_before_even_over_a_restart()
    {
        using var folder = new TemporaryFolder();
        _ = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);
        _ = repository.Push(ScrapeSketch.Tag(1), new ReleaseSketch("4.16.9") { Previous = ["?"] }.ToImage());

        var result = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);
        repository.ResetCounts();
        var restarted = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);

        Assert.Equal(["4.16.0", "4.16.1", "4.16.2"], restarted.Releases.Select(release => release.Version.Text));
        Assert.Equal(ScrapeSketch.Problems(result), ScrapeSketch.Problems(restarted));
        Assert.Equal((ProblemSeverity.Warning, 1), (Assert.Single(result.Problems).Severity, result.Counts.Defects));
        Assert.Equal((0, 0), (repository.Count("manifest"), repository.Count("blob")));
    }

    [Fact]
    public async Task A_broken_image_is_an_error_that_does_not_make_the_reading_incomplete()
    {
        _ = repository.Push("4.17.0", new ReleaseSketch("4.17") { }.ToImage());

        var result = await ScrapeSketch.New(repository).ReadAsync(default);

        Assert.StartsWith($"Error {Repository}:4.17.0: UnreadableRelease: The image sha256:", Assert.Single(ScrapeSketch.Problems(result)), StringComparison.Ordinal);
        Assert.Equal((3, 0, true), (result.Releases.Length, result.Counts.Failed, result.IsComplete));
    }

    [Fact]
    public async Task An_image_whose_parts_are_not_there_does_not_hold_up_the_first_graph_for_ever()
    {
        var image = ScrapeSketch.Image(8);
        _ = repository.Push("dangling", image);
        repository.Remove(image.Blobs.Keys.First());
        repository.Remove(image.Blobs.Keys.Last());

        var result = await ScrapeSketch.New(repository).ReadAsync(default);

        Assert.Equal(ProblemSeverity.Error, Assert.Single(result.Problems).Severity);
        Assert.Equal((1, 0, true), (result.Counts.Failed, result.Counts.Missing, result.IsComplete));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list 4.16.1-x86_64")]
    public async Task A_list_that_fails_leaves_everything_as_it_was(string call)
    {
        var scrape = ScrapeSketch.New(repository);
        var before = await scrape.ReadAsync(default);
        repository.Fault = made => made == call ? ScrapeSketch.Down : null;

        var result = await scrape.ReadAsync(default);

        Assert.True(before.Releases == result.Releases);
        Assert.Equal(
            [$"Error {Repository}: UnreadableSource: The registry answered 503. The last known releases stay."],
            ScrapeSketch.Problems(result));
        Assert.True(result.IsComplete);
    }

    [Fact]
    public async Task A_registry_that_was_never_read_is_refused()
    {
        repository.Fault = _ => ScrapeSketch.Down;

        var result = await ScrapeSketch.New(repository).ReadAsync(default);

        Assert.Equal(
            [$"Rejecting {Repository}: UnreadableSource: The registry cannot be read, and nothing was kept of it: The registry answered 503."],
            ScrapeSketch.Problems(result));
        Assert.False(result.IsComplete);
    }

    [Fact]
    public async Task Half_a_first_list_is_incomplete_even_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        repository.Fault = call => call == "list " + ScrapeSketch.Tag(2) ? ScrapeSketch.Down : null;
        var first = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);
        repository.Fault = _ => ScrapeSketch.Down;

        var restarted = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);

        Assert.Equal((2, false), (first.Releases.Length, first.IsComplete));
        Assert.Equal((2, false), (restarted.Releases.Length, restarted.IsComplete));
        Assert.Equal(ScrapeSketch.Texts(first), ScrapeSketch.Texts(restarted));
    }

    [Fact]
    public async Task After_a_restart_a_dead_registry_gives_all_that_was_known()
    {
        using var folder = new TemporaryFolder();
        var before = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);
        repository.Fault = _ => ScrapeSketch.Down;

        var result = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);

        Assert.Equal(ScrapeSketch.Texts(before), ScrapeSketch.Texts(result));
        Assert.Equal((3, true), (result.Counts.Carried, result.IsComplete));
    }

    [Fact]
    public async Task A_registry_that_lost_its_disk_does_not_empty_the_graph()
    {
        var scrape = ScrapeSketch.New(repository);
        var before = await scrape.ReadAsync(default);
        repository.Tags.Clear();

        var result = await scrape.ReadAsync(default);

        Assert.True(before.Releases == result.Releases);
        Assert.Equal(ProblemSeverity.Error, Assert.Single(result.Problems).Severity);
    }

    [Theory]
    [InlineData("resolve 4.16.1")]
    [InlineData("manifest sha256:")]
    public async Task A_release_that_was_lost_on_the_disk_and_cannot_be_read_again_is_an_error(string call)
    {
        using var folder = new TemporaryFolder();
        _ = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);
        var journal = Assert.Single(Directory.GetFiles(folder.Path, "readings.v1.jsonl", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(journal, (await File.ReadAllTextAsync(journal)).Replace("\"version\":\"4.16.1\"", "\"version\":\"4.16.x\"", StringComparison.Ordinal));
        repository.Fault = made => made.StartsWith(call, StringComparison.Ordinal) ? ScrapeSketch.Down : null;
        var scrape = ScrapeSketch.New(repository, folder.Path);

        var result = await scrape.ReadAsync(default);

        Assert.Equal((2, 1, false, 1), (result.Releases.Length, result.Counts.Missing, result.IsComplete, result.Counts.DamagedLines));
        Assert.Contains(result.Problems, problem => problem is { Rule: ProblemRule.UnreadableRelease, Severity: ProblemSeverity.Error });
        repository.Fault = _ => null;
        var next = await scrape.ReadAsync(default);
        Assert.Equal((3, true), (next.Releases.Length, next.IsComplete));
    }

    [Fact]
    public async Task Another_exception_is_a_problem_that_tells_its_type_and_no_more()
    {
        repository.Fault = call => call.StartsWith("blob", StringComparison.Ordinal) ? new InvalidOperationException("secret") : null;

        var result = await ScrapeSketch.New(repository).ReadAsync(default);

        Assert.Equal(4, result.Problems.Length);
        Assert.All(result.Problems.Skip(1), problem => Assert.Contains("Something unexpected happened: InvalidOperationException.", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_shutdown_ends_a_scrape_and_what_was_read_is_kept()
    {
        using var folder = new TemporaryFolder();
        using var shutdown = new CancellationTokenSource();
        repository.Wait = (call, _) => call == "manifest " + ScrapeSketch.Tag(2) ? shutdown.CancelAsync() : Task.CompletedTask;
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ScrapeSketch.New(repository, folder.Path, concurrency: 1).ReadAsync(shutdown.Token));
        repository.Wait = (_, _) => Task.CompletedTask;

        var result = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);

        Assert.Equal((3, 1, 2), (result.Releases.Length, result.Counts.Read, result.Counts.Hits));
    }
}
