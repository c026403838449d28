using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Tests.Refreshing;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>What is kept, for how long, and under which number.</summary>
public sealed class RevisionLibraryTests : IDisposable
{
    private readonly TemporaryFolder state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task The_last_few_are_kept_and_the_newest_with_its_answers()
    {
        using var life = new Life(state.Path, keep: 3);
        for (var variant = 1; variant <= 5; variant++)
        {
            Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync(variant)).Outcome);
        }

        Assert.Equal([3, 4, 5], life.Kept);
        Assert.Equal(
            ["000003: inputs.tar.gz revision.json", "000004: inputs.tar.gz revision.json", "000005: answers.list inputs.tar.gz revision.json"],
            StateFiles.List(state));
        Assert.Null(life.Library.Failure);
    }

    [Fact]
    public async Task One_may_be_enough()
    {
        using (var life = new Life(state.Path, keep: 1))
        {
            _ = await life.RefreshAsync(1);
            var first = life.Store.Current!;
            _ = await life.RefreshAsync(2);
            Assert.Equal(["000002: answers.list inputs.tar.gz revision.json"], StateFiles.List(state));
            Assert.NotEmpty(first.Archive.Bytes); // A request that began before goes on with it.
        }

        using var next = new Life(state.Path, keep: 1);
        Assert.Equal(2, next.Served);
    }

    [Fact]
    public async Task A_restored_revision_outlives_its_files()
    {
        using (var life = new Life(state.Path, keep: 1))
        {
            _ = await life.RefreshAsync(1);
        }

        using var next = new Life(state.Path, keep: 1);
        var restored = next.Store.Current!;
        _ = await next.RefreshAsync(2);
        Assert.Equal([2], next.Kept);
        Assert.NotEmpty(restored.Archive.Bytes);
        Assert.NotEmpty(restored.Graph.Channels);
    }

    [Fact]
    public async Task A_pinned_revision_is_served_and_kept_beyond_the_last_few_until_it_is_unpinned()
    {
        using (var life = new Life(state.Path, keep: 2))
        {
            _ = await life.RefreshAsync(1);
            _ = await life.RefreshAsync(2);
            life.Pin(1);
            _ = await life.RefreshAsync(3);
            _ = await life.RefreshAsync(4);
            Assert.Equal((1, 4), (life.Served, life.Store.Newest!.Number));
            Assert.Equal([1, 3, 4], life.Kept);
            Assert.Equal(["000001: answers.list inputs.tar.gz revision.json", "000003: inputs.tar.gz revision.json", "000004: answers.list inputs.tar.gz revision.json"], StateFiles.List(state));
        }

        using var next = new Life(state.Path, keep: 2);
        Assert.Empty(next.Problems);
        Assert.Equal((1, 1, 4), (next.Served, next.Store.Pinned!.Number, next.Store.Newest!.Number));
        _ = await next.RefreshAsync(5);
        Assert.Equal(1, next.Served);
        next.Unpin();
        Assert.Equal(5, next.Served);
        _ = await next.RefreshAsync(6);
        Assert.Equal([5, 6], next.Kept);
        next.Dispose();
        using var last = new Life(state.Path, keep: 2);
        Assert.Equal((6, null), (last.Served, last.Store.Pinned));
    }

    [Theory]
    [InlineData("seven", "The file ", " names no revision; none is pinned.")]
    [InlineData("", "The file ", " names no revision; none is pinned.")]
    [InlineData("9", "Revision 9, which was pinned,", " cannot be served any more; the newest is served.")]
    public async Task A_pin_that_names_no_kept_revision_is_reported_and_the_newest_is_served(string text, string begin, string end)
    {
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync(1);
        }

        await File.WriteAllTextAsync(state.In("pinned-revision"), text);
        using var next = new Life(state.Path);
        Assert.Equal((1, null), (next.Served, next.Store.Pinned));
        var problem = Assert.Single(next.Problems);
        Assert.StartsWith(begin, problem, StringComparison.Ordinal);
        Assert.EndsWith(end, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pin_that_was_reported_does_not_keep_a_later_revision_of_its_number()
    {
        using (var life = new Life(state.Path, keep: 1))
        {
            _ = await life.RefreshAsync(1);
        }

        await File.WriteAllTextAsync(state.In("pinned-revision"), "2");
        using var next = new Life(state.Path, keep: 1);
        _ = await next.RefreshAsync(2);
        _ = await next.RefreshAsync(3);
        Assert.Equal([3], next.Kept);
    }

    [Fact]
    public async Task Small_bytes_of_a_revision_that_was_dropped_meanwhile_are_not_kept()
    {
        using var life = new Life(state.Path, keep: 1);
        var first = (await life.RefreshAsync(1)).Served!;
        _ = await life.RefreshAsync(2);
        life.Library.KeepAnswers(first);
        Assert.Null(life.Library.Failure);
        Assert.Equal(["000002: answers.list inputs.tar.gz revision.json"], StateFiles.List(state));
        StateFiles.AssertPartsAreThoseOfTheLists(state.Path);
    }

    [Fact]
    public async Task A_restored_revision_has_its_inputs_at_hand_before_anybody_asks_for_them()
    {
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync(1);
        }

        using var next = new Life(state.Path);
        File.Delete(StateFiles.Of(state, 1, StateFiles.Inputs));
        Assert.Null(next.Store.Current!.Damage);
        Assert.NotEmpty(next.Store.Current.Archive.Bytes);
    }

    [Fact]
    public async Task In_memory_as_many_are_kept_and_can_be_restored_but_not_after_they_are_dropped()
    {
        using var service = new Service();
        var library = new RevisionLibrary(null, 2);
        for (var number = 1; number <= 3; number++)
        {
            _ = await service.RefreshAsync(Life.Variant(number));
            Assert.Equal(number, library.Reserve());
            library.Keep(service.Served);
        }

        Assert.Equal([2, 3], library.Records.Select(record => record.Number));
        var restored = library.Restore(library.Find("2")!);
        Assert.NotEqual(0, restored.Answers.Count);
        Assert.Same(restored, library.Restore(library.Find("2")!));

        // A record that was found just before its revision was dropped.
        var dropped = library.Records[0] with { Number = 1 };
        _ = Assert.Throws<InvalidDataException>(() => library.Restore(dropped));
        Assert.Null(library.Failure);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_does_not_turn_the_order_round()
    {
        var clock = new SetClock { Now = new DateTimeOffset(2026, 8, 21, 12, 0, 0, TimeSpan.Zero) };
        using (var life = new Life(state.Path, keep: 2, time: clock))
        {
            _ = await life.RefreshAsync(1);
            clock.Now = clock.Now.AddYears(-1);
            _ = await life.RefreshAsync(2);
            _ = await life.RefreshAsync(3);
            Assert.Equal([2, 3], life.Kept);
        }

        using var next = new Life(state.Path, time: clock);
        Assert.Equal((3, clock.Now), (next.Served, next.Store.Current!.Record.BuiltAt));
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
