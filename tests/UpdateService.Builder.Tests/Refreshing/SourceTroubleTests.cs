using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Sources;
using UpdateService.GraphData;
using UpdateService.GraphData.Files;

namespace UpdateService.Builder.Tests.Refreshing;

/// <summary>Problems of a source whose releases stay as they were.</summary>
public sealed class SourceTroubleTests
{
    [Theory]
    [InlineData(ProblemRule.UnreadableSource, ProblemSeverity.Error, false)]
    [InlineData(ProblemRule.UnreadableSource, ProblemSeverity.Warning, false)]
    [InlineData(ProblemRule.UnreadableRelease, ProblemSeverity.Warning, true)]
    [InlineData(ProblemRule.UnwritableFile, ProblemSeverity.Warning, true)]
    public async Task Trouble_that_costs_no_release_makes_no_revision(ProblemRule rule, ProblemSeverity severity, bool isCurrent)
    {
        using var service = new Service();
        _ = await service.RefreshAsync();
        var reading = service.Releases.Reading;
        service.Releases.Reading = reading with { Problems = [Trouble(rule, severity, "first")] };
        var during = await service.RefreshAsync();
        Assert.Equal((RefreshOutcome.Unchanged, true, isCurrent, 1), (during.Outcome, during.IsHealthy, during.IsCurrent, service.Served.Number));
        Assert.Equal("first", Assert.Single(during.Problems).Message);
        service.Releases.Reading = reading with { Problems = [Trouble(rule, severity, "second")] };
        Assert.Equal("second", Assert.Single((await service.RefreshAsync()).Problems).Message);

        service.Releases.Reading = reading;
        var after = await service.RefreshAsync();
        Assert.Equal((RefreshOutcome.Unchanged, true, 1), (after.Outcome, after.IsCurrent, service.Served.Number));
        Assert.Empty(after.Problems);
    }

    [Fact]
    public async Task A_source_is_not_read_again_while_a_reading_still_goes_on_that_another_source_broke_off()
    {
        var releases = new SlowReleases();
        var collector = new InputCollector(new BrokenGraphData(releases), [releases], lenient: false);

        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => collector.CollectAsync(CancellationToken.None));

        Assert.True(releases.IsRead);
    }

    [Fact]
    public async Task Only_what_is_left_out_counts_as_quarantined()
    {
        using var service = new Service();
        service.Releases.Reading = service.Releases.Reading with
        {
            Problems =
            [
                Trouble(ProblemRule.UnreadableRelease, ProblemSeverity.Warning, "The release that the tag gave before stays."),
                Trouble(ProblemRule.UnreadableRelease, ProblemSeverity.Error, "The image cannot be read as a release."),
                Trouble(ProblemRule.UnreadableSource, ProblemSeverity.Error, "The last known releases stay."),
            ],
        };
        _ = await service.RefreshAsync();
        Assert.Equal((3, 1), (service.Served.Counts.Problems, service.Served.Counts.Quarantined));
    }

    [Fact]
    public async Task A_release_that_is_left_out_makes_a_revision_that_counts_it_however_often_the_reason_changes()
    {
        using var service = new Service();
        _ = await service.RefreshAsync();
        foreach (var reason in (string[])["It timed out.", "It answered 503."])
        {
            service.Releases.Reading = service.Releases.Reading with { Problems = [Trouble(ProblemRule.UnreadableRelease, ProblemSeverity.Error, reason)] };
            _ = await service.RefreshAsync();
            Assert.Equal((2, 1), (service.Served.Number, service.Served.Counts.Quarantined));
        }
    }

    private static Problem Trouble(ProblemRule rule, ProblemSeverity severity, string message) => new(rule, severity, new Place("host/repository:tag", 0), message);

    private sealed class SlowReleases : IReleaseSource
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsRead { get; private set; }

        public string Description => "slow";

        public string? WatchedPath => null;

        public async Task<ReleaseReading> ReadAsync(CancellationToken cancellationToken)
        {
            Begun.SetResult();
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            IsRead = true;
            return new ReleaseReading([], []);
        }
    }

    private sealed class BrokenGraphData(SlowReleases releases) : IGraphDataSource
    {
        public string Description => "broken";

        public string? WatchedPath => null;

        public async Task<GraphDataFiles> ReadAsync(CancellationToken cancellationToken)
        {
            await releases.Begun.Task;
            throw new InvalidOperationException("Nobody thought of this.");
        }
    }
}
