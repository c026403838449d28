using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Revisions;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Refreshing;

/// <summary>A build that lost too much waits for an operator, who publishes that one and no other.</summary>
public sealed class HeldBackRevisionTests : IDisposable
{
    private static readonly ReleaseReading Lossy = new([.. Service.Chain[..3], Service.Chain[3].Payload(Service.Chain[0].Payload)], []);

    private readonly TemporaryFolder state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task The_build_that_is_named_is_published_kept_and_followed()
    {
        string candidate;
        using (var life = new Life(state.Path))
        {
            candidate = await HoldBackAsync(life);
            var result = await life.PublishAsync(candidate);
            Assert.Equal((RefreshOutcome.Published, true, 2), (result!.Outcome, result.IsHealthy, result.Published!.Number));
            Assert.Equal((2, null), (life.Served, life.HeldBack));
            Assert.Equal([1, 2], life.Kept);
            Assert.Equal(3, life.Store.Current!.Counts.Releases);

            var again = await life.RefreshAsync();
            Assert.Equal((RefreshOutcome.Unchanged, true), (again.Outcome, again.IsHealthy));
            Assert.Null(await life.PublishAsync(candidate));
        }

        using var next = new Life(state.Path);
        next.Releases.Reading = Lossy;
        Assert.Equal((RefreshOutcome.Unchanged, true, 2), ((await next.RefreshAsync()).Outcome, (await next.RefreshAsync()).IsHealthy, next.Served));
    }

    [Theory]
    [InlineData("")]
    [InlineData("000000000000")]
    [InlineData("1")]
    public async Task Another_name_publishes_nothing(string candidate)
    {
        using var life = new Life(state.Path);
        var waiting = await HoldBackAsync(life);
        Assert.Null(await life.PublishAsync(candidate));
        Assert.Null(await life.PublishAsync(waiting.ToUpperInvariant() + " "));
        Assert.Equal((1, waiting), (life.Served, life.HeldBack!.Candidate));
    }

