using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Tests.Revisions;

namespace UpdateService.Builder.Tests.Sharing;

/// <summary>What a builder publishes is served as it is, and kept.</summary>
public sealed class RevisionFollowerTests
{
    [Fact]
    public async Task It_serves_what_the_builder_serves_under_the_same_numbers()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        _ = await fleet.Builder.PublishAsync(2);
        using var follower = fleet.Follow();

        var result = await follower.RefreshAsync();

        Assert.Equal((RefreshOutcome.Published, true, 2, "1 2"), (result.Outcome, result.IsCurrent, follower.Served, follower.KeptText));
        Fleet.AssertSame(fleet.Builder.Served, follower.Store.Current!);
        Fleet.AssertSame(fleet.Builder.Life.Library.Restore(fleet.Builder.Life.Library.Find("1")!), follower.Library.Restore(follower.Library.Find("1")!));
        Assert.Equal(RefreshOutcome.Unchanged, (await follower.RefreshAsync()).Outcome);
    }

    [Fact]
    public async Task Only_the_digest_is_asked_where_nothing_is_new_and_only_new_blobs_are_read()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        using var follower = fleet.Follow();
        _ = await follower.RefreshAsync();

        Assert.Equal(["HEAD"], await fleet.AskedAsync(follower.RefreshAsync));
        _ = await fleet.Builder.PublishAsync(2);
        Assert.Equal(["HEAD", "GET", "GET", "GET", "GET", "GET"], await fleet.AskedAsync(follower.RefreshAsync)); // Manifest, record, inputs, answers of two minors.
    }

    [Fact]
    public async Task Small_bytes_take_the_place_of_quick_ones_without_another_revision()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        using var follower = fleet.Follow();
        _ = await follower.RefreshAsync();
        var graph = follower.Store.Current!.Graph;
        fleet.Builder.Improve();
        _ = await fleet.Builder.PublishAsync();

        var result = await follower.RefreshAsync();

        Assert.Equal((RefreshOutcome.Unchanged, null), (result.Outcome, result.Published));
        Fleet.AssertSame(fleet.Builder.Served, follower.Store.Current!);
        Assert.Same(graph, follower.Store.Current!.Graph);
    }

    [Fact]
    public async Task It_follows_to_an_older_revision_too_and_starts_with_that_one()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        _ = await fleet.Builder.PublishAsync(2);
        using (var follower = fleet.Follow("state"))
        {
            _ = await follower.RefreshAsync();
            fleet.Builder.Life.Pin(1);
            _ = await fleet.Builder.PublishAsync();

            Assert.Equal(RefreshOutcome.Published, (await follower.RefreshAsync()).Outcome);
            Assert.Equal((1, "1 2"), (follower.Served, follower.KeptText));
        }

        using var again = fleet.Follow("state");
        Assert.Equal((1, 0), (again.Served, again.Problems.Count));
    }

    [Fact]
    public async Task What_the_builder_drops_is_dropped_and_the_pinned_revision_stays()
    {
        await using var fleet = await Fleet.CreateAsync();
        using var builder = fleet.Start("short", keep: 2);
        using var follower = fleet.Follow("state");
        for (var variant = 1; variant <= 4; variant++)
        {
            _ = await builder.PublishAsync(variant);
            _ = await follower.RefreshAsync();
            if (variant == 1)
            {
                follower.Pin(1);
            }
        }

        Assert.Equal((1, 4, "1 3 4"), (follower.Served, follower.Store.Newest!.Number, follower.KeptText));
        Assert.Equal([true, false, true], new[] { 1, 3, 4 }.Select(number => File.Exists(fleet.In($"state/revisions/{number:D6}/{StateFiles.Answers}"))));
        follower.Unpin();
        Assert.Equal(4, follower.Served);
    }

    [Fact]
    public async Task It_starts_with_what_it_kept_while_the_registry_is_away_and_reads_nothing_twice()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        using (var follower = fleet.Follow("state"))
        {
            _ = await follower.RefreshAsync();
        }

        await fleet.Registry.StopAsync();
        using var again = fleet.Follow("state");
        Fleet.AssertSame(fleet.Builder.Served, again.Store.Current!);
        var away = await again.RefreshAsync();
        Assert.Equal((RefreshOutcome.Unchanged, true, false), (away.Outcome, away.IsHealthy, away.IsCurrent));
        Assert.EndsWith("(ConnectionRefused). Revision 1 stays.", Assert.Single(away.Outages).Message, StringComparison.Ordinal);

        await fleet.Registry.StartAgainAsync();
        Assert.Equal(["HEAD", "GET"], await fleet.AskedAsync(again.RefreshAsync));
        Assert.Equal(1, again.Followed!.Revision);
    }

    [Fact]
    public async Task It_keeps_the_small_bytes_of_what_it_follows()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        fleet.Builder.Improve();
        _ = await fleet.Builder.PublishAsync();
        using (var follower = fleet.Follow("state"))
        {
            _ = await follower.RefreshAsync();
        }

        using var again = fleet.Follow("state");
        Assert.All(again.Store.Current!.Answers.All, entry => Assert.True(entry.Answer.IsGzipImproved));
    }

    [Fact]
    public async Task Without_a_revision_a_registry_that_is_away_is_a_refusal()
    {
        await using var fleet = await Fleet.CreateAsync();
        using var follower = fleet.Follow();

        var result = await follower.RefreshAsync();

        Assert.Equal((RefreshOutcome.Rejected, false, 0L, 1L), (result.Outcome, result.IsHealthy, (long)follower.Served, follower.Failures));
        Assert.Equal(ProblemRule.UnreadableSource, Assert.Single(result.Reasons).Rule);
    }

    [Fact]
    public async Task A_tag_that_is_deleted_leaves_what_is_served()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        using var follower = fleet.Follow();
        _ = await follower.RefreshAsync();
        fleet.Registry.Remove(Fleet.Repository, Fleet.Tag);

        var result = await follower.RefreshAsync();

        Assert.Equal(
            $"{fleet.Place}: UnreadableSource: The registry has nothing under this tag: no builder publishes there (--publish), or the tag was deleted. Revision 1 stays.",
            Assert.Single(result.Outages).ToString());
        Assert.Equal(1, follower.Served);
    }

    [Fact]
    public async Task A_builder_that_counts_from_the_beginning_again_is_followed()
    {
        await using var fleet = await Fleet.CreateAsync();
        using var follower = fleet.Follow("state");
        _ = await fleet.Builder.PublishAsync(1);
        _ = await fleet.Builder.PublishAsync(2);
        _ = await follower.RefreshAsync();
        _ = follower.Library.Restore(follower.Library.Records[0]);
        using var other = fleet.Start("other");
        _ = await other.PublishAsync(3);

        Assert.Equal(RefreshOutcome.Published, (await follower.RefreshAsync()).Outcome);

        Assert.Equal((1, "1"), (follower.Served, follower.KeptText));
        Fleet.AssertSame(other.Served, follower.Store.Current!);
        Fleet.AssertSame(other.Served, follower.Library.Restore(follower.Library.Records[0]));
    }

    [Fact]
    public async Task What_is_pinned_stays_where_another_revision_comes_under_its_number()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        var pinned = fleet.Builder.Served.Record.ContentHash;
        using var other = fleet.Start("other");
        using (var follower = fleet.Follow("state"))
        {
            _ = await follower.RefreshAsync();
            follower.Pin(1);
            _ = await other.PublishAsync(3);
            _ = await follower.RefreshAsync();
            Assert.Equal((pinned, other.Served.Record.ContentHash), (follower.Store.Current!.Record.ContentHash, follower.Store.Newest!.Record.ContentHash));
        }

        using var again = fleet.Follow("state");
        Assert.Equal((pinned, 0), (again.Store.Current!.Record.ContentHash, again.Problems.Count));
    }

    [Fact]
    public async Task The_state_of_a_follower_serves_a_builder_that_counts_on()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        _ = await fleet.Builder.PublishAsync(2);
        fleet.Builder.Life.Pin(1);
        _ = await fleet.Builder.PublishAsync();
        using (var follower = fleet.Follow("state"))
        {
            _ = await follower.RefreshAsync();
        }

        using var promoted = fleet.Start("state");
        Assert.Equal((2, "1 2"), (promoted.Life.Served, promoted.Life.KeptText));
        Assert.Equal(3, (await promoted.PublishAsync(3)).Served);
    }
}
