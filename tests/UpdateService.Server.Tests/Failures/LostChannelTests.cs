namespace UpdateService.Server.Tests.Failures;

/// <summary>Nothing is wrong with any file, but that of a channel is gone, or ends early: its clusters would lose every update.</summary>
public sealed class LostChannelTests
{
    private const string Channel = "channels/stable-4.18.yaml";

    [Fact]
    public async Task The_file_of_a_channel_that_is_deleted_or_cut_short_takes_nobodys_version()
    {
        await using var mirrored = await MirroredService.CreateAsync(releases: 30);
        mirrored.Data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1"));
        var before = await mirrored.StartReadyAsync();
        var file = Path.Combine(mirrored.Data.Path, Channel);
        var good = await File.ReadAllTextAsync(file);

        File.Delete(file);
        await SaysAsync(mirrored, "The inputs lost 30 of 30 releases of the channel stable-4.18 for amd64 at once");
        await mirrored.AssertServesAsync(before);
        Assert.Equal((0, 1), (await mirrored.HealthyAsync(), await mirrored.MetricAsync("update_service_held_back")));

        mirrored.Data.Write(Channel, good[..good.IndexOf("- 4.18.8\n", StringComparison.Ordinal)]);
        await SaysAsync(mirrored, "The inputs lost 23 of 30 releases of the channel stable-4.18 for amd64 at once");
        await mirrored.AssertServesAsync(before);

        mirrored.Data.Write("blocked-edges/4.18.3-all.yaml", "to: 4.18.3\nfrom: .*\n");
        await SaysAsync(mirrored, "What the build closes is closed in revision 2, which is served; nothing else of it is.");
        Assert.Equal(28, await CountEdgesAsync(mirrored));

        mirrored.Data.Write(Channel, good);
        await Eventually.HoldsAsync(async () => await mirrored.HealthyAsync() == 1, "the file is mended");
        Assert.Equal((28, 30), (await CountEdgesAsync(mirrored), (await mirrored.VersionsAsync()).Count));
        Assert.Equal(0, await mirrored.MetricAsync("update_service_held_back"));
        Assert.Equal("ready: revision 3\n", await mirrored.ReadyAsync());
    }

    /// <summary>The folder is watched: nobody need ask for a refresh.</summary>
    private static Task SaysAsync(MirroredService mirrored, string text) =>
        Eventually.HoldsAsync(async () => (await mirrored.ReadyAsync()).Contains(text, StringComparison.Ordinal), $"/readyz says: {text}");

    private static async Task<int> CountEdgesAsync(MirroredService mirrored) => AnswerPairs.Of((await mirrored.AskAsync()).Body).Edges.Count;
}
