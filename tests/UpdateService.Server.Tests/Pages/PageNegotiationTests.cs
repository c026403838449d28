namespace UpdateService.Server.Tests.Pages;

/// <summary>Who gets a page, and who what the planner answers.</summary>
public sealed class PageNegotiationTests(PagedService paged) : IClassFixture<PagedService>
{
    /// <summary>Addresses of pages, and where the planner answers the same.</summary>
    private static readonly (string Page, string Answer)[] Pairs =
    [
        ("/", "/v1/channels"),
        ("/?arch=arm64", "/v1/channels?arch=arm64"),
        ("/plan?from=4.18.1&to=4.18.3", "/v1/path?from=4.18.1&to=4.18.3"),
        ("/plan?from=4.18.3&to=4.18.1", "/v1/path?from=4.18.3&to=4.18.1"),
        ("/plan", "/v1/path"),
        ("/recommended?version=4.18.1", "/v1/recommended?version=4.18.1"),
        ("/channels/stable-4.18", "/v1/releases?channel=stable-4.18"),
        ("/channels/stabel-4.18", "/v1/releases?channel=stabel-4.18"),
        ("/releases/4.18.1?arch=arm64", "/v1/releases/4.18.1?arch=arm64"),
        ("/releases/4.18.99", "/v1/releases/4.18.99"),
        ("/releases/", "/v1/releases/"),
        ("/matrix?channel=stable-4.18", "/v1/matrix?channel=stable-4.18"),
        ("/compare?channel=stable-4.19&with=stable-4.18", "/v1/compare?channel=stable-4.19&with=stable-4.18"),
        ("/compare?channel=stable-4.19&with=stable-4.18&before=&after=", "/v1/compare?channel=stable-4.19&with=stable-4.18"),
        ("/compare?before=1&after=1", "/v1/revisions/1/diff/1"),
        ("/update_path?current_ocp_version=4.18.1&target_ocp_version=4.18.3&channel=stable-4.18&arch=x86_64&is_show_hot_fix=false", "/v1/path?current_ocp_version=4.18.1&target_ocp_version=4.18.3&channel=stable-4.18&arch=x86_64"),
        ("/update_channel?channel=stable-4.18&arch=x86_64&is_show_hot_fix=false", "/v1/releases?channel=stable-4.18&arch=x86_64"),
    ];

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("text/markdown")]
    [InlineData("text/*")]
    [InlineData("image/svg+xml")]
    [InlineData("application/xhtml+xml")]
    [InlineData("text/html;q=0.1, application/json")]
    [InlineData("text/html;q=0, */*")]
    [InlineData("text/htmlx, text/plain")]
    public async Task Who_does_not_want_html_most_gets_what_the_planner_answers(string? accept)
    {
        foreach (var (page, answer) in Pairs)
        {
            string[] headers = accept is null ? [] : [$"Accept: {accept}"];

            await AssertSameAsync(page, answer, headers);
        }
    }

    [Fact]
    public async Task A_format_that_is_named_wins_over_the_header()
    {
        foreach (var (page, answer) in Pairs)
        {
            foreach (var format in (string[])["json", "text", "md", "svg", "html", ""])
            {
                var separator = page.Contains('?', StringComparison.Ordinal) ? '&' : '?';
                var other = answer.Contains('?', StringComparison.Ordinal) ? '&' : '?';

                // An empty format is absent for the planner, so the rest of the header counts.
                await AssertSameAsync($"{page}{separator}format={format}", $"{answer}{other}format={format}", $"Accept: {Browser.Chrome}");
            }
        }
    }

    [Theory]
    [InlineData(Browser.Chrome)]
    [InlineData(Browser.Firefox)]
    [InlineData(Browser.Safari)]
    [InlineData("text/html")]
    [InlineData("TEXT/HTML")]
    [InlineData("text/html, application/json")]
    [InlineData("application/json;q=0.9, text/html")]
    [InlineData("text/html;q=0.2, text/plain;q=0.1")]
    public async Task A_browser_gets_a_page(string accept)
    {
        foreach (var (page, _) in Pairs)
        {
            var answer = await Wire.AskAsync(paged.Service.Protocol, "GET", page, $"Accept: {accept}");

            Assert.Equal(("text/html; charset=utf-8", "Accept, Accept-Encoding"), (answer["Content-Type"], answer["Vary"]));
        }
    }

    [Fact]
    public async Task Below_the_prefix_nobody_gets_html()
    {
        foreach (var target in Pairs.Select(pair => pair.Answer).Concat(["/graph?channel=stable-4.18", "/v1/nothing", "/nothing", "", "/v1/revisions", "/openapi"]))
        {
            var answer = await paged.Service.GetAsync(target, $"Accept: {Browser.Chrome}");

            Assert.Matches("^application/(problem[+])?json$", answer["Content-Type"]);
        }
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/plan/")]
    [InlineData("/Plan")]
    [InlineData("/channels")]
    [InlineData("/api")]
    [InlineData("/api/upgrades_infos")]
    [InlineData("/%3Cscript%3E")]
    public async Task An_unknown_address_is_a_page_for_a_browser_and_json_for_anybody_else(string path)
    {
        var page = await paged.Service.ShowAsync(path, 404);
        var answer = await Wire.AskAsync(paged.Service.Protocol, "GET", path);

        Assert.Equal(("No such page", "/"), (page.One("h1").Text, page.LinkTo("To the start")));
        Assert.Equal($"There is no page '{Uri.UnescapeDataString(path)}'.", page.One("p", "summary").Text);
        Assert.Equal((404, "application/json"), (answer.Status, answer["Content-Type"]));
        Assert.StartsWith("{\"kind\":\"does_not_exist\"", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/updates")]
    [InlineData("")]
    public async Task Pages_stay_where_they_are_and_know_another_prefix(string prefix)
    {
        using var data = PagedService.Create();
        await using var service = await RunningService.StartReadyAsync(data, $"--path-prefix={prefix}");

        var matrix = (await service.ShowAsync("/matrix?channel=stable-4.18")).One("figure", "matrix");
        var source = await Wire.AskAsync(service.Protocol, "GET", matrix["data-source"]!);
        var unknown = await service.OpenAsync($"{prefix}/nothing");

        Assert.StartsWith($"{prefix}/v1/matrix?channel=stable-4.18&revision=", matrix["data-source"], StringComparison.Ordinal);
        Assert.Equal((200, "application/json"), (source.Status, source["Content-Type"]));
        Assert.Equal((404, "application/json"), (unknown.Status, unknown["Content-Type"]));
    }

    private async Task AssertSameAsync(string page, string answer, params string[] headers)
    {
        var (left, right) = (await Wire.AskAsync(paged.Service.Protocol, "GET", page, headers), await paged.Service.GetAsync(answer, headers));

        Assert.Equal((right.Status, right.HeaderText), (left.Status, left.HeaderText));
        Assert.Equal(right.Body, left.Body);
    }
}
