namespace UpdateService.Server.Tests.Administration;

/// <summary>Both cases of the loss guard, as an operator sees them.</summary>
public sealed class HeldBackTests
{
    private const string Graph = "/graph?channel=stable-4.18";

    [Fact]
    public async Task A_loss_by_error_is_held_back_told_and_can_be_published()
    {
        await using var service = await AdministeredService.StartAsync("--lenient");
        var before = await service.Service.GetAsync(Graph);
        await LoseAsync(service);

        Assert.Equal(before.Text, (await service.Service.GetAsync(Graph)).Text);
        var status = await service.StatusAsync();
        var waiting = status.GetProperty("heldBack");
        var candidate = waiting.GetProperty("candidate").GetString();
        Assert.Equal(
            "The channel stable-4.18 would lose 2 releases for amd64 to errors in the inputs, among them 4.18.2. Revision 1 stays. If this is meant, an operator can publish it all the same: POST /admin/publish?candidate=… on the status address.",
            waiting.GetProperty("reason").GetString());
        Assert.False(status.GetProperty("lastRefresh").GetProperty("healthy").GetBoolean());
        Assert.Equal((1d, 0d), (await service.MetricAsync("update_service_held_back"), await service.MetricAsync("update_service_inputs_healthy")));
        Assert.Equal(1, await service.MetricAsync("update_service_refreshes_total", "{outcome=\"HeldBack\"}"));
        Assert.Contains(service.Log, line => line.StartsWith($"Warning: A build is held back as candidate {candidate}, and revision 1 stays (", StringComparison.Ordinal));
        var ready = (await service.Service.GetStatusAsync("/readyz")).Text;
        Assert.StartsWith("ready: revision 1\nA build is held back since ", ready, StringComparison.Ordinal);
        Assert.EndsWith($"(candidate {candidate})\n", ready, StringComparison.Ordinal);

        var wrong = await service.ActAsync("publish?candidate=0123456789ab");
        Assert.Equal((409, $$"""{"kind":"conflict","value":"no build '0123456789ab' is held back; '{{candidate}}' is (publish?candidate=…)"}"""), (wrong.Status, wrong.Text));
        Assert.Equal(200, (await service.ActAsync($"publish?candidate={candidate}")).Status);

        Assert.DoesNotContain("4.18.2", (await service.Service.GetAsync(Graph)).Text, StringComparison.Ordinal);
        Assert.Equal("ready: revision 2\n", (await service.Service.GetStatusAsync("/readyz")).Text);
        Assert.Equal((0d, 1d), (await service.MetricAsync("update_service_held_back"), await service.MetricAsync("update_service_inputs_healthy")));
        Assert.Equal((1d, 1d), (await service.MetricAsync("update_service_admin_acts_total", "{act=\"publish\",result=\"refused\"}"), await service.MetricAsync("update_service_admin_acts_total", "{act=\"publish\",result=\"done\"}")));
        Assert.Equal(($"publish {candidate}", "revision 2 is published"), service.Audit.Last());

        var again = await service.ActAsync($"publish?candidate={candidate}");
        Assert.Equal((409, $$"""{"kind":"conflict","value":"no build '{{candidate}}' is held back; none is (publish?candidate=…)"}"""), (again.Status, again.Text));
        await service.StartAgainAsync();
        Assert.Equal((2, 0d), (await service.NumberAsync("served"), await service.MetricAsync("update_service_held_back")));
    }

    [Fact]
    public async Task A_loss_that_the_inputs_mean_is_published_and_told()
    {
        await using var service = await AdministeredService.StartAsync("--lenient");
        service.Data.Write("releases/releases.jsonl", GraphDataDirectory.ReleaseOf("4.18.1", "amd64"));
        _ = await service.ActAsync("refresh");

        Assert.DoesNotContain("4.18.2", (await service.Service.GetAsync(Graph)).Text, StringComparison.Ordinal);
        var status = await service.StatusAsync();
        Assert.Equal(("Null", 2), (status.GetProperty("heldBack").ValueKind.ToString(), status.GetProperty("served").GetProperty("number").GetInt32()));
        Assert.True(status.GetProperty("lastRefresh").GetProperty("healthy").GetBoolean());
        Assert.Equal(0, status.GetProperty("troubles").GetArrayLength());
        Assert.Equal((0d, 1d, 1d), (await service.MetricAsync("update_service_held_back"), await service.MetricAsync("update_service_inputs_healthy"), await service.MetricAsync("cincinnati_gb_graph_final_releases")));
    }

    [Fact]
    public async Task What_was_held_back_is_gone_when_the_inputs_are_mended()
    {
        await using var service = await AdministeredService.StartAsync("--lenient");
        var good = await File.ReadAllTextAsync(Path.Combine(service.Data.Path, "releases/releases.jsonl"));
        await LoseAsync(service);
        service.Data.Write("releases/releases.jsonl", good);
        _ = await service.ActAsync("refresh");
        Assert.Equal("ready: revision 1\n", (await service.Service.GetStatusAsync("/readyz")).Text);
        Assert.Equal(0, await service.MetricAsync("update_service_held_back"));
    }

    [Fact]
    public async Task A_block_that_is_written_meanwhile_is_served_at_once_and_told()
    {
        await using var service = await AdministeredService.StartAsync("--lenient");
        await LoseAsync(service);
        Assert.Contains("\"edges\":[[0,1],[1,2]],", (await service.Service.GetAsync(Graph)).Text, StringComparison.Ordinal);

        service.Data.Write("blocked-edges/4.18.2-all.yaml", "to: 4.18.2\nfrom: .*\n");
        _ = await service.ActAsync("refresh");

        var served = (await service.Service.GetAsync(Graph)).Text;
        Assert.Contains("4.18.2", served, StringComparison.Ordinal);
        Assert.Contains("\"edges\":[[1,2]],", served, StringComparison.Ordinal);
        Assert.Equal(2, await service.NumberAsync("served"));
        var status = await service.StatusAsync();
        Assert.EndsWith(" What the build closes is closed in revision 2, which is served; nothing else of it is.", status.GetProperty("heldBack").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.False(status.GetProperty("lastRefresh").GetProperty("healthy").GetBoolean());
        Assert.Contains(service.Service.Log, line => line.Contains("what it closes is closed in revision 2", StringComparison.Ordinal));

        await service.StartAgainAsync();
        Assert.Equal(served, (await service.Service.GetAsync(Graph)).Text);
    }

    /// <summary>Releases go, and a line that cannot be read says that it was by error.</summary>
    private static async Task LoseAsync(AdministeredService service)
    {
        service.Data.Write("releases/releases.jsonl", GraphDataDirectory.ReleaseOf("4.18.1", "amd64") + "{\"version\":\"4.18.2\", broken\n");
        Assert.Equal(200, (await service.ActAsync("refresh")).Status);
        Assert.Equal(1, await service.NumberAsync("served"));
    }
}
