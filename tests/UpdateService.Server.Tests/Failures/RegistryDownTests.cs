namespace UpdateService.Server.Tests.Failures;

/// <summary>Nobody listens at the registry's address.</summary>
public sealed class RegistryDownTests
{
    [Fact]
    public async Task Registry_down_at_start_without_a_kept_revision_is_503_and_asked_until_it_answers()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        await mirrored.Registry.StopAsync();
        await mirrored.StartAsync();
        await mirrored.SettleAsync();

        await mirrored.AssertServesNothingAsync();
        var reason = $"{mirrored.Place}: UnreadableSource: The registry cannot be read, and nothing was kept of it: GET {mirrored.Registry.Address}/v2/{MirroredService.Repository}/tags/list: no connection to {mirrored.Registry.Host} (ConnectionRefused).";
        Assert.Equal($"not ready: there is no revision yet\nThe inputs are refused for 1 reason; the first: {reason}\n", await mirrored.ReadyAsync());
        Assert.Equal((0, null), (await mirrored.HealthyAsync(), await mirrored.MetricAsync("update_service_revision")));

        // At once, then after 1, 2, 4, 8 and 16 s; the next wait is 32 s.
        Assert.Equal((6, 6), (await mirrored.MetricAsync("cincinnati_gb_graph_upstream_scrapes_total"), await mirrored.MetricAsync("cincinnati_gb_graph_upstream_errors_total")));
        Assert.Equal((6, 24), (await mirrored.FailuresAsync("Unreachable"), await mirrored.MetricAsync("update_service_registry_retries_total")));
        Assert.Equal($"Error: {reason}", Assert.Single(mirrored.Logged("Error: ")));
        Assert.StartsWith("Warning: The inputs are refused for 1 reason and there is no revision yet, clients get 503 (", mirrored.Logged("Warning: ")[0], StringComparison.Ordinal);

        await mirrored.Registry.StartAgainAsync();
        await mirrored.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2", "4.18.3"], await mirrored.VersionsAsync());
        Assert.Equal("ready: revision 1\n", await mirrored.ReadyAsync());
        Assert.Equal(1, await mirrored.HealthyAsync());
    }

    [Fact]
    public async Task Registry_down_at_start_with_a_kept_revision_serves_it_at_once()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        var before = await mirrored.StartReadyAsync();
        await mirrored.Registry.StopAsync();

        await mirrored.StartAsync();
        await mirrored.AssertServesAsync(before); // Whether or not the first refresh is over.
        await mirrored.SettleAsync();

        await AssertOutAsync(mirrored, before, scrapes: 1);
        Assert.Contains(mirrored.Service.Log, line => line.StartsWith("Information: Revision 1 (", StringComparison.Ordinal) && line.EndsWith("is served: 3 releases. The sources are asked now.", StringComparison.Ordinal));
        await AssertRecoversAsync(mirrored, before);
    }

    [Fact]
    public async Task Registry_down_at_start_with_a_kept_revision_and_nothing_else_serves_it_too()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        var before = await mirrored.StartReadyAsync();
        await mirrored.Registry.StopAsync();
        await mirrored.Service.DisposeAsync();
        Directory.Delete(Path.Combine(mirrored.State, "registries"), recursive: true);

        await mirrored.StartAsync();
        await mirrored.SettleAsync();

        await mirrored.AssertServesAsync(before);
        Assert.StartsWith($"ready: revision 1\nThe inputs are refused for 1 reason; the first: {mirrored.Place}: UnreadableSource: ", await mirrored.ReadyAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await mirrored.HealthyAsync());
        await mirrored.Registry.StartAgainAsync();
        await mirrored.RefreshAsync();
        await mirrored.AssertServesAsync(before);
        Assert.Equal("ready: revision 1\n", await mirrored.ReadyAsync());
    }

    [Fact]
    public async Task Registry_down_later_changes_no_answer_and_makes_no_revision()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        var before = await mirrored.StartReadyAsync();
        await mirrored.Registry.StopAsync();

        await mirrored.RefreshAsync();
        await AssertOutAsync(mirrored, before, scrapes: 2);
        await mirrored.RefreshAsync();

        Assert.Single(mirrored.Logged($"Warning: {mirrored.Place}: UnreadableSource: ")); // Told once, not with each refresh.
        Assert.Equal(1, await mirrored.MetricAsync("update_service_revisions_kept"));
        await AssertRecoversAsync(mirrored, before);
    }

    private static async Task AssertOutAsync(MirroredService mirrored, WireAnswer before, int scrapes)
    {
        await mirrored.AssertServesAsync(before);
        var outage = $"{mirrored.Place}: UnreadableSource: GET {mirrored.Registry.Address}/v2/{MirroredService.Repository}/tags/list: no connection to {mirrored.Registry.Host} (ConnectionRefused). The last known releases stay.";
        Assert.Equal($"ready: revision 1\n{outage}\n", await mirrored.ReadyAsync());
        Assert.Equal([$"Warning: {outage}"], mirrored.Logged($"Warning: {mirrored.Place}"));
        Assert.Equal((0, 1), (await mirrored.HealthyAsync(), await mirrored.FailuresAsync("Unreachable")));
        Assert.Equal((scrapes, 1), (await mirrored.MetricAsync("cincinnati_gb_graph_upstream_scrapes_total"), await mirrored.MetricAsync("cincinnati_gb_graph_upstream_errors_total")));
        Assert.Equal((3, 3, 0), (await mirrored.TagsAsync("release"), await mirrored.TagsAsync("carried"), await mirrored.MetricAsync("update_service_quarantined_releases")));
        Assert.Equal(1, await mirrored.MetricAsync("update_service_problems", "{rule=\"UnreadableSource\",severity=\"Error\"}"));
    }

    /// <summary>What was pushed meanwhile comes, without a restart.</summary>
    private static async Task AssertRecoversAsync(MirroredService mirrored, WireAnswer before)
    {
        await mirrored.Registry.StartAgainAsync();
        await mirrored.RefreshAsync();
        await mirrored.AssertServesAsync(before);
        Assert.Equal("ready: revision 1\n", await mirrored.ReadyAsync());
        Assert.Equal(1, await mirrored.HealthyAsync());
        Assert.Single(mirrored.Logged("Information: All sources can be read again."));

        mirrored.Push(4);
        await mirrored.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2", "4.18.3", "4.18.4"], await mirrored.VersionsAsync());
        Assert.Equal("ready: revision 2\n", await mirrored.ReadyAsync());
    }
}
