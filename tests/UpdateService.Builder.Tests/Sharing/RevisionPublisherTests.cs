using System.Text;
using System.Text.Json;
using UpdateService.Builder.Answers;
using UpdateService.Registry.Protocol;
using UpdateService.Testing.Registries;

namespace UpdateService.Builder.Tests.Sharing;

public sealed class RevisionPublisherTests
{
    private static readonly string[] ImageTypes = ["application/vnd.oci.image.config.v1+json", "application/vnd.oci.image.layer.v1.tar+gzip"];

    [Fact]
    public async Task The_tag_names_an_artifact_of_the_files_of_the_state_folder_and_all_answers()
    {
        await using var fleet = await Fleet.CreateAsync();

        var result = await fleet.Builder.PublishAsync(1);

        Assert.Equal((1, true, null), (result.Served, result.IsPushed, result.Warning));
        Assert.Equal(result.Digest.ToString(), fleet.Registry.Find(Fleet.Repository, Fleet.Tag));
        using var manifest = JsonDocument.Parse(fleet.Registry.ReadManifest(result.Digest.ToString()));
        var root = manifest.RootElement;
        Assert.Equal("application/vnd.oci.image.manifest.v1+json", root.GetProperty("mediaType").GetString());
        Assert.Equal("application/vnd.update-service.revisions.v2", root.GetProperty("artifactType").GetString());
        Assert.Equal("""{"mediaType":"application/vnd.oci.empty.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2}""", root.GetProperty("config").GetRawText());
        Assert.Equal("""{"io.update-service.builder":"builder","io.update-service.revision":"1"}""", root.GetProperty("annotations").GetRawText());
        var folder = Path.Combine(fleet.In("builder"), "revisions", "000001");
        Assert.Equal(
            new[] { "revision.json", "inputs.tar.gz" }.Select(name => File.ReadAllBytes(Path.Combine(folder, name))).Concat(AnswerPart.Of(fleet.Builder.Served.Answers).Select(part => part.Pack())).Select(blob => Registry.Digest.Of(blob).ToString()),
            root.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("digest").GetString()));
    }

    [Fact]
    public async Task What_the_tag_names_already_is_not_pushed_again()
    {
        await using var fleet = await Fleet.CreateAsync();
        var first = await fleet.Builder.PublishAsync(1);
        var sent = fleet.Registry.Requests.Count;

        var second = await fleet.Builder.PublishAsync();

        Assert.Equal((false, first.Digest), (second.IsPushed, second.Digest));
        Assert.Equal(["HEAD"], fleet.Registry.Requests.Skip(sent).Select(request => request.Method));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_with_the_state_folder_finds_what_it_published_before(bool asImage)
    {
        await using var fleet = await Fleet.CreateAsync();
        fleet.Registry.Faults.AllowedTypes = asImage ? ImageTypes : null;
        var first = await fleet.Builder.PublishAsync(1);
        fleet.Builder.Dispose();

        using var again = fleet.Start();
        var second = await again.PublishAsync();

        Assert.Equal((false, first.Digest, null), (second.IsPushed, second.Digest, second.Warning));
    }

    [Fact]
    public async Task Blobs_that_the_registry_has_are_not_sent_again()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        Assert.Equal(5, fleet.Sent(FakeRequestKind.Upload)); // Configuration, record, inputs, answers of two minors.

        var result = await fleet.Builder.PublishAsync(2);

        Assert.Equal((9, 4), (fleet.Sent(FakeRequestKind.Upload), result.Blobs));
    }

    [Fact]
    public async Task The_small_bytes_are_published_once_they_are_all_there()
    {
        await using var fleet = await Fleet.CreateAsync();
        var quick = await fleet.Builder.PublishAsync(1);
        var answer = fleet.Builder.Served.Answers.All[0].Answer;
        answer.ImproveGzip();
        Assert.False((await fleet.Builder.PublishAsync()).IsPushed);

        fleet.Builder.Improve();
        var small = await fleet.Builder.PublishAsync();

        Assert.Equal((true, 2, 1), (small.IsPushed, small.Blobs, small.Served));
        Assert.NotEqual(quick.Digest, small.Digest);
    }

    [Fact]
    public async Task A_tag_that_was_deleted_is_pushed_again()
    {
        await using var fleet = await Fleet.CreateAsync();
        var first = await fleet.Builder.PublishAsync(1);
        fleet.Registry.Remove(Fleet.Repository, Fleet.Tag);

        var second = await fleet.Builder.PublishAsync();

        Assert.Equal((true, first.Digest, 0, null), (second.IsPushed, second.Digest, second.Blobs, second.Warning));
        Assert.Equal(first.Digest.ToString(), fleet.Registry.Find(Fleet.Repository, Fleet.Tag));
    }

    [Theory]
    [InlineData(FakeRequestKind.Upload)]
    [InlineData(FakeRequestKind.Push)]
    public async Task Half_a_push_leaves_the_tag_where_it_was_and_the_next_try_sends_the_rest(FakeRequestKind kind)
    {
        await using var fleet = await Fleet.CreateAsync();
        var first = await fleet.Builder.PublishAsync(1);
        fleet.Registry.Faults.StatusAlways(kind, 500, _ => true);

        _ = await Assert.ThrowsAsync<RegistryException>(() => fleet.Builder.PublishAsync(2));
        Assert.Equal(first.Digest.ToString(), fleet.Registry.Find(Fleet.Repository, Fleet.Tag));

        fleet.Registry.Faults.Clear();
        var second = await fleet.Builder.PublishAsync();
        Assert.Equal((2, true, kind == FakeRequestKind.Push ? 0 : 4), (second.Served, second.IsPushed, second.Blobs));
        Assert.Equal(second.Digest.ToString(), fleet.Registry.Find(Fleet.Repository, Fleet.Tag));
    }

    [Fact]
    public async Task A_pinned_revision_is_what_followers_get()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        _ = await fleet.Builder.PublishAsync(2);

        fleet.Builder.Life.Pin(1);
        var pinned = await fleet.Builder.PublishAsync();
        fleet.Builder.Life.Unpin();
        var newest = await fleet.Builder.PublishAsync();

        Assert.Equal((1, true, null), (pinned.Served, pinned.IsPushed, pinned.Warning));
        Assert.Equal((2, true, null), (newest.Served, newest.IsPushed, newest.Warning));
    }

    [Fact]
    public async Task Two_builders_on_one_tag_notice_each_other()
    {
        await using var fleet = await Fleet.CreateAsync();
        using var other = fleet.Start("other");
        _ = await fleet.Builder.PublishAsync(1);

        var second = await other.PublishAsync(2);
        var third = await fleet.Builder.PublishAsync();

        Assert.Equal(
            $"{fleet.Place} held revision 1 of another builder (builder), and now holds revision 1 of this one (other). Two builders on one tag replace each other's revisions: give each a tag of its own. A builder that lost its state, or has none, is another one after its start.",
            second.Warning);
        Assert.StartsWith($"{fleet.Place} held revision 1 of another builder (other)", third.Warning, StringComparison.Ordinal);
        Assert.Null((await fleet.Builder.PublishAsync()).Warning);
    }

    [Fact]
    public async Task A_state_that_was_taken_back_is_noticed()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = await fleet.Builder.PublishAsync(1);
        _ = await fleet.Builder.PublishAsync(2);
        fleet.Builder.Dispose();
        Directory.Delete(fleet.In("builder"), recursive: true);

        using var again = fleet.Start();
        var result = await again.PublishAsync(3);

        Assert.Equal($"{fleet.Place} held revision 2 of this builder, whose newest is 1: its state was taken back, and numbers are given again.", result.Warning);
    }

    /// <summary>As Quay: it takes images, and of artifacts only those whose types its operator allowed.</summary>
    [Fact]
    public async Task A_registry_that_takes_no_artifacts_gets_an_image_that_followers_read()
    {
        await using var fleet = await Fleet.CreateAsync();
        fleet.Registry.Faults.AllowedTypes = ImageTypes;
        using var follower = fleet.Follow();

        var first = await fleet.Builder.PublishAsync(1);
        _ = await follower.RefreshAsync();
        Fleet.AssertSame(fleet.Builder.Served, follower.Store.Current!);
        var second = await fleet.Builder.PublishAsync(2);
        _ = await follower.RefreshAsync();
        Fleet.AssertSame(fleet.Builder.Served, follower.Store.Current!);

        Assert.StartsWith($"{fleet.Place} takes no artifacts: PUT {fleet.Registry.Address}/v2/updates/revisions/manifests/current: 400 BadRequest (MANIFEST_INVALID). The revision is published as an image", first.Warning, StringComparison.Ordinal);
        Assert.Contains("application/vnd.update-service.inputs.v1.tar+gzip", first.Warning, StringComparison.Ordinal);
        Assert.Null(second.Warning);
        Assert.Equal(3, fleet.Sent(FakeRequestKind.Push)); // The artifact is tried once.
        using var manifest = JsonDocument.Parse(fleet.Registry.ReadManifest(second.Digest.ToString()));
        Assert.False(manifest.RootElement.TryGetProperty("artifactType", out _));
        using var config = JsonDocument.Parse(fleet.Registry.ReadBlob(manifest.RootElement.GetProperty("config").GetProperty("digest").GetString()!));
        Assert.Equal(manifest.RootElement.GetProperty("layers").GetArrayLength(), config.RootElement.GetProperty("rootfs").GetProperty("diff_ids").GetArrayLength());
    }

    [Fact]
    public async Task A_registry_that_takes_neither_form_is_told_of_with_the_types_to_allow()
    {
        await using var fleet = await Fleet.CreateAsync();
        fleet.Registry.Faults.AllowedTypes = [];

        var failure = await Assert.ThrowsAsync<RegistryException>(() => fleet.Builder.PublishAsync(1));

        Assert.EndsWith(
            "The registry takes revisions neither as an artifact nor as an image. Let it allow the types application/vnd.update-service.revisions.v2, application/vnd.oci.empty.v1+json, application/vnd.update-service.revision.v1+json, application/vnd.update-service.inputs.v1.tar+gzip, application/vnd.update-service.answers.v1.",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Null(fleet.Registry.Find(Fleet.Repository, Fleet.Tag));

        fleet.Registry.Faults.AllowedTypes = null;
        Assert.True((await fleet.Builder.PublishAsync()).IsPushed);
    }

    [Fact]
    public async Task Something_else_under_the_tag_is_replaced_and_told()
    {
        await using var fleet = await Fleet.CreateAsync();
        _ = fleet.Registry.Add(Fleet.Repository, Fleet.Tag, Encoding.UTF8.GetBytes("""{"layers":[]}"""), "application/vnd.oci.image.manifest.v1+json");

        var result = await fleet.Builder.PublishAsync(1);

        Assert.Equal($"{fleet.Place} held something else, which was replaced: It holds no revisions that a builder published (--publish).", result.Warning);
        Assert.True(result.IsPushed);
    }
}
