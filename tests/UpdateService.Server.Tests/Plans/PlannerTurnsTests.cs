using UpdateService.Server.Plans;

namespace UpdateService.Server.Tests.Plans;

/// <summary>How many questions are answered at once, and how many may wait.</summary>
public sealed class PlannerTurnsTests
{
    [Fact]
    public async Task No_more_work_is_done_at_once_than_there_are_turns_and_what_cannot_wait_is_refused()
    {
        using var turns = new PlannerTurns(atOnce: 2, mostWaiting: 3);
        using var going = new ManualResetEventSlim();
        var (atWork, mostAtWork) = (0, 0);
        var taken = Enumerable.Range(0, 5).Select(_ => turns.TakeAsync(Work, () => "refused", CancellationToken.None)).ToList();

        Assert.Equal(5, turns.Waiting);
        Assert.Equal("refused", await turns.TakeAsync(Work, () => "refused", CancellationToken.None));
        Assert.Equal(5, turns.Waiting);
        going.Set();

        Assert.Equal(Enumerable.Repeat("done", 5), await Task.WhenAll(taken));
        Assert.InRange(mostAtWork, 1, 2);
        Assert.Equal(0, turns.Waiting);

        string Work()
        {
            var now = Interlocked.Increment(ref atWork);
            lock (going)
            {
                mostAtWork = Math.Max(mostAtWork, now);
            }

            going.Wait();
            _ = Interlocked.Decrement(ref atWork);
            return "done";
        }
    }

    [Fact]
    public async Task Who_goes_away_while_waiting_makes_room()
    {
        using var turns = new PlannerTurns(atOnce: 1, mostWaiting: 1);
        using var going = new ManualResetEventSlim();
        using var leaving = new CancellationTokenSource();
        var first = turns.TakeAsync(() => Wait(going), () => 0, CancellationToken.None);
        var second = turns.TakeAsync(() => 2, () => 0, leaving.Token);

        await leaving.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(1, turns.Waiting);
        var third = turns.TakeAsync(() => 3, () => 0, CancellationToken.None);
        going.Set();
        Assert.Equal((1, 3), (await first, await third));
    }

    [Fact]
    public async Task Work_that_fails_gives_its_turn_back()
    {
        using var turns = new PlannerTurns(atOnce: 1, mostWaiting: 0);

        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => turns.TakeAsync<int>(() => throw new InvalidOperationException(), () => 0, CancellationToken.None));

        Assert.Equal(1, await turns.TakeAsync(() => 1, () => 0, CancellationToken.None));
    }

    private static int Wait(ManualResetEventSlim going)
    {
        going.Wait();
        return 1;
    }
}
