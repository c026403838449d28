using System.Text.Json;

namespace UpdateService.Server.Tests.Administration;

/// <summary>What an operator may do over HTTP, and what is written down about it.</summary>
public sealed class AdminRoutesTests
{
    private const string Graph = "/graph?channel=stable-4.18";

    [Theory]
    [InlineData("POST", "/admin/refresh")]
    [InlineData("GET", "/admin/refresh")]
    [InlineData("POST", "/admin/anything")]
    public async Task Without_a_token_file_administration_is_off_and_says_how_to_turn_it_on(string method, string path)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);
        var answer = await Wire.AskAsync(service.Status, method, path, "Authorization: Bearer anything-of-16-characters", "Content-Length: 0");
        Assert.Equal((404, """{"kind":"does_not_exist","value":"administration is off: --admin-token-file turns it on"}"""), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer correct-horse-battery-stapl")]
    [InlineData("Bearer correct-horse-battery-staple-")]
    [InlineData("Bearer Correct-horse-battery-staple")]
    [InlineData("Basic correct-horse-battery-staple")]
    [InlineData("correct-horse-battery-staple")]
    public async Task A_wrong_or_missing_token_does_nothing_and_stands_in_the_audit_log_of_refusals(string? authorization)
    {
        await using var service = await AdministeredService.StartAsync();
        var answer = await service.Service.PostStatusAsync("/admin/pin?revision=1", authorization is null ? [] : [$"Authorization: {authorization}"]);
        Assert.Equal((401, "Bearer"), (answer.Status, answer["WWW-Authenticate"]));
        Assert.Equal("""{"kind":"unauthorized","value":"this needs the administrator's token: Authorization: Bearer <token>"}""", answer.Text);
        Assert.Equal([("pin", "refused, the token is wrong or missing")], service.RefusedAudit);
        Assert.Empty(service.Audit);
        Assert.Equal(0, await service.NumberAsync("pinned"));
        Assert.Equal(1, await service.MetricAsync("update_service_admin_acts_total", "{act=\"pin\",result=\"refused\"}"));
    }

    [Theory]
    [InlineData("Bearer correct-horse-battery-staple")]
    [InlineData("bearer correct-horse-battery-staple")]
    [InlineData("Bearer  correct-horse-battery-staple ")]
    public async Task The_right_token_is_let_in(string authorization)
    {
        await using var service = await AdministeredService.StartAsync();
        Assert.Equal(200, (await service.Service.PostStatusAsync("/admin/refresh", $"Authorization: {authorization}")).Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("post")]
    public async Task Acts_are_posted(string method)
    {
        await using var service = await AdministeredService.StartAsync();
        var answer = await Wire.AskAsync(service.Service.Status, method, "/admin/refresh", $"Authorization: Bearer {AdministeredService.Token}");
        Assert.Equal((405, "POST"), (answer.Status, answer["Allow"]));
        Assert.Empty(service.Audit);
    }

    [Fact]
    public async Task Acts_do_not_exist_on_the_protocol_address()
    {
        await using var service = await AdministeredService.StartAsync();
        Assert.Equal(404, (await Wire.AskAsync(service.Service.Protocol, "POST", "/admin/refresh", "Content-Length: 0", $"Authorization: Bearer {AdministeredService.Token}")).Status);
        Assert.Empty(service.Audit);
    }

    [Fact]
    public async Task An_unknown_act_names_the_known_ones()
    {
        await using var service = await AdministeredService.StartAsync();
        var answer = await service.ActAsync("restart");
        Assert.Equal((404, """{"kind":"does_not_exist","value":"does not exist: /admin/restart; there are refresh, pin, unpin and publish"}"""), (answer.Status, answer.Text));
        Assert.Equal("unknown", Assert.Single(service.Audit).What);
        Assert.Equal(1, await service.MetricAsync("update_service_admin_acts_total", "{act=\"unknown\",result=\"refused\"}"));
    }

    [Fact]
    public async Task A_refresh_asks_the_sources_and_tells_what_came_of_it()
    {
        await using var service = await AdministeredService.StartAsync();
        var unchanged = await service.ActAsync("refresh");
        Assert.Equal((200, "application/json", "no-store"), (unchanged.Status, unchanged["Content-Type"], unchanged["Cache-Control"]));
        using (var status = JsonDocument.Parse(unchanged.Body))
        {
            Assert.Equal((1, "Unchanged"), (status.RootElement.GetProperty("served").GetProperty("number").GetInt32(), status.RootElement.GetProperty("lastRefresh").GetProperty("outcome").GetString()));
        }

        Assert.Equal([("refresh", "Unchanged, revision 1 is served")], service.Audit);
        await service.PublishAsync("fast-4.18");
        Assert.Equal(2, await service.NumberAsync("served"));
        Assert.Equal(2, await service.MetricAsync("update_service_admin_acts_total", "{act=\"refresh\",result=\"done\"}"));
        Assert.Contains(service.Log, line => line.StartsWith("Information: Administration: refresh from 127.0.0.1:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pinned_revision_is_served_whatever_comes_also_after_a_restart_until_it_is_unpinned()
    {
        await using var service = await AdministeredService.StartAsync();
        var first = await service.Service.GetAsync(Graph);
        await service.PublishAsync("fast-4.18");
        var second = await service.Service.GetAsync(Graph);
        Assert.NotEqual(first.Text, second.Text);

        Assert.Equal(200, (await service.ActAsync("pin?revision=1")).Status);
        Assert.Equal(first.Text, (await service.Service.GetAsync(Graph)).Text);
        Assert.Equal("ready: revision 1\nRevision 1 is pinned; the newest is 2.\n", (await service.Service.GetStatusAsync("/readyz")).Text);
        Assert.Equal((1d, 1d), (await service.MetricAsync("update_service_pinned"), await service.MetricAsync("update_service_revision")));
        await service.PublishAsync("fast-4.19");
        Assert.Equal((1, 3), (await service.NumberAsync("served"), await service.NumberAsync("newest")));

        await service.StartAgainAsync();
        Assert.Equal((1, 3, 1), (await service.NumberAsync("served"), await service.NumberAsync("newest"), await service.NumberAsync("pinned")));
        Assert.Equal((first.Text, first["ETag"]), ((await service.Service.GetAsync(Graph)).Text, (await service.Service.GetAsync(Graph))["ETag"]));

        Assert.Equal(200, (await service.ActAsync("unpin")).Status);
        Assert.Equal((3, 0), (await service.NumberAsync("served"), await service.NumberAsync("pinned")));
        Assert.Equal(0, await service.MetricAsync("update_service_pinned"));
        await service.StartAgainAsync();
        Assert.Equal((3, 0), (await service.NumberAsync("served"), await service.NumberAsync("pinned")));
        Assert.Equal(
            [("pin 1", "revision 1 is served until it is unpinned"), ("unpin", "revision 3 is served")],
            service.Audit.Where(act => act.What != "refresh"));
    }

    [Fact]
    public async Task A_revision_can_be_named_by_the_beginning_of_its_hash()
    {
        await using var service = await AdministeredService.StartAsync();
        var hash = service.Service.Current!.Record.ContentHash;
        await service.PublishAsync("fast-4.18");
        Assert.Equal(200, (await service.ActAsync($"pin?revision={hash[..8]}")).Status);
        Assert.Equal(1, await service.NumberAsync("served"));
        Assert.Equal($"pin {hash[..8]}", service.Audit.Last().What);
    }

    [Theory]
    [InlineData("7", "revision '7'; those from 1 to 2 are kept")]
    [InlineData("", "revision ''; those from 1 to 2 are kept")]
    [InlineData("zzzz", "revision 'zzzz'; those from 1 to 2 are kept")]
    public async Task A_revision_that_is_not_kept_cannot_be_pinned(string name, string what)
    {
        await using var service = await AdministeredService.StartAsync();
        await service.PublishAsync("fast-4.18");
        var answer = await service.ActAsync($"pin?revision={name}");
        Assert.Equal((404, $$"""{"kind":"does_not_exist","value":"does not exist: {{what}}"}"""), (answer.Status, answer.Text));
        Assert.Equal(($"pin {name}", $"does not exist: {what}"), service.Audit.Last());
        Assert.Equal(0, await service.NumberAsync("pinned"));
    }

    [Fact]
    public async Task A_revision_that_is_damaged_cannot_be_pinned_and_the_reason_is_told()
    {
        await using var service = await AdministeredService.StartAsync();
        await service.PublishAsync("fast-4.18");
        await File.WriteAllTextAsync(Path.Combine(service.State, "revisions/000001/inputs.tar.gz"), "damaged");
        var answer = await service.ActAsync("pin?revision=1");
        Assert.Equal(500, answer.Status);
        Assert.Contains("the revision cannot be pinned: ", answer.Text, StringComparison.Ordinal);
        Assert.Equal((2, 0), (await service.NumberAsync("served"), await service.NumberAsync("pinned")));
        Assert.Equal("pin 1", service.Audit.Last().What);
    }

    [Fact]
    public async Task Without_a_state_folder_revisions_can_be_pinned_until_the_process_ends()
    {
        await using var service = await AdministeredService.StartAsync();
        service.Switches = ["--refresh", "24h", "--admin-token-file", service.TokenFile];
        await service.StartAgainAsync();
        await service.PublishAsync("fast-4.18");
        Assert.Equal(200, (await service.ActAsync("pin?revision=1")).Status);
        Assert.Equal((1, 2), (await service.NumberAsync("served"), await service.NumberAsync("newest")));
        Assert.Equal(200, (await service.ActAsync("unpin")).Status);
        Assert.Equal(2, await service.NumberAsync("served"));
        Assert.False(File.Exists(service.AuditFile));
        Assert.Contains(service.Log, line => line.StartsWith("Information: Administration: pin 1 from 127.0.0.1:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_state_cannot_be_written_acts_are_done_as_far_as_they_can_be_and_told()
    {
        await using var service = await AdministeredService.StartAsync();
        await File.WriteAllTextAsync(service.Data.Beside("file"), "");
        service.Switches = ["--refresh", "24h", "--state", service.Data.Beside("file"), "--admin-token-file", service.TokenFile];
        await service.StartAgainAsync();
        Assert.Equal(200, (await service.ActAsync("refresh")).Status);
        Assert.Contains(service.Log, line => line.StartsWith($"Error: The audit log {service.Data.Beside("file/audit.jsonl")} cannot be written: ", StringComparison.Ordinal));
        Assert.Contains(service.Log, line => line.StartsWith($"Error: Revisions cannot be kept in {service.Data.Beside("file")}: ", StringComparison.Ordinal));
        Assert.Equal((404, 500), ((await service.ActAsync("pin?revision=1")).Status, (await service.ActAsync("unpin")).Status));
        Assert.Equal((0d, 0d), (await service.MetricAsync("update_service_state_healthy"), await service.MetricAsync("update_service_revisions_kept")));
        Assert.StartsWith($"ready: revision 1\nRevisions cannot be kept in {service.Data.Beside("file")}: ", (await service.Service.GetStatusAsync("/readyz")).Text, StringComparison.Ordinal);
    }
}
