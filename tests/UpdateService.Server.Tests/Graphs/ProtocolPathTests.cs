namespace UpdateService.Server.Tests.Graphs;

/// <summary>Paths are exact: another spelling is another path.</summary>
public sealed class ProtocolPathTests(SampleService sample) : IClassFixture<SampleService>
{
    [Theory]
    [InlineData("//")]
    [InlineData("/api")]
    [InlineData("/api/upgrades_info")]
    [InlineData("/api/upgrades_info/")]
    [InlineData("/api/upgrades_info/graph/")]
    [InlineData("/api/upgrades_info//graph")]
    [InlineData("//api/upgrades_info/graph")]
    [InlineData("/api//upgrades_info/graph")]
    [InlineData("/api/upgrades_info/v1/graph/")]
    [InlineData("/api/upgrades_info/v1//graph")]
    [InlineData("/api/upgrades_info/v2/graph")]
    [InlineData("/api/upgrades_info/Graph")]
    [InlineData("/API/upgrades_info/graph")]
    [InlineData("/api/upgrades_info/V1/graph")]
    [InlineData("/api/upgrades_info/graph/x")]
    [InlineData("/api/upgrades_info/v1/graph-data")]
    [InlineData("/api/upgrades_info/graph-data/")]
    [InlineData("/api/upgrades_info/openapi/")]
    [InlineData("/api/upgrades_info/signatures")]
    [InlineData("/api/upgrades_info/Signatures/sha256=00/signature-1")]
    [InlineData("/graph")]
    [InlineData("/v1/graph")]
    [InlineData("/favicon.ico")]
    [InlineData("/index.html")]
    public async Task Any_other_path_does_not_exist(string path)
    {
        var answer = await Wire.AskAsync(sample.Service.Protocol, "GET", $"{path}?channel=stable-4.18");

        Assert.Equal($$"""{"kind":"does_not_exist","value":"does not exist: {{path}}"}""", answer.Text);
        Assert.Equal((404, "application/json", "*"), (answer.Status, answer["Content-Type"], answer["Access-Control-Allow-Origin"]));
    }

    [Theory]
    [InlineData("/a%22b%5Cc", """/a\"b\\c""")]
    [InlineData("/%0A%1B%7F", @"/\n\u001B\u007F")]
    [InlineData("/gr%C3%B6%C3%9Fer", "/größer")]
    [InlineData("/%3Cb%3E", "/<b>")]
    [InlineData("/api/upgrades_info/graph%2F", "/api/upgrades_info/graph%2F")]
    public async Task The_unknown_path_is_quoted_as_valid_json(string path, string quoted) =>
        Assert.Equal($$"""{"kind":"does_not_exist","value":"does not exist: {{quoted}}"}""", (await Wire.AskAsync(sample.Service.Protocol, "GET", path)).Text);

    [Theory]
    [InlineData("POST")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    public async Task An_unknown_path_does_not_exist_for_any_method(string method) =>
        Assert.Equal(404, (await sample.Service.AskAsync(method, "/nothing")).Status);

    [Theory]
    [InlineData("", "")]
    [InlineData("/", "")]
    [InlineData("/updates", "/updates")]
    [InlineData("/updates/", "/updates")]
    [InlineData("/Deep/er/path", "/Deep/er/path")]
    public async Task All_paths_follow_the_prefix(string written, string prefix)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, $"--path-prefix={written}");

        foreach (var path in (string[])["/graph?channel=x", "/v1/graph?channel=x", "/openapi", "/v1/openapi", "/graph-data", $"/signatures/sha256={GraphDataDirectory.DigestOf("4.18.1", "amd64")}/signature-1"])
        {
            Assert.Equal(200, (await Wire.AskAsync(service.Protocol, "GET", prefix + path)).Status);
            Assert.Equal(404, (await Wire.AskAsync(service.Protocol, "GET", RunningService.Prefix + path)).Status);
        }
    }
}
