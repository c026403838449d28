namespace UpdateService.Server.Tests.Health;

/// <summary>What the status address tells.</summary>
public sealed class StatusRoutesTests(SampleService sample) : IClassFixture<SampleService>
{
    [Theory]
    [InlineData("/livez", "text/plain; charset=utf-8", "alive\n")]
    [InlineData("/readyz", "text/plain; charset=utf-8", "ready: revision 1\n")]
    public async Task A_service_with_a_revision_is_alive_and_ready(string path, string type, string text)
    {
        var answer = await sample.Service.GetStatusAsync(path);

        Assert.Equal((200, type, text), (answer.Status, answer["Content-Type"], answer.Text));
    }

    [Fact]
    public async Task A_service_without_a_revision_is_alive_and_not_ready_until_the_data_are_mended()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("channels/broken.yaml", "name: [");
        await using var service = await RunningService.StartAsync(data);

        var before = await service.GetStatusAsync("/readyz");
        Assert.Equal(503, before.Status);
        Assert.StartsWith("not ready: there is no revision yet\n", before.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await service.GetStatusAsync("/livez")).Status);

        data.Delete("channels/broken.yaml");
        await Eventually.HoldsAsync(async () => (await service.GetStatusAsync("/readyz")).Status == 200, "the service is ready");
        Assert.Equal(200, (await service.GetAsync("/graph?channel=stable-4.18")).Status);
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    [InlineData("/nothing")]
    public async Task Head_has_no_body(string path)
    {
        var get = await sample.Service.GetStatusAsync(path);
        var head = await Wire.AskAsync(sample.Service.Status, "HEAD", path);

        Assert.Equal((get.Status, get["Content-Type"]), (head.Status, head["Content-Type"]));
        Assert.Empty(head.Body);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/livez/")]
    [InlineData("/Livez")]
    [InlineData("/readyz/x")]
    [InlineData("//metrics")]
    [InlineData("/graph")]
    [InlineData("/api/upgrades_info/graph")]
    [InlineData("/api/upgrades_info/v1/graph")]
    [InlineData("/api/upgrades_info/openapi")]
    [InlineData("/api/upgrades_info/graph-data")]
    [InlineData("/api/upgrades_info/signatures/sha256=00/signature-1")]
    public async Task Protocol_paths_do_not_exist_on_the_status_address(string path)
    {
        var answer = await sample.Service.GetStatusAsync(path);

        Assert.Equal((404, $$"""{"kind":"does_not_exist","value":"does not exist: {{path}}"}"""), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    [InlineData("/api/upgrades_info/livez")]
    [InlineData("/api/upgrades_info/metrics")]
    public async Task Status_paths_do_not_exist_on_the_protocol_address(string path) =>
        Assert.Equal(404, (await Wire.AskAsync(sample.Service.Protocol, "GET", path)).Status);

    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("get")]
    [InlineData("head")]
    public async Task Only_get_and_head_are_allowed(string method)
    {
        var answer = await Wire.AskAsync(sample.Service.Status, method, "/readyz");

        Assert.Equal((405, "GET, HEAD"), (answer.Status, answer["Allow"]));
        Assert.Equal("""{"kind":"method_not_allowed","value":"method not allowed: use GET or HEAD"}""", answer.Text);
    }
}
