using System.Text;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Testing.Registries;

namespace UpdateService.Builder.Tests.Sharing;

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
        AssertSame(fleet.Builder.Served, follower.Store.Current!);
        AssertSame(fleet.Builder.Life.Library.Restore(fleet.Builder.Life.Library.Find("1")!), follower.Library.Restore(follower.Library.Find("1")!));
        Assert.Equal(RefreshOutcome.Unchanged, (await follower.RefreshAsync()).Outcome);
    }

    [Fact]
    public async Task Only_the_digest_is_asked_where_nothing_is_new_and_only_new_blobs_are_read()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        using var follower = fleet.Follow();
        _ = await follower.RefreshAsync();

        Assert.Equal(["HEAD"], await AskedAsync(fleet, follower.RefreshAsync));
        _ = await fleet.Builder.PublishAsync(2);
        Assert.Equal(["HEAD", "GET", "GET", "GET", "GET"], await AskedAsync(fleet, follower.RefreshAsync)); // Manifest, record, inputs, answers.
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
        AssertSame(fleet.Builder.Served, follower.Store.Current!);
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
        AssertSame(fleet.Builder.Served, again.Store.Current!);
        var away = await again.RefreshAsync();
        Assert.Equal((RefreshOutcome.Unchanged, true, false), (away.Outcome, away.IsHealthy, away.IsCurrent));
        Assert.EndsWith("(ConnectionRefused). Revision 1 stays.", Assert.Single(away.Outages).Message, StringComparison.Ordinal);

        await fleet.Registry.StartAgainAsync();
        Assert.Equal(["HEAD", "GET"], await AskedAsync(fleet, again.RefreshAsync));
        Assert.Equal(1, again.Followed!.Revision);
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

    [Theory]
    [InlineData(2)] // The record of the second.
    [InlineData(3)] // Its inputs.
    [InlineData(4)] // The answers.
    public async Task A_damaged_blob_leaves_what_is_served_until_it_is_mended(int layer)
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        using var follower = fleet.Follow("state");
        _ = await follower.RefreshAsync();
        var second = await fleet.Builder.PublishAsync(2);
        var digest = Layers(fleet, second.Digest.ToString())[layer];
        var bytes = fleet.Registry.ReadBlob(digest);
        fleet.Registry.Corrupt(digest, [.. bytes.Select(octet => (byte)(octet ^ 1))]);

        var result = await follower.RefreshAsync();
        Assert.Equal((RefreshOutcome.Rejected, false, 1, "1"), (result.Outcome, result.IsHealthy, follower.Served, follower.KeptText));
        Assert.Contains(digest, Assert.Single(result.Reasons).Message, StringComparison.Ordinal);
        Assert.Equal(RefreshOutcome.Unchanged, (await follower.RefreshAsync()).Outcome);

        fleet.Registry.Corrupt(digest, bytes);
        Assert.Equal(RefreshOutcome.Published, (await follower.RefreshAsync()).Outcome);
        AssertSame(fleet.Builder.Served, follower.Store.Current!);
    }

    [Theory]
    [InlineData(0, true)] // The record of the first.
    [InlineData(1, true)] // Its inputs.
    [InlineData(1, false)]
    public async Task What_is_damaged_or_gone_of_another_revision_keeps_the_served_one_from_nobody(int layer, bool isDamaged)
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        var second = await fleet.Builder.PublishAsync(2);
        var digest = Layers(fleet, second.Digest.ToString())[layer];
        var bytes = fleet.Registry.ReadBlob(digest);
        if (isDamaged)
        {
            fleet.Registry.Corrupt(digest, [.. bytes.Select(octet => (byte)(octet ^ 1))]);
        }
        else
        {
            fleet.Registry.Faults.StatusAlways(FakeRequestKind.Blob, 404, path => path.Contains(digest, StringComparison.Ordinal));
        }

        using var follower = fleet.Follow("state");
        foreach (var outcome in new[] { RefreshOutcome.Published, RefreshOutcome.Unchanged })
        {
            var result = await follower.RefreshAsync();
            Assert.Equal((outcome, true, 2, "2"), (result.Outcome, result.IsCurrent, follower.Served, follower.KeptText));
            Assert.StartsWith("Revision 1 is left out, and cannot be compared with or pinned here: ", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
        }

        AssertSame(fleet.Builder.Served, follower.Store.Current!);
        fleet.Registry.Faults.Clear();
        fleet.Registry.Corrupt(digest, bytes);
        _ = await fleet.Builder.PublishAsync(3);
        var mended = await follower.RefreshAsync();
        Assert.Equal((RefreshOutcome.Published, 0, 3, "1 2 3"), (mended.Outcome, mended.Problems.Length, follower.Served, follower.KeptText));
    }

    [Theory]
    [InlineData("revisions.v1\"", "revisions.v2\"", "It was published by another version of the service: it is of the type application/vnd.update-service.revisions.v2, and only application/vnd.update-service.revisions.v1 is known here. Update the followers before their builder.")]
    [InlineData("answers.v1\"", "answers.v2\"", "It names 0 layers application/vnd.update-service.answers.v1 of revision 1, where there must be one.")]
    [InlineData("\"artifactType\"", "\"artefactType\"", "It holds no revisions that a builder published (--publish).")]
    [InlineData("\"layers\"", "\"layer\"", "The manifest is not written as this service writes it.")]
    [InlineData("\"io.update-service.revision\":\"1\"}}", "\"io.update-service.revision\":\"one\"}}", "The manifest is not written as this service writes it.")]
    [InlineData("\"io.update-service.revision\":\"1\"}}", "\"io.update-service.revision\":\"99999999999\"}}", "The manifest is not written as this service writes it.")]
    public async Task A_manifest_that_is_not_understood_leaves_what_is_served(string written, string instead, string reason)
    {
        await using var fleet = await Fleet.CreateAsync();
        var first = await fleet.Builder.PublishAsync(1);
        using var follower = fleet.Follow();
        _ = await follower.RefreshAsync();
        var manifest = Encoding.UTF8.GetString(fleet.Registry.ReadManifest(first.Digest.ToString()));
        Assert.Contains(written, manifest, StringComparison.Ordinal);
        _ = fleet.Registry.Add(Fleet.Repository, Fleet.Tag, Encoding.UTF8.GetBytes(manifest.Replace(written, instead, StringComparison.Ordinal)), "application/vnd.oci.image.manifest.v1+json");

        var result = await follower.RefreshAsync();

        Assert.Equal($"{fleet.Place}: UnreadableFile: {reason} Revision 1 stays.", Assert.Single(result.Reasons).ToString());
        Assert.Equal(1, follower.Served);
    }

    [Fact]
    public async Task Answers_that_are_not_those_of_the_record_are_refused_though_each_digest_is_right()
    {
        await using var fleet = await Fleet.CreateAsync();
        var first = await fleet.Builder.PublishAsync(1);
        using var follower = fleet.Follow();
        _ = await follower.RefreshAsync();
        var second = await fleet.Builder.PublishAsync(2);
        var (before, after) = (Layers(fleet, first.Digest.ToString())[^1], Layers(fleet, second.Digest.ToString())[^1]);
        var manifest = Encoding.UTF8.GetString(fleet.Registry.ReadManifest(second.Digest.ToString()));
        var swapped = manifest.Replace($"{after}\",\"size\":{fleet.Registry.ReadBlob(after).Length}", $"{before}\",\"size\":{fleet.Registry.ReadBlob(before).Length}", StringComparison.Ordinal);
        Assert.NotEqual(manifest, swapped);
        _ = fleet.Registry.Add(Fleet.Repository, Fleet.Tag, Encoding.UTF8.GetBytes(swapped), "application/vnd.oci.image.manifest.v1+json");

        var result = await follower.RefreshAsync();

        Assert.Contains("The answers of revision 2 have the content hash", Assert.Single(result.Reasons).Message, StringComparison.Ordinal);
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
        using var other = fleet.Start("other");
        _ = await other.PublishAsync(3);

        Assert.Equal(RefreshOutcome.Published, (await follower.RefreshAsync()).Outcome);

        Assert.Equal((1, "1"), (follower.Served, follower.KeptText));
        AssertSame(other.Served, follower.Store.Current!);
        AssertSame(other.Served, follower.Library.Restore(follower.Library.Records[0]));
    }

    [Fact]
    public async Task Damaged_inputs_in_the_state_folder_are_read_from_the_registry_again()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        using (var follower = fleet.Follow("state"))
        {
            _ = await follower.RefreshAsync();
        }

        var inputs = Path.Combine(fleet.In("state"), "revisions", "000001", "inputs.tar.gz");
        var whole = await File.ReadAllBytesAsync(inputs);
        await File.WriteAllBytesAsync(inputs, whole[..^10]);
        using var again = fleet.Follow("state");
        _ = await again.RefreshAsync();

        AssertSame(fleet.Builder.Served, again.Store.Current!);
        Assert.Equal(whole, await File.ReadAllBytesAsync(inputs));
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

    private static void AssertSame(Revision builder, Revision follower)
    {
        Assert.True(builder.Record.IsSameAs(follower.Record));
        Assert.Equal(Text(builder), Text(follower));
        Assert.Equal(builder.Archive.Bytes, follower.Archive.Bytes);
        Assert.Null(follower.Damage);
        Assert.Equal(builder.Counts, follower.Counts);
    }

    private static string Text(Revision revision) => string.Join('\n', revision.Answers.All.Select(entry =>
        $"{entry.Channel} {entry.Architecture} {entry.Answer.EntityTags[0]} {Convert.ToHexString(entry.Answer.Gzip)} {Convert.ToHexString(entry.Answer.Brotli)}"));

    private static async Task<IEnumerable<string>> AskedAsync(Fleet fleet, Func<Task> act)
    {
        var before = fleet.Registry.Requests.Count;
        await act();
        return fleet.Registry.Requests.Skip(before).Select(request => request.Method);
    }

    private static List<string> Layers(Fleet fleet, string digest)
    {
        using var manifest = System.Text.Json.JsonDocument.Parse(fleet.Registry.ReadManifest(digest));
        return [.. manifest.RootElement.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("digest").GetString()!)];
    }
}
