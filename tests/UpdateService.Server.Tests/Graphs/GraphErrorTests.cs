namespace UpdateService.Server.Tests.Graphs;

/// <summary>Every error of the protocol: status, headers and the whole body.</summary>
public sealed class GraphErrorTests(SampleService sample) : IClassFixture<SampleService>
{
    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?arch=amd64")]
    [InlineData("?Channel=stable-4.18")]
    [InlineData("?CHANNEL=stable-4.18")]
    [InlineData("?channels=stable-4.18")]
    [InlineData("?arch=A:B")]
    public async Task A_missing_channel_is_reported_before_anything_else(string query) =>
        AssertError(await sample.Service.GetAsync($"/graph{query}"), 400, """{"kind":"missing_params","value":"mandatory client parameters missing: channel"}""");

    [Theory]
    [InlineData("a:b", "a:b")]
    [InlineData("", "")]
    [InlineData("stable-4.18&channel=", "")]
    [InlineData("stable-4.18&channel=B", "B")]
    [InlineData("Stable-4.18", "Stable-4.18")]
    [InlineData("stable_4.18", "stable_4.18")]
    [InlineData("stable+4.18", "stable 4.18")]
    [InlineData("stable%2B4.18", "stable+4.18")]
    [InlineData("stable%204.18", "stable 4.18")]
    [InlineData("stable-4.18%0A", @"stable-4.18\n")]
    [InlineData("%0Astable-4.18", @"\nstable-4.18")]
    [InlineData("stable-4.18%0D%0A", @"stable-4.18\r\n")]
    [InlineData("%22%5C%2F", """\"\\/""")]
    [InlineData("%00%01%1F%7F", @"\u0000\u0001\u001F\u007F")]
    [InlineData("%3Cscript%3E%26%27", "<script>&'")]
    [InlineData("gr%C3%B6%C3%9Fer", "größer")]
    [InlineData("%E4%B8%AD", "中")]
    [InlineData("%F0%9F%98%80", @"\uD83D\uDE00")]
    [InlineData("a%2", "a%2")]
    [InlineData("a%", "a%")]
    [InlineData("%zz", "%zz")]
    [InlineData("%FF", "%FF")]
    [InlineData("%C3%28", "%C3(")]
    [InlineData("%ED%A0%80", "%ED%A0%80")]
    [InlineData("a=b", "a=b")]
    [InlineData("a&arch=A:B", null)]
    public async Task A_channel_that_does_not_match_is_quoted_as_decoded(string sent, string? quoted)
    {
        var answer = await sample.Service.GetAsync($"/graph?channel={sent}");

        AssertError(answer, 400, quoted is null
            ? """{"kind":"invalid_params","value":"invalid client parameters: arch 'A:B' does not match regex '^[0-9a-z]+$'"}"""
            : """{"kind":"invalid_params","value":"invalid client parameters: channel '""" + quoted + """' does not match regex '^[0-9a-z\\-\\.]+$'"}""");
    }

    [Theory]
    [InlineData("channel=A&arch=B", "channel 'A' does not match regex '^[0-9a-z\\\\-\\\\.]+$'")]
    [InlineData("arch=B&channel=A", "channel 'A' does not match regex '^[0-9a-z\\\\-\\\\.]+$'")]
    [InlineData("channel=a&arch=", "arch '' does not match regex '^[0-9a-z]+$'")]
    [InlineData("channel=a&arch=x86_64", "arch 'x86_64' does not match regex '^[0-9a-z]+$'")]
    [InlineData("channel=a&arch=amd64%0A", "arch 'amd64\\n' does not match regex '^[0-9a-z]+$'")]
    [InlineData("channel=a&arch=amd64-", "arch 'amd64-' does not match regex '^[0-9a-z]+$'")]
    [InlineData("channel=a&arch=amd64&arch=AMD64", "arch 'AMD64' does not match regex '^[0-9a-z]+$'")]
    [InlineData("channel=a&arch", "arch '' does not match regex '^[0-9a-z]+$'")]
    [InlineData("channel", "channel '' does not match regex '^[0-9a-z\\\\-\\\\.]+$'")]
    public async Task The_channel_is_checked_before_the_architecture(string query, string value) =>
        AssertError(await sample.Service.GetAsync($"/v1/graph?{query}"), 400, $$"""{"kind":"invalid_params","value":"invalid client parameters: {{value}}"}""");

