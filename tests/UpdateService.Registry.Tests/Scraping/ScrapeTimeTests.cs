using UpdateService.Registry.Scraping;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Scraping;

/// <summary>A scrape that takes too long ends, and nothing of it is lost.</summary>
public sealed class ScrapeTimeTests
{
    private const string Repository = "registry.example:5000/openshift/release-images";

    private readonly RepositoryInMemory repository = ScrapeSketch.WithReleases(3);

    [Fact]
    public async Task The_time_limit_ends_a_scrape_and_the_next_goes_on()
    {
        var time = new TimeThatRunsOut();
        var scrape = new RepositoryScrape(repository, new ScrapeOptions { Concurrency = 1 }, time);
        repository.Wait = (call, _) =>
        {
            if (call == "manifest " + ScrapeSketch.Tag(1))
            {
                time.RunOut();
            }

            return Task.CompletedTask;
        };

        var result = await scrape.ReadAsync(default);

        Assert.Equal(["4.16.0"], result.Releases.Select(release => release.Version.Text));
        Assert.Equal(
            [$"Error {Repository}: UnreadableSource: The time limit of 00:30:00 ended the scrape; what was read is kept, and the next one goes on from there. The last known releases stay."],
            ScrapeSketch.Problems(result));
        Assert.False(result.IsComplete);
        repository.Wait = (_, _) => Task.CompletedTask;
        var next = await scrape.ReadAsync(default);
        Assert.Equal((3, 2, true), (next.Releases.Length, next.Counts.Read, next.IsComplete));
    }

    [Fact]
    public async Task Once_there_is_a_whole_scrape_a_later_one_may_take_less_time_also_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        _ = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);
        var time = new TimeThatRunsOut();
        repository.Wait = (_, _) =>
        {
            time.RunOut();
            return Task.CompletedTask;
        };

        var result = await new RepositoryScrape(repository, new ScrapeOptions { Folder = folder.Path }, time).ReadAsync(default);

        Assert.Contains("The time limit of 00:05:00 ended the scrape", Assert.Single(ScrapeSketch.Problems(result)), StringComparison.Ordinal);
        Assert.Equal(3, result.Releases.Length);
    }

    [Fact]
    public async Task A_list_that_the_time_limit_ended_is_told_as_that()
    {
        var time = new TimeThatRunsOut();
        repository.Wait = (_, stop) =>
        {
            time.RunOut();
            stop.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        };

        var result = await new RepositoryScrape(repository, new ScrapeOptions(), time).ReadAsync(default);

        Assert.Equal(
            [$"Rejecting {Repository}: UnreadableSource: The registry cannot be read, and nothing was kept of it: The time limit of 00:30:00 ended the scrape; what was read is kept, and the next one goes on from there."],
            ScrapeSketch.Problems(result));
    }

    private sealed class TimeThatRunsOut : TimeProvider
    {
        private Action runOut = () => { };

        public void RunOut() => runOut();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            runOut = () => callback(state);
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
