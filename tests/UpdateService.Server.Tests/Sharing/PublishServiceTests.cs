using UpdateService.Testing.Registries;
using static UpdateService.Server.Tests.Sharing.SharedServices;

namespace UpdateService.Server.Tests.Sharing;

/// <summary>A builder that cannot publish serves on, and says so.</summary>
public sealed class PublishServiceTests
{
    [Fact]
    public async Task What_is_published_is_told_and_counted()
    {
        await using var shared = await CreateAsync();
        var builder = await shared.BuildAsync();
        await shared.PublishedAsync();
        await Eventually.HoldsAsync(async () => await MetricAsync(builder, "update_service_publish_healthy") == 1, "it is counted");

        Assert.Equal((1, 1, 0), (
            await MetricAsync(builder, "update_service_published_revision"),
            await MetricAsync(builder, "update_service_publishes_total", "{result=\"pushed\"}"),
            await MetricAsync(builder, "update_service_publishes_total", "{result=\"failed\"}")));
        Assert.True(await MetricAsync(builder, "update_service_published_digest_age_seconds") >= 0);
        Assert.Contains(builder.Log, line => line.StartsWith($"Information: Revision 1 is published to {shared.Place} as {shared.Registry.Find(RepositoryPath, Tag)}: 4 new blobs, ", StringComparison.Ordinal));
        Assert.Equal("ready: revision 1\n", (await builder.GetStatusAsync("/readyz")).Text);
    }

    [Fact]
    public async Task A_push_that_is_refused_is_a_trouble_until_one_succeeds_and_stops_nothing()
    {
        await using var shared = await CreateAsync();
        shared.Registry.Faults.StatusAlways(FakeRequestKind.Push, 403, _ => true);
        var builder = await shared.BuildAsync();
        await Eventually.HoldsAsync(async () => await MetricAsync(builder, "update_service_publishes_total", "{result=\"failed\"}") == 1, "the push has failed");

        var trouble = $"Followers do not get what is served here: it cannot be published to {shared.Place}: PUT {shared.Registry.Address}/v2/{RepositoryPath}/manifests/{Tag}: 403 Forbidden (UNKNOWN). The registry does not let these credentials push to it; give others by --registry-auth.";
        Assert.Equal($"ready: revision 1\n{trouble}\n", (await builder.GetStatusAsync("/readyz")).Text);
        Assert.Equal([trouble], (await StatusAsync(builder)).GetProperty("troubles").EnumerateArray().Select(text => text.GetString()));
        Assert.Contains($"Error: {trouble} It is tried again after the next refresh.", builder.Log);
        Assert.Equal((0, null), (await MetricAsync(builder, "update_service_publish_healthy"), await MetricAsync(builder, "update_service_published_revision")));
        Assert.Equal(200, (await builder.GetAsync("/v1/graph?channel=stable-4.18")).Status);

        shared.Registry.Faults.Clear();
        await ActAsync(builder, "refresh");
        await Eventually.HoldsAsync(async () => (await builder.GetStatusAsync("/readyz")).Text == "ready: revision 1\n", "the trouble is over");
        Assert.NotNull(shared.Registry.Find(RepositoryPath, Tag));
    }

    [Fact]
    public async Task A_second_builder_on_the_tag_is_a_trouble()
    {
        await using var shared = await CreateAsync();
        _ = await shared.BuildAsync();
        await shared.PublishedAsync();
        var first = shared.Registry.Find(RepositoryPath, Tag);

        var second = await shared.BuildAsync();
        await Eventually.HoldsAsync(() => shared.Registry.Find(RepositoryPath, Tag) != first, "the second publishes");
        await Eventually.HoldsAsync(async () => (await second.GetStatusAsync("/readyz")).Text.Contains("of another builder (", StringComparison.Ordinal), "it is told");

        Assert.Contains(second.Log, line => line.StartsWith($"Warning: {shared.Place} held revision 1 of another builder (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_kept_before_a_revision_that_is_damaged_is_not_published_in_its_place_before_the_sources_are_read()
    {
        using var state = new TemporaryFolder(); // Goes after the services that write to it.
        await using var shared = await CreateAsync();
        var builder = await shared.BuildAsync("--state", state.Path);
        await shared.PublishedAsync();
        await shared.PublishAsync(builder, "stable-4.20");
        await shared.EndAsync(builder);
        await File.WriteAllTextAsync(state.In("revisions/000002/revision.json"), "damaged");
        shared.Data.Write("channels/extra.yaml", "name: [\n");

        var restarted = await shared.BuildAsync("--state", state.Path);
        await Eventually.HoldsAsync(() => restarted.Log.Any(line => line.StartsWith("Warning: The inputs are refused ", StringComparison.Ordinal)), "the inputs are refused");
        Assert.Equal("1", (await StatusAsync(restarted)).GetProperty("served").GetProperty("number").GetRawText());
        shared.Data.Write("channels/extra.yaml", GraphDataDirectory.ChannelOf("stable-4.21", "4.18.1", "4.18.2"));
        await ActAsync(restarted, "refresh");
        await Eventually.HoldsAsync(async () => await MetricAsync(restarted, "update_service_published_revision") == 3, "what the sources have now is published");

        _ = Assert.Single(restarted.Log, line => line.Contains(" is published to ", StringComparison.Ordinal));
        Assert.Contains("stable-4.21", (await restarted.GetAsync("/v1/graph?channel=stable-4.18")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_neither_publishes_nor_follows_says_nothing_of_either()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);

        var metrics = (await service.GetStatusAsync("/metrics")).Text;

        Assert.DoesNotContain("update_service_publish", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("update_service_follow", metrics, StringComparison.Ordinal);
    }
}