    [Theory]
    [InlineData(11, false)]
    [InlineData(12, true)]
    [InlineData(63, true)]
    public async Task The_beginning_of_a_name_stands_for_it_from_twelve_digits_on(int digits, bool published)
    {
        using var life = new Life(state.Path);
        var waiting = await HoldBackAsync(life);
        Assert.Equal(published, await life.PublishAsync(waiting[..digits]) is not null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_beginning_of_a_name_never_decides_between_two_builds(bool hasBuildBetween)
    {
        string waiting;
        using (var life = new Life(state.Path))
        {
            waiting = await HoldBackAsync(life);
        }

        // Another build was held back before, whose name begins with the same digits.
        var other = waiting[..20] + new string(waiting[20..].Reverse().ToArray());
        Assert.NotEqual(waiting, other);
        await File.AppendAllTextAsync(state.In("guard/candidates"), $"\n{other}");
        using var next = new Life(state.Path);
        next.Releases.Reading = Lossy;
        _ = await next.RefreshAsync();
        _ = hasBuildBetween ? await next.RefreshAsync(2) : null;
        _ = hasBuildBetween ? await next.RefreshAsync(GraphDataSketch.Good) : null;
        Assert.Equal(waiting, next.HeldBack!.Candidate);
        Assert.Null(await next.PublishAsync(waiting[..12]));
        Assert.Null(await next.PublishAsync(waiting[..20]));
        Assert.Null(await next.PublishAsync(other));
        Assert.NotNull(await next.PublishAsync(waiting));
    }

    [Fact]
    public async Task Where_nothing_waits_nothing_is_published()
    {
        using var life = new Life(state.Path);
        Assert.Null(await life.PublishAsync(""));
        _ = await life.RefreshAsync();
        Assert.Null(await life.PublishAsync(""));
    }

    [Fact]
    public async Task Inputs_that_changed_meanwhile_are_another_build()
    {
        using var life = new Life(state.Path);
        var first = await HoldBackAsync(life);
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(2)).Outcome);
        var second = life.HeldBack!.Candidate;
        Assert.NotEqual(first, second);
        Assert.Null(await life.PublishAsync(first));
        Assert.Equal(1, life.Served);

        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(GraphDataSketch.Good)).Outcome);
        Assert.Equal(first, life.HeldBack.Candidate);
        Assert.Equal(2, (await life.PublishAsync(first))!.Served!.Number);
    }

    [Fact]
    public async Task Inputs_that_are_mended_or_cannot_be_understood_leave_nothing_waiting()
    {
        using var life = new Life(state.Path);
        var candidate = await HoldBackAsync(life);
        Assert.Equal(RefreshOutcome.Rejected, (await life.RefreshAsync(GraphDataSketch.Good.With("version", "9\n"))).Outcome);
        Assert.Null(life.HeldBack);
        Assert.Null(await life.PublishAsync(candidate));
        life.Releases.Reading = new ReleaseReading([.. Service.Chain], []);
        Assert.Equal(RefreshOutcome.Unchanged, (await life.RefreshAsync(GraphDataSketch.Good)).Outcome);
        Assert.Equal((1, null), (life.Served, life.HeldBack));
    }

    [Fact]
    public async Task It_waits_again_after_a_restart_under_the_same_name()
    {
        string candidate;
        using (var life = new Life(state.Path))
        {
            candidate = await HoldBackAsync(life);
        }

        using var next = new Life(state.Path);
        next.Releases.Reading = Lossy;
        Assert.Equal((RefreshOutcome.HeldBack, candidate), ((await next.RefreshAsync()).Outcome, next.HeldBack!.Candidate));
    }

    [Fact]
    public async Task A_first_revision_of_an_incomplete_reading_waits_and_can_be_published()
    {
        using var life = new Life(state.Path);
        life.Releases.Reading = new ReleaseReading([.. Service.Chain[..2]], []) { IsComplete = false };
        var result = await life.RefreshAsync();
        Assert.Equal((RefreshOutcome.HeldBack, false, null), (result.Outcome, result.IsHealthy, result.Served));
        Assert.Equal(0, life.Served);
        Assert.Equal(RefreshOutcome.Unchanged, (await life.RefreshAsync()).Outcome);
        Assert.Equal(1, (await life.PublishAsync(life.HeldBack!.Candidate))!.Served!.Number);
        Assert.Equal([1], life.Kept);
    }

    [Fact]
    public async Task A_first_revision_is_published_when_the_reading_is_complete_even_with_the_same_releases()
    {
        using var life = new Life(state.Path);
        var reading = new ReleaseReading([.. Service.Chain], []);
        life.Releases.Reading = reading with { IsComplete = false };
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync()).Outcome);
        life.Releases.Reading = reading;
        Assert.Equal((RefreshOutcome.Published, 1), ((await life.RefreshAsync()).Outcome, life.Served));
        Assert.Null(life.HeldBack);
    }

    [Fact]
    public async Task While_a_revision_is_pinned_the_newest_is_what_a_build_is_compared_with()
    {
        using var life = new Life(state.Path);
        _ = await life.RefreshAsync(GraphDataSketch.Good);
        life.Releases.Reading = new ReleaseReading([.. Service.Chain, Release("4.1.4").From("4.1.3")], []);
        _ = await life.RefreshAsync(GraphDataSketch.Good.With("channels/stable-4.1.yaml", "name: stable-4.1\nversions: [4.1.0, 4.1.1, 4.1.2, 4.1.3, 4.1.4]\n"));
        life.Pin(1);
        life.Releases.Reading = new ReleaseReading([.. Service.Chain, Release("4.1.4").Payload(Service.Chain[0].Payload)], []);
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync()).Outcome);
        Assert.Contains("4.1.4", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
        Assert.EndsWith("Revision 2 stays. If this is meant, an operator can publish it all the same: POST /admin/publish?candidate=… on the status address.", life.HeldBack.Reason.Message, StringComparison.Ordinal);
        var published = await life.PublishAsync(life.HeldBack.Candidate);
        Assert.Equal((3, 1, 3), (published!.Published!.Number, life.Served, life.Store.Newest!.Number));
    }

    /// <returns>The name of the build that waits.</returns>
    private static async Task<string> HoldBackAsync(Life life)
    {
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync(GraphDataSketch.Good)).Outcome);
        life.Releases.Reading = Lossy;
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync()).Outcome);
        Assert.Matches("^[0-9a-f]{64}$", life.HeldBack!.Candidate);
        return life.HeldBack.Candidate;
    }
}
