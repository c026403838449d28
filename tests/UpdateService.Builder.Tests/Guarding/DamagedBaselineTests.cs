using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Revisions;

namespace UpdateService.Builder.Tests.Guarding;

/// <summary>The guard is never off, whatever is damaged of what was kept.</summary>
public sealed class DamagedBaselineTests : IDisposable
{
    private static readonly Dictionary<string, Action<string>> Damages = new(StringComparer.Ordinal)
    {
        ["gone"] = File.Delete,
        ["cut"] = StateFiles.Truncate,
        ["a bit flipped"] = path => StateFiles.Flip(path, (int)new FileInfo(path).Length / 2),
    };

    private readonly TemporaryFolder state = new();

    public static TheoryData<string> Names { get; } = [.. Damages.Keys];

    public void Dispose() => state.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Damaged_inputs_are_compared_by_their_answers(string damage)
    {
        await KeepAsync();
        Damages[damage](StateFiles.Of(state, 1, StateFiles.Inputs));

        using var life = Start(SetS.Open.With("blocked-edges/new.yaml", "to: 4.18.70\nfrom: .*\n").With("blocked-edges/risk.yaml", SetS.Risk(71, "New")));
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync()).Outcome);

        Assert.Equal(2, life.Served);
        Assert.Equal(SetS.Edges - 69 - 70 - 74, life.Store.Current!.Counts.Edges);
        Assert.All(SetS.Numbers, number => Assert.Empty(SetS.Into(life.Store.Current, $"4.18.{number}")));
        Assert.Empty(SetS.Into(life.Store.Current, "4.18.70"));
        Assert.Equal("4.18.1 New", SetS.Into(life.Store.Current, "4.18.71")[0]);
        Assert.Equal("4.18.1 Slow", SetS.Into(life.Store.Current, "4.18.75")[0]);
        Assert.StartsWith("The kept inputs of revision 1 are damaged, so the loss guard compares with its answers: ", Assert.Single(life.GuardTroubles), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Damaged_inputs_hold_back_nothing_that_opens_nothing(string damage)
    {
        await KeepAsync();
        Damages[damage](StateFiles.Of(state, 1, StateFiles.Inputs));
        using var life = Start(SetS.Data.With("blocked-edges/slow.yaml", SetS.Risk(75, "Slow")).With("blocked-edges/more.yaml", "to: 4.18.70\nfrom: .*\n"));
        Assert.Equal((RefreshOutcome.Published, 2), ((await life.RefreshAsync()).Outcome, life.Served));
    }

    [Fact]
    public async Task Damaged_inputs_are_written_again_when_the_sources_give_them()
    {
        await KeepAsync();
        StateFiles.Flip(StateFiles.Of(state, 1, StateFiles.Inputs), 1000);
        using (var life = Start(SetS.Data.With("blocked-edges/slow.yaml", SetS.Risk(75, "Slow"))))
        {
            Assert.Equal(RefreshOutcome.Unchanged, (await life.RefreshAsync()).Outcome);
        }

        using var next = Start(SetS.Data);
        Assert.Null(next.Store.Current!.Damage);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task With_answers_damaged_too_the_newest_whole_revision_is_compared_with(string damage)
    {
        await KeepAsync();
        using (var life = Start(SetS.Data.With("LICENSE", "2\n")))
        {
            Assert.Equal((RefreshOutcome.Published, 2), ((await life.RefreshAsync()).Outcome, life.Served));
        }

        Damages[damage](StateFiles.Of(state, 2, StateFiles.Inputs));
        Damages[damage](StateFiles.Of(state, 2, StateFiles.Answers));
        using var next = Start(SetS.Open);
        Assert.Equal(1, next.Served);
        Assert.StartsWith("Revision 2 was kept last and cannot be read, so the loss guard compares with revision 1. ", Assert.Single(next.GuardTroubles), StringComparison.Ordinal);
        Assert.Equal((RefreshOutcome.HeldBack, SetS.Edges - 74), ((await next.RefreshAsync()).Outcome, next.Store.Current!.Counts.Edges));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task With_no_whole_revision_the_first_build_waits_for_an_administrator(string damage)
    {
        await KeepAsync();
        foreach (var file in (string[])[StateFiles.Inputs, StateFiles.Answers, StateFiles.Record])
        {
            Damages[damage](StateFiles.Of(state, 1, file));
        }

        using var life = Start(SetS.Data);
        Assert.StartsWith("No kept revision can be read, so the loss guard has nothing to compare with: ", Assert.Single(life.GuardTroubles), StringComparison.Ordinal);
        Assert.Equal((RefreshOutcome.HeldBack, 0), ((await life.RefreshAsync()).Outcome, life.Served));
        Assert.StartsWith("Revisions were kept here and none of them can be read, ", life.HeldBack!.Reason.Message, StringComparison.Ordinal);

        Assert.Equal((RefreshOutcome.HeldBack, 0), ((await life.RefreshAsync(SetS.Open)).Outcome, life.Served));
        Assert.Equal((RefreshOutcome.HeldBack, 0), ((await life.RefreshAsync(SetS.Data)).Outcome, life.Served));
        Assert.NotNull(await life.PublishAsync(life.HeldBack.Candidate));
        Assert.Equal((2, 0), (life.Served, life.GuardTroubles.Count()));
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync(SetS.Open)).Outcome);
    }

    [Fact]
    public async Task A_fresh_folder_is_a_normal_start()
    {
        _ = Directory.CreateDirectory(state.In("revisions/000001")); // A crash came before the first revision was whole.
        using var life = Start(SetS.Open);
        Assert.Empty(life.GuardTroubles);
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync()).Outcome);
    }

    [Fact]
    public async Task Releases_that_errors_cost_are_kept_though_the_inputs_are_damaged()
    {
        await KeepAsync();
        File.Delete(StateFiles.Of(state, 1, StateFiles.Inputs));
        using var life = Start(SetS.Data.With("blocked-edges/new.yaml", "to: 4.18.70\nfrom: .*\n"));
        life.Releases.Reading = new ReleaseReading([.. SetS.Releases.Releases.Take(75)], []) { IsComplete = false };
        Assert.Equal(RefreshOutcome.HeldBack, (await life.RefreshAsync()).Outcome);
        Assert.Equal(80, life.Store.Current!.Counts.Releases);
        Assert.Empty(SetS.Into(life.Store.Current, "4.18.70"));
    }

    private async Task KeepAsync()
    {
        using var life = Start(SetS.Data.With("blocked-edges/slow.yaml", SetS.Risk(75, "Slow")));
        Assert.Equal((RefreshOutcome.Published, 1), ((await life.RefreshAsync()).Outcome, life.Served));
    }

    private Life Start(GraphDataSketch data)
    {
        var life = new Life(state.Path, data);
        life.Releases.Reading = SetS.Releases;
        return life;
    }
}
