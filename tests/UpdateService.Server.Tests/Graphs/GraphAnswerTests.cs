namespace UpdateService.Server.Tests.Graphs;

/// <summary>What stands in an answer, and that only channel and architecture decide it.</summary>
public sealed class GraphAnswerTests(SampleService sample) : IClassFixture<SampleService>
{
    private const string Empty = """{"version":1,"nodes":[],"edges":[],"conditionalEdges":[]}""";

    private static readonly string Arm = $$"""{"version":1,"nodes":[{{Node(1, "arm64")}},{{Node(2, "arm64")}},{{Node(3, "arm64")}}],"edges":[[0,1],[0,2],[1,2]],"conditionalEdges":[]}""";
    private static readonly string Amd =
        $$"""{"version":1,"nodes":[{{Node(1, "amd64")}},{{Node(2, "amd64")}},{{Node(3, "amd64")}}],"edges":[[0,1],[1,2]]"""
        + ""","conditionalEdges":[{"edges":[{"from":"4.18.1","to":"4.18.3"}],"risks":[{"url":"https://example.com/SampleRisk","name":"SampleRisk","message":"A risk: \"quoted\", größer.","matchingRules":[{"type":"PromQL","promql":{"promql":"max(up) > 0"}}]}]}]}""";

    [Theory]
    [InlineData("/graph")]
    [InlineData("/v1/graph")]
    public async Task Both_paths_answer_the_whole_graph(string path)
    {
        var answer = await sample.Service.GetAsync($"{path}?channel=stable-4.18");

        Assert.Equal(200, answer.Status);
        Assert.Equal(Amd, answer.Text);
        Assert.Equal(
            $"""
            Access-Control-Allow-Origin: *
            Content-Length: {answer.Body.Length}
            Content-Type: application/vnd.redhat.cincinnati.v1+json
            ETag: "{Tag(answer)}-identity"
            Vary: Accept, Accept-Encoding
            """,
            answer.HeaderText);
    }

    [Theory]
    [InlineData("channel=stable-4.18&arch=amd64")]
    [InlineData("channel=stable-4.18&version=4.18.1")]
    [InlineData("channel=stable-4.18&id=0b3ab0c4-7b3a-4f0c-8f0f-2c6d5d2b6a01&version=9.9.9")]
    [InlineData("channel=stable-4.18&unknown=x&Channel=other&ARCH=arm64")]
    [InlineData("channel=other&channel=stable-4.18")]
    [InlineData("arch=arm64&channel=stable-4.18&arch=amd64")]
    [InlineData("%63hannel=stable%2d4.18")]
    [InlineData("&&channel=stable-4.18&")]
    public async Task Only_the_last_channel_and_architecture_count(string query) =>
        Assert.Equal(Amd, (await sample.Service.GetAsync($"/graph?{query}")).Text);

    [Fact]
    public async Task Another_architecture_has_its_own_graph() =>
        Assert.Equal(Arm, (await sample.Service.GetAsync("/graph?channel=stable-4.18&arch=arm64")).Text);

    [Fact]
    public async Task The_architecture_multi_is_a_value_like_others() =>
        Assert.Equal($$"""{"version":1,"nodes":[{{Node(1, "multi")}}],"edges":[],"conditionalEdges":[]}""", (await sample.Service.GetAsync("/graph?channel=stable-4.18&arch=multi")).Text);

    [Theory]
    [InlineData("channel=stable-4.19")]
    [InlineData("channel=stable-4.1")]
    [InlineData("channel=stable-4.18-")]
    [InlineData("channel=-")]
    [InlineData("channel=stable-4.18&arch=a")]
    [InlineData("channel=stable-4.18&arch=amd6")]
    [InlineData("channel=stable-4.18&arch=amd644")]
    [InlineData("channel=stable-4.18&arch=64")]
    [InlineData("channel=stable-4.18&arch=s390x")]
    public async Task An_unknown_channel_or_architecture_gets_the_empty_graph(string query)
    {
        var answer = await sample.Service.GetAsync($"/graph?{query}");

        Assert.Equal((200, Empty), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("/graph?channel=stable-4.18", "Accept: application/json")]
    [InlineData("/v1/graph?channel=stable-4.18", "Accept-Encoding: gzip")]
    [InlineData("/graph?channel=stable-4.18", "Accept-Encoding: br")]
    [InlineData("/graph?channel=nothing", "X: y")]
    [InlineData("/graph", "X: y")]
    [InlineData("/graph?channel=stable-4.18", "Accept: text/html")]
    [InlineData("/graph/", "X: y")]
    [InlineData("/openapi", "X: y")]
    [InlineData("/v1/openapi", "X: y")]
    [InlineData("/graph-data", "X: y")]
    [InlineData("/signatures/sha256=00/signature-1", "X: y")]
    public async Task Head_answers_as_get_does_without_the_body(string target, string header)
    {
        var get = await sample.Service.GetAsync(target, header);
        var head = await sample.Service.AskAsync("HEAD", target, header);

        Assert.Equal(get.Status, head.Status);
        Assert.Equal(get.HeaderText, head.HeaderText);
        Assert.Empty(head.Body);
        Assert.NotEmpty(get.Body);
    }

    [Fact]
    public async Task The_connection_ends_right_behind_the_headers_of_a_head_request()
    {
        using var wire = await Wire.OpenAsync(sample.Service.Protocol);
        await wire.SendAsync("HEAD /api/upgrades_info/graph?channel=stable-4.18 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, (await wire.ReadAnswerAsync(hasBody: false)).Status);

        Assert.Empty(await wire.ReadToEndAsync());
    }

    [Theory]
    [InlineData("bytes=0-9")]
    [InlineData("bytes=-1")]
    [InlineData("bytes=999999-")]
    public async Task A_range_is_not_served(string range)
    {
        var answer = await sample.Service.GetAsync("/graph?channel=stable-4.18", $"Range: {range}");

        Assert.Equal((200, Amd), (answer.Status, answer.Text));
        Assert.Null(answer["Accept-Ranges"]);
        Assert.Null(answer["Content-Range"]);
    }

    [Fact]
    public async Task Every_answer_names_no_server_and_lets_any_page_read_it()
    {
        foreach (var target in (string[])["/graph?channel=stable-4.18", "/graph", "/nothing", "/openapi", "/graph-data", "/signatures/x", "/signatures/sha256=00/signature-1"])
        {
            foreach (var method in (string[])["GET", "HEAD", "OPTIONS", "POST"])
            {
                var answer = await sample.Service.AskAsync(method, target, "Origin: https://console.example.com");

                Assert.Equal("*", answer["Access-Control-Allow-Origin"]);
                Assert.Null(answer["Server"]);
                Assert.Null(answer["X-Powered-By"]);
            }
        }
    }

    private static string Tag(WireAnswer answer) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(answer.Body))[..32];

    private static string Node(int patch, string architecture)
    {
        var digest = GraphDataDirectory.DigestOf($"4.18.{patch}", architecture);
        return $$$"""{"version":"4.18.{{{patch}}}","payload":"quay.io/sample/release@sha256:{{{digest}}}","metadata":{"io.openshift.upgrades.graph.release.channels":"stable-4.18","io.openshift.upgrades.graph.release.manifestref":"sha256:{{{digest}}}","url":"https://example.com/errata/4.18.{{{patch}}}"}}""";
    }
}