    [Theory]
    [InlineData("", "arch, channel, id, version")]
    [InlineData("?version=1", "arch, channel, id")]
    [InlineData("?arch=a&channel=b&id=c", "version")]
    [InlineData("?ID=1&id&arch=&version", "channel")]
    [InlineData("?channel=A:B", "arch, id, version")]
    public async Task All_missing_parameters_are_told_in_order(string query, string missing)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--mandatory", "version,channel", "--mandatory", "id,arch");

        AssertError(await service.GetAsync($"/graph{query}"), 400, $$"""{"kind":"missing_params","value":"mandatory client parameters missing: {{missing}}"}""");
    }

    [Theory]
    [InlineData("channel,chanel", 1)]
    [InlineData("channel,arch,version,id", 0)]
    public async Task A_mandatory_parameter_that_clusters_do_not_send_is_warned_of(string mandatory, int warnings)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--mandatory", mandatory);
        Assert.Equal(warnings, service.Log.Count(line => line == "Warning: --mandatory asks for chanel, which no cluster sends of itself (it sends channel, arch, version, id): all are refused (400) whose spec.upstream does not carry it."));
        Assert.Equal(warnings, service.Log.Count(line => line.Contains("--mandatory", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_channel_is_needed_where_none_is_mandatory()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--mandatory", "none");

        var answer = await service.GetAsync("/graph");

        Assert.Equal((200, """{"version":1,"nodes":[],"edges":[],"conditionalEdges":[]}"""), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("/graph")]
    [InlineData("/v1/graph")]
    [InlineData("/openapi")]
    [InlineData("/v1/openapi")]
    [InlineData("/graph-data")]
    [InlineData("/signatures/sha256=00/signature-1")]
    public async Task A_known_path_allows_only_get_and_head(string path)
    {
        foreach (var method in (string[])["POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO", "get", "head", "Get", "options"])
        {
            var answer = await sample.Service.AskAsync(method, $"{path}?channel=stable-4.18");

            AssertError(answer, 405, """{"kind":"method_not_allowed","value":"method not allowed: use GET or HEAD"}""");
            Assert.Equal("GET, HEAD, OPTIONS", answer["Allow"]);
        }
    }

    [Theory]
    [InlineData("/graph")]
    [InlineData("/v1/graph?channel=A:B")]
    [InlineData("/graph-data")]
    [InlineData("/openapi")]
    [InlineData("/signatures/sha256=00/signature-1")]
    public async Task Options_is_the_preflight_of_a_browser(string path)
    {
        var answer = await sample.Service.AskAsync("OPTIONS", path, "Origin: https://console.example.com", "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: x-anything");

        Assert.Equal(204, answer.Status);
        Assert.Empty(answer.Body);
        Assert.Equal(
            """
            Access-Control-Allow-Headers: *
            Access-Control-Allow-Methods: GET, HEAD
            Access-Control-Allow-Origin: *
            Access-Control-Max-Age: 86400
            Allow: GET, HEAD, OPTIONS
            """,
            answer.HeaderText);
    }

    [Fact]
    public async Task A_header_that_allows_no_type_is_told_so()
    {
        var answer = await sample.Service.GetAsync("/graph?channel=stable-4.18", "Accept: text/html");

        AssertError(answer, 406, """{"kind":"invalid_content_type","value":"invalid Content-Type requested"}""");
        Assert.Equal("Accept, Accept-Encoding", answer["Vary"]);
    }

    [Theory]
    [InlineData("/graph?channel=stable-4.18")]
    [InlineData("/v1/graph?channel=stable-4.18")]
    [InlineData("/graph-data")]
    [InlineData("/signatures/sha256=00/signature-1")]
    public async Task Before_the_first_revision_clients_are_told_to_come_back(string path)
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("channels/broken.yaml", "name: [");
        await using var service = await RunningService.StartAsync(data);

        var answer = await service.GetAsync(path);

        AssertError(answer, 503, """{"kind":"not_ready","value":"the service has no graph yet: its first revision is being built, or its inputs were refused (the log says why)"}""");
        Assert.Equal("5", answer["Retry-After"]);
    }

    private static void AssertError(WireAnswer answer, int status, string body)
    {
        Assert.Equal(body, answer.Text);
        Assert.Equal(status, answer.Status);
        Assert.Equal("application/json", answer["Content-Type"]);
        Assert.Equal("*", answer["Access-Control-Allow-Origin"]);
        Assert.Null(answer["ETag"]);
        Assert.Null(answer["Content-Encoding"]);
    }
}
