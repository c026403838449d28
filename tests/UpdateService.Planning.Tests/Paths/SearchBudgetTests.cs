using UpdateService.Planning.Paths;

namespace UpdateService.Planning.Tests.Paths;

/// <summary>When a search has used up what it may cost.</summary>
public sealed class SearchBudgetTests
{
    private const int BetweenLooks = 4096;

    [Fact]
    public void A_budget_is_used_up_with_its_last_comparison()
    {
        var budget = new SearchBudget(new SearchBounds { Comparisons = 3 }, CancellationToken.None);

        budget.Spend(2);
        Assert.Equal((false, true), (budget.IsSpent, budget.IsEnough));

        budget.Spend(1);
        Assert.Equal((true, false), (budget.IsSpent, budget.IsEnough));
    }

    [Fact]
    public void The_clock_is_looked_at_once_in_so_many_comparisons()
    {
        var clock = new Clock();
        var budget = new SearchBudget(new SearchBounds { Clock = clock }, CancellationToken.None);
        var looks = new List<int>();
        for (var time = 0; time < 3; time++)
        {
            budget.Spend(BetweenLooks - 1);
            looks.Add(clock.Looks);
            budget.Spend(1);
            looks.Add(clock.Looks);
        }

        Assert.Equal([1, 2, 2, 3, 3, 4], looks);
    }

    [Fact]
    public void A_question_may_take_all_of_its_time_and_not_more()
    {
        var clock = new Clock();
        var budget = new SearchBudget(new SearchBounds { Time = TimeSpan.FromTicks(5), Clock = clock }, CancellationToken.None);

        clock.Ticks = 5;
        budget.Spend(BetweenLooks);
        Assert.False(budget.IsSpent);

        clock.Ticks = 6;
        budget.Spend(BetweenLooks);
        Assert.True(budget.IsSpent);
    }

    /// <summary>Moves only by hand, and counts who looks at it.</summary>
    private sealed class Clock : TimeProvider
    {
        public long Ticks { get; set; }

        public int Looks { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            Looks++;
            return Ticks;
        }
    }
}
