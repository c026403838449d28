using UpdateService.Server.Tests.Graphs;

namespace UpdateService.Server.Tests.Pages;

/// <summary>What stands around a page on the wire.</summary>
public sealed class PageHeadersTests(PagedService paged) : IClassFixture<PagedService>
{
    private const string Kept = "/plan?from=4.18.1&to=4.18.3";

    private static readonly string[] Pages =
    [
        "/", "/plan", Kept, "/recommended?version=4.18.1", "/channels/stable-4.18", "/channels/stable-4.18?focus=4.18.2&part=focus", "/releases/4.18.1",
        "/matrix?channel=stable-4.18", "/compare?channel=stable-4.18&with=stable-4.19", "/compare?before=1&after=1", "/update_path", "/update_channel?channel=stable-4.18",
    ];

    private static readonly string[] Failed = ["/nothing", "/plan?from=x", "/plan?from=4.18.3&to=4.18.1", "/channels/x", "/releases/4.18.99", "/?revision=99", "/?revision=1&revision=2"];

    [Fact]
    public async Task Every_page_tells_the_browser_to_load_and_send_nothing_elsewhere()
    {
        foreach (var target in Pages.Concat(Failed))
        {
            var answer = await paged.Service.OpenAsync(target);

            Assert.Equal(
                ("default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'", "nosniff", "no-referrer", "same-origin", "no-cache", "Accept, Accept-Encoding"),
                (answer["Content-Security-Policy"], answer["X-Content-Type-Options"], answer["Referrer-Policy"], answer["Cross-Origin-Opener-Policy"], answer["Cache-Control"], answer["Vary"]));
            Assert.Null(answer["Set-Cookie"]);
        }
    }

    [Fact]
    public async Task Head_answers_the_same_without_a_body()
    {
        foreach (var target in Pages.Concat(Failed))
        {
            var answer = await paged.Service.OpenAsync(target);
            var head = await Wire.AskAsync(paged.Service.Protocol, "HEAD", target, $"Accept: {Browser.Chrome}");

            Assert.Equal((answer.Status, answer.HeaderText, ""), (head.Status, head.HeaderText, head.Text));
        }
    }

    [Fact]
    public async Task Other_methods_are_not_allowed()
    {
        foreach (var target in Pages)
        {
            var post = await Wire.AskAsync(paged.Service.Protocol, "POST", target, $"Accept: {Browser.Chrome}", "Content-Length: 0");
            var options = await Wire.AskAsync(paged.Service.Protocol, "OPTIONS", target, $"Accept: {Browser.Chrome}");

            Assert.Equal((405, "application/json", "GET, HEAD, OPTIONS"), (post.Status, post["Content-Type"], post["Allow"]));
            Assert.Equal((204, "GET, HEAD"), (options.Status, options["Access-Control-Allow-Methods"]));
        }
    }

    [Fact]
    public async Task A_known_page_is_not_sent_again_and_is_another_one_than_the_answer()
    {
        var tag = (await paged.Service.OpenAsync(Kept))["ETag"]!;
        var answer = await Wire.AskAsync(paged.Service.Protocol, "GET", Kept);

        var known = await paged.Service.OpenAsync(Kept, $"If-None-Match: {tag}");

        Assert.Equal((304, "", tag), (known.Status, known.Text, known["ETag"]));
        Assert.NotEqual(tag, answer["ETag"]);
        Assert.Equal(200, (await Wire.AskAsync(paged.Service.Protocol, "GET", Kept, $"If-None-Match: {tag}")).Status);
    }

    [Fact]
    public async Task Pages_that_differ_have_tags_that_differ()
    {
        string[] targets =
        [
            "/plan", Kept, $"{Kept}&arch=arm64", $"{Kept}&arch=x86_64", $"{Kept}&accept=SampleRisk", $"{Kept}&revision=1", $"{Kept}&alternatives=5", "/recommended?version=4.18.1", "/releases/4.18.1",
            "/channels/stable-4.18", "/channels/stable-4.18?focus=4.18.1", "/channels/stable-4.18?focus=4.18.1&part=focus", "/matrix?channel=stable-4.18", "/matrix?channel=stable-4.18&from=4.18&to=4.18",
        ];
        var tags = new List<string>();
        foreach (var target in targets)
        {
            tags.Add((await paged.Service.OpenAsync(target))["ETag"]!);
        }

        Assert.Equal(targets.Length, tags.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/compare?before=1&after=1")]
    [InlineData("/plan?from=x")]
    [InlineData("/releases/4.18.99")]
    public async Task What_is_bound_to_the_moment_and_what_is_wrong_is_never_known(string target)
    {
        var answer = await paged.Service.OpenAsync(target, "If-None-Match: *");

        Assert.NotEqual(304, answer.Status);
        Assert.Null(answer["ETag"]);
    }

    [Fact]
    public async Task A_page_is_compressed_for_who_reads_gzip()
    {
        foreach (var target in Pages)
        {
            var plain = await paged.Service.OpenAsync(target);
            var packed = await paged.Service.OpenAsync(target, "Accept-Encoding: gzip, deflate, br, zstd");

            Assert.True(plain.Body.Length <= 1024 || (packed["Content-Encoding"] == "gzip" && packed.Body.Length < plain.Body.Length), target);
            Assert.Equal(plain.Body, ContentCodingTests.Decode(packed));
        }
    }

    [Fact]
    public async Task A_page_that_says_what_is_wrong_is_compressed_too_and_never_another_one()
    {
        foreach (var target in Failed)
        {
            var plain = await paged.Service.OpenAsync(target);
            var packed = await paged.Service.OpenAsync(target, "Accept-Encoding: gzip");

            Assert.Equal((plain.Status, "gzip"), (packed.Status, packed["Content-Encoding"]));
            Assert.Equal(plain.Text, System.Text.Encoding.UTF8.GetString(ContentCodingTests.Decode(packed)));
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/plan?from=4.18.1")]
    [InlineData("/channels/stable-4.18")]
    public async Task Before_the_first_revision_a_page_says_when_to_come_again(string target)
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("channels/broken.yaml", "name: [");
        await using var service = await RunningService.StartAsync(data);

        var answer = await service.OpenAsync(target);

        Assert.Equal((503, "5"), (answer.Status, answer["Retry-After"]));
        Assert.Equal("Not ready", Browser.Read(answer, 503).One("h1").Text);
    }
}
