using System.Collections.Immutable;
using System.Text;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Sharing;
using UpdateService.Builder.Tests.Revisions;

namespace UpdateService.Builder.Tests.Sharing;

/// <summary>Answers travel in parts: what a change leaves as it was is neither sent nor read again.</summary>
public sealed class SharedPartsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_the_parts_that_a_change_concerns_are_sent_and_read(bool isRestarted)
    {
        await using var fleet = await Fleet.CreateAsync();
        var first = await fleet.Builder.PublishAsync(Life.Apart(1));
        using var before = fleet.Follow("state");
        _ = await before.RefreshAsync();
        if (isRestarted)
        {
            before.Dispose();
        }

        using var again = isRestarted ? fleet.Follow("state") : null;
        var follower = again ?? before;
        var second = await fleet.Builder.PublishAsync(Life.Apart(2));

        Assert.Equal((6, 4), (first.Blobs, second.Blobs)); // Record and inputs, answers of two minors of three; at first the configuration too.
        Assert.Equal(["HEAD", "GET", "GET", "GET", "GET", "GET"], await fleet.AskedAsync(follower.RefreshAsync));
        Fleet.AssertSame(fleet.Builder.Served, follower.Store.Current!);
    }

    [Fact]
    public async Task An_artifact_of_an_earlier_builder_is_followed_and_then_one_of_this()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(Life.Apart(1));
        var parts = Replace(fleet, [Pack(fleet, fleet.Builder.Served.Answers.All)], SharedFormat.ArtifactInOne);
        using var follower = fleet.Follow("state");

        Assert.Equal(RefreshOutcome.Published, (await follower.RefreshAsync()).Outcome);
        Fleet.AssertSame(fleet.Builder.Served, follower.Store.Current!);
        Assert.Equal(["HEAD"], await fleet.AskedAsync(follower.RefreshAsync));

        _ = Replace(fleet, parts);
        var same = await follower.RefreshAsync();
        Assert.Equal((RefreshOutcome.Unchanged, true), (same.Outcome, same.IsHealthy));
        _ = await fleet.Builder.PublishAsync(Life.Apart(2));
        Assert.Equal(RefreshOutcome.Published, (await follower.RefreshAsync()).Outcome);
        Fleet.AssertSame(fleet.Builder.Served, follower.Store.Current!);
    }

    [Fact]
    public async Task Parts_that_are_not_all_there_or_there_twice_leave_what_is_served()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(Life.Apart(1));
        using var follower = fleet.Follow();
        _ = await follower.RefreshAsync();
        _ = await fleet.Builder.PublishAsync(Life.Apart(2));
        var parts = Replace(fleet, []);

        await AssertRefusedAsync(fleet, follower, [], "The answers of revision 2 have the content hash ");
        await AssertRefusedAsync(fleet, follower, parts[1..], "The answers of revision 2 have the content hash ");
        await AssertRefusedAsync(fleet, follower, [.. parts, parts[0]], "The kept answers have two of ");
        await AssertRefusedAsync(fleet, follower, [.. parts, Pack(fleet, [])], reason: null); // It adds nothing.
    }

    [Fact]
    public async Task Parts_that_are_too_large_together_are_not_read()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(Life.Apart(1));
        using var follower = fleet.Follow();
        _ = await follower.RefreshAsync();
        _ = await fleet.Builder.PublishAsync(Life.Apart(2));
        SharedBlob[] parts = [.. Replace(fleet, []).Select(part => part with { Size = 400 << 20 })];

        await AssertRefusedAsync(fleet, follower, parts, $"The layer {parts[2].Digest} is said to have 419430400 bytes; the limit of all 3 together is 1073741824.");
        await AssertRefusedAsync(fleet, follower, [parts[0] with { Size = -1 }], "is said to have -1 bytes; the limit is 1073741824.");
    }

    private static async Task AssertRefusedAsync(Fleet fleet, FollowerLife follower, SharedBlob[] parts, string? reason)
    {
        _ = Replace(fleet, parts);
        var result = await follower.RefreshAsync();
        if (reason is null)
        {
            Assert.Equal((RefreshOutcome.Published, 2), (result.Outcome, follower.Served));
        }
        else
        {
            Assert.Contains(reason, Assert.Single(result.Reasons).Message, StringComparison.Ordinal);
            Assert.Equal(1, follower.Served);
        }
    }

    /// <summary>Puts other answers into what the tag names.</summary>
    /// <returns>Those that it named.</returns>
    private static SharedBlob[] Replace(Fleet fleet, SharedBlob[] parts, string? artifact = null)
    {
        var shared = SharedManifest.Read(fleet.Registry.ReadManifest(fleet.Registry.Find(Fleet.Repository, Fleet.Tag)!));
        var manifest = Encoding.UTF8.GetString(SharedManifest.Write(shared with { Answers = [.. parts] }));
        _ = fleet.Registry.Add(Fleet.Repository, Fleet.Tag, Encoding.UTF8.GetBytes(manifest.Replace(SharedFormat.Artifact, artifact ?? SharedFormat.Artifact, StringComparison.Ordinal)), "application/vnd.oci.image.manifest.v1+json");
        return [.. shared.Answers];
    }

    private static SharedBlob Pack(Fleet fleet, ImmutableArray<(string Channel, string Architecture, Answer Answer)> answers)
    {
        var pack = new AnswerPart("", answers).Pack();
        _ = fleet.Registry.AddBlob(pack);
        return SharedBlob.Of(SharedFormat.Answers, pack);
    }
}
