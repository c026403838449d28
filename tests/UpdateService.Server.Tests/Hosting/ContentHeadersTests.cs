using UpdateService.Server.Tests.Pages;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>What answers tell a browser that opens them: to take them for nothing else than they are, and to run nothing in a picture.</summary>
public sealed class ContentHeadersTests(PagedService paged) : IClassFixture<PagedService>
{
    private const string PicturePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

    [Theory]
    [InlineData("/v1/path?from=4.18.1", 200, "application/json")]
    [InlineData("/v1/path?from=4.18.1&format=text", 200, "text/plain; charset=utf-8")]
    [InlineData("/v1/path?from=4.18.1&format=md", 200, "text/markdown; charset=utf-8")]
    [InlineData("/v1/path?from=4.18.1&format=svg", 200, "image/svg+xml")]
    [InlineData("/v1/path?from=x", 400, "application/problem+json")]
    [InlineData("/v1/revisions", 200, "application/json")]
    [InlineData("/v1/revisions/1", 200, "application/json")]
    [InlineData("/v1/revisions/99", 404, "application/problem+json")]
    [InlineData("/openapi", 200, "application/json")]
    [InlineData("/nothing", 404, "application/json")]
    public async Task A_browser_must_not_guess_the_type_of_an_answer(string target, int status, string type)
    {
        foreach (var method in (string[])["GET", "HEAD"])
        {
            var answer = await paged.Service.AskAsync(method, target);

            Assert.Equal((status, "nosniff"), (answer.Status, answer["X-Content-Type-Options"]));
            Assert.Equal(type.Split(';')[0], answer["Content-Type"]!.Split(';')[0]);
        }

        Assert.Equal("nosniff", (await paged.Service.AskAsync("POST", target, "Content-Length: 0"))["X-Content-Type-Options"]);
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/status")]
    [InlineData("/metrics")]
    [InlineData("/nothing")]
    [InlineData("/admin/refresh")]
    public async Task Neither_must_it_on_the_status_address(string target) => Assert.Equal("nosniff", (await paged.Service.GetStatusAsync(target))["X-Content-Type-Options"]);

    [Fact]
    public async Task A_picture_runs_and_loads_nothing()
    {
        var icon = (await paged.Service.ShowAsync("/")).Find("link").Single(link => link["rel"] == "icon")["href"]!;
        var asset = await Wire.AskAsync(paged.Service.Protocol, "GET", icon);
        Assert.Equal((200, "image/svg+xml", PicturePolicy, "nosniff"), (asset.Status, asset["Content-Type"], asset["Content-Security-Policy"], asset["X-Content-Type-Options"]));

        foreach (var target in (string[])["/plan?from=4.18.1&format=svg", "/api/upgrades_info/v1/path?from=4.18.1&format=svg"])
        {
            var answer = await Wire.AskAsync(paged.Service.Protocol, "GET", target);
            Assert.Equal((200, "image/svg+xml", PicturePolicy), (answer.Status, answer["Content-Type"], answer["Content-Security-Policy"]));
        }

        Assert.Null((await paged.Service.GetAsync("/v1/path?from=4.18.1"))["Content-Security-Policy"]);
    }

    [Theory]
    [InlineData("/graph?channel=stable-4.18", "Access-Control-Allow-Origin Content-Length Content-Type ETag Vary")]
    [InlineData("/v1/graph?channel=stable-4.18", "Access-Control-Allow-Origin Content-Length Content-Type ETag Vary")]
    [InlineData("/graph-data", "Access-Control-Allow-Origin Content-Length Content-Type ETag")]
    [InlineData("/v1/graph", "Access-Control-Allow-Origin Content-Length Content-Type Vary")]
    public async Task What_clusters_get_has_the_headers_that_it_had(string target, string names)
    {
        var answer = await paged.Service.GetAsync(target);

        Assert.Equal(names, string.Join(' ', answer.HeaderText.Split('\n').Select(line => line.Split(':')[0])));
    }
}
