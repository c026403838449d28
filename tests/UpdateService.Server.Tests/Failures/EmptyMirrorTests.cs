namespace UpdateService.Server.Tests.Failures;

/// <summary>Nothing is wrong with the sources, but there are no releases in them, or few: a mirror that is not filled yet, or is filled anew.</summary>
public sealed class EmptyMirrorTests
{
    [Fact]
    public async Task A_mirror_without_releases_at_start_is_503_until_there_are_some()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        Enumerable.Range(1, 3).ToList().ForEach(number => mirrored.Registry.Remove(MirroredService.Repository, MirroredService.Tag(number)));
        await mirrored.StartAsync();
        await mirrored.SettleAsync();

        await mirrored.AssertServesNothingAsync();
        Assert.Contains("The inputs contain no releases: every cluster would be told that its version is unknown", await mirrored.ReadyAsync(), StringComparison.Ordinal);
        Assert.Equal((0, 1), (await mirrored.HealthyAsync(), await mirrored.MetricAsync("update_service_held_back")));

        Enumerable.Range(1, 3).ToList().ForEach(mirrored.Push);
        await mirrored.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2", "4.18.3"], await mirrored.VersionsAsync());
        Assert.Equal((1, 0), (await mirrored.HealthyAsync(), await mirrored.MetricAsync("update_service_held_back")));
    }

    [Fact]
    public async Task A_registry_that_lost_its_disk_and_is_filled_anew_takes_nobodys_version()
    {
        await using var mirrored = await MirroredService.CreateAsync(releases: 30);
        var before = await mirrored.StartReadyAsync();
        Enumerable.Range(2, 29).ToList().ForEach(number => mirrored.Registry.Remove(MirroredService.Repository, MirroredService.Tag(number)));

        await mirrored.RefreshAsync();
        await mirrored.AssertServesAsync(before);
        Assert.Contains("The inputs lost 29 of 30 releases at once", await mirrored.ReadyAsync(), StringComparison.Ordinal);
        Assert.Equal((0, 1), (await mirrored.HealthyAsync(), await mirrored.MetricAsync("update_service_held_back")));

        Enumerable.Range(2, 29).ToList().ForEach(mirrored.Push);
        await mirrored.RefreshAsync();
        await mirrored.AssertServesAsync(before);
        Assert.Equal((1, 0), (await mirrored.HealthyAsync(), await mirrored.MetricAsync("update_service_held_back")));
    }
}
