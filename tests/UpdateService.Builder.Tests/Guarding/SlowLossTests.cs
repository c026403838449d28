using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Tests.Revisions;

namespace UpdateService.Builder.Tests.Guarding;

/// <summary>Loss over many revisions counts as one, for seven days.</summary>
public sealed class SlowLossTests : IDisposable
{
    private readonly TemporaryFolder state = new();
    private readonly ManualTime time = new(TimeSpan.Zero);

    public void Dispose() => state.Dispose();

    [Theory]
    [InlineData(20, false)]
    [InlineData(20, true)]
    [InlineData(1, true)]
    public async Task Blocks_that_are_deleted_one_after_another_are_held_back(int keep, bool restarts)
    {
        var life = Start(keep);
        var (data, outcomes) = (SetS.Data, new List<RefreshOutcome>());
        string? firstReason = null;
        try
        {
            _ = await life.RefreshAsync();
            foreach (var number in SetS.Numbers)
            {
                if (restarts && number % 5 == 0)
                {
                    life.Dispose();
                    life = Start(keep);
                }

                outcomes.Add((await life.RefreshAsync(data = data.Without(SetS.File(number)))).Outcome);
                firstReason ??= life.HeldBack?.Reason.Message;
            }

            // 1 + 2 + … + 13 are 91 of 1,830 pairs, and 14 more are too many.
            Assert.Equal(13, outcomes.Count(outcome => outcome == RefreshOutcome.Published));
            Assert.Equal(RefreshOutcome.HeldBack, outcomes[^1]);
            Assert.Equal(SetS.Edges + 91, life.Store.Current!.Counts.Edges);
            Assert.StartsWith("The build would open 105 of 1830 closed updates over what was served on 2026-11-21, more than 5%. Over revision ", firstReason, StringComparison.Ordinal);
        }
        finally
        {
            life.Dispose();
        }
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(9, false)]
    public async Task What_is_longer_ago_than_a_week_counts_no_more(int days, bool heldBack)
    {
        using var life = Start(keep: 1);
        _ = await life.RefreshAsync();
        var data = Without(SetS.Data, 2, 13);
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync(data)).Outcome); // 78 pairs.
        for (var day = 0; day < days; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
            Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync(data.With("LICENSE", $"{day}\n"))).Outcome);
        }

        Assert.Equal(heldBack ? RefreshOutcome.HeldBack : RefreshOutcome.Published, (await life.RefreshAsync(Without(data, 20, 22))).Outcome); // 60 more.
    }

    [Fact]
    public async Task What_an_administrator_published_is_not_counted_again()
    {
        using var life = Start(keep: 20);
        _ = await life.RefreshAsync();
        var data = Without(SetS.Data, 2, 20);
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(data)).Outcome);
        _ = await life.PublishAsync(life.HeldBack!.Candidate);
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync(Without(data, 30, 31))).Outcome);
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(Without(data, 30, 33))).Outcome);
    }

    [Fact]
    public async Task A_build_that_opens_nothing_itself_is_never_held_back_for_the_past()
    {
        using (var life = new Life(state.Path, SetS.Data, limits: new(Open: 1), time: time))
        {
            life.Releases.Reading = SetS.Releases;
            _ = await life.RefreshAsync();
            Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync(SetS.Open)).Outcome);
        }

        using var next = Start(keep: 20);
        Assert.Equal(RefreshOutcome.Published, (await next.RefreshAsync(SetS.Open.With("blocked-edges/a.yaml", "to: 4.18.9\nfrom: .*\n"))).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_state_folder_without_history_has_its_kept_revisions_compared_with(bool isDamaged)
    {
        using (var life = Start(keep: 20))
        {
            _ = await life.RefreshAsync();
            _ = await life.RefreshAsync(Without(SetS.Data, 2, 13));
        }

        foreach (var file in Directory.EnumerateFiles(state.In("guard"), "*.pairs"))
        {
            if (isDamaged)
            {
                StateFiles.Flip(file, 100);
            }
            else
            {
                File.Delete(file);
            }
        }

        using var next = Start(keep: 20);
        Assert.Equal(RefreshOutcome.HeldBack, (await next.RefreshAsync(Without(SetS.Data, 2, 15))).Outcome);
        Assert.Equal(isDamaged, next.GuardTroubles.Any(trouble => trouble.StartsWith("What was served on 2026-11-21 cannot be read", StringComparison.Ordinal)));
    }

    private static GraphDataSketch Without(GraphDataSketch data, int first, int last) =>
        Enumerable.Range(first, last - first + 1).Aggregate(data, (sketch, number) => sketch.Without(SetS.File(number)));

    private Life Start(int keep)
    {
        var life = new Life(state.Path, SetS.Data, keep, time: time);
        life.Releases.Reading = SetS.Releases;
        return life;
    }
}
