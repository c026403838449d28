using System.Text;
using UpdateService.Builder.Refreshing;
using UpdateService.Testing.Registries;

namespace UpdateService.Builder.Tests.Sharing;

/// <summary>What is damaged, gone or not understood of what a builder published, or of what was kept of it.</summary>
public sealed class FollowerDamageTests
{
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
        Fleet.AssertSame(fleet.Builder.Served, follower.Store.Current!);
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

        Fleet.AssertSame(fleet.Builder.Served, follower.Store.Current!);
        fleet.Registry.Faults.Clear();
        fleet.Registry.Corrupt(digest, bytes);
        _ = await fleet.Builder.PublishAsync(3);
        var mended = await follower.RefreshAsync();
        Assert.Equal((RefreshOutcome.Published, 0, 3, "1 2 3"), (mended.Outcome, mended.Problems.Length, follower.Served, follower.KeptText));
    }

    [Theory]
    [InlineData("revisions.v2\"", "revisions.v3\"", "It was published by another version of the service: it is of the type application/vnd.update-service.revisions.v3, and application/vnd.update-service.revisions.v2 is known here. Update the followers before their builder.")]
    [InlineData("inputs.v1.", "inputs.v2.", "It names 0 layers application/vnd.update-service.inputs.v1.tar+gzip of revision 1, where there must be one.")]
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Inputs_that_are_not_those_of_the_answers_are_refused_though_each_digest_is_right(bool isFirst)
    {
        await using var fleet = await Fleet.CreateAsync();
        var first = await fleet.Builder.PublishAsync(1);
        using var follower = fleet.Follow();
        if (!isFirst)
        {
            _ = await follower.RefreshAsync();
        }

        var second = await fleet.Builder.PublishAsync(2);
        var (before, after) = (Layers(fleet, first.Digest.ToString())[1], Layers(fleet, second.Digest.ToString())[3]);
        Assert.NotEqual(before, after);
        var manifest = Encoding.UTF8.GetString(fleet.Registry.ReadManifest(second.Digest.ToString()));
        var swapped = manifest.Replace($"{after}\",\"size\":{fleet.Registry.ReadBlob(after).Length}", $"{before}\",\"size\":{fleet.Registry.ReadBlob(before).Length}", StringComparison.Ordinal);
        Assert.NotEqual(manifest, swapped);
        _ = fleet.Registry.Add(Fleet.Repository, Fleet.Tag, Encoding.UTF8.GetBytes(swapped), "application/vnd.oci.image.manifest.v1+json");

        var result = await follower.RefreshAsync();

        Assert.Contains("The inputs of revision 2 are not those that its answers were made of", Assert.Single(result.Reasons).Message, StringComparison.Ordinal);
        Assert.Equal(isFirst ? 0 : 1, follower.Served);
    }

    [Fact]
    public async Task A_size_that_a_manifest_claims_takes_no_memory()
    {
        await using var fleet = await Fleet.CreateAsync();
        var first = await fleet.Builder.PublishAsync(1);
        using var follower = fleet.Follow();
        var inputs = Layers(fleet, first.Digest.ToString())[1];
        var manifest = Encoding.UTF8.GetString(fleet.Registry.ReadManifest(first.Digest.ToString()));
        var claimed = manifest.Replace($"{inputs}\",\"size\":{fleet.Registry.ReadBlob(inputs).Length}", $"{inputs}\",\"size\":1073000000", StringComparison.Ordinal);
        Assert.NotEqual(manifest, claimed);
        _ = fleet.Registry.Add(Fleet.Repository, Fleet.Tag, Encoding.UTF8.GetBytes(claimed), "application/vnd.oci.image.manifest.v1+json");
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var result = await follower.RefreshAsync();

        Assert.Contains("does not have the 1073000000 bytes that the manifest claims", Assert.Single(result.Reasons).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 1_000_000_000); // Other tests allocate meanwhile.
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

        Fleet.AssertSame(fleet.Builder.Served, again.Store.Current!);
        Assert.Equal(whole, await File.ReadAllBytesAsync(inputs));
    }

    private static List<string> Layers(Fleet fleet, string digest)
    {
        using var manifest = System.Text.Json.JsonDocument.Parse(fleet.Registry.ReadManifest(digest));
        return [.. manifest.RootElement.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("digest").GetString()!)];
    }
}
