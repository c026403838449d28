namespace UpdateService.Server.Tests.Pages;

/// <summary>A channel in lanes and as a table.</summary>
public sealed class ChannelPageTests(PagedService paged) : IClassFixture<PagedService>
{
    [Fact]
    public async Task Its_releases_stand_in_lanes_and_in_a_table_and_the_picture_says_what_it_shows()
    {
        var page = await paged.Service.ShowAsync("/channels/stable-4.18");
        var lanes = page.All.Single(element => element["id"] == "lanes");

        Assert.Equal("stable-4.18: 3 releases, 2 updates without risks, 1 with risks.", page.One("p", "summary").Text);
        Assert.Contains("showing 2 of 3 updates; the others are implied by longer ways", lanes.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["/channels/stable-4.18?focus=4.18.1#lanes", "/channels/stable-4.18?focus=4.18.2#lanes", "/channels/stable-4.18?focus=4.18.3#lanes"],
            lanes.Find("a", "stop").Select(stop => stop["href"]));
        Assert.Equal(
            ["4.18.3 0 – 0", "4.18.2 1 4.18.3 0", "4.18.1 1 4.18.2 1"],
            page.One("table", "releases").One("tbody").Find("tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.Text))));
        Assert.Equal(["/matrix?channel=stable-4.18", "/compare?channel=stable-4.18"], page.One("p", "actions").Links);
    }

    [Fact]
    public async Task A_release_in_focus_shows_all_its_updates_and_says_how_many()
    {
        var page = await paged.Service.ShowAsync("/channels/stable-4.18?focus=4.18.1");
        var focus = page.One("div", "focus");

        Assert.StartsWith("4.18.1: 2 updates (1 with risks) from it, 0 updates to it.", focus.One("p").Text, StringComparison.Ordinal);
        Assert.Equal(["edge out", "edge out conditional"], focus.One("svg", "layer").Find("path").Select(path => path["class"]));
        Assert.Equal(["/releases/4.18.1", "/plan?from=4.18.1&channel=stable-4.18"], focus.Links);
        Assert.Equal("4.18.1: 2 updates (1 with risks) from it, 0 updates to it.", page.One("main")["data-summary"]);
    }

    [Fact]
    public async Task The_part_that_a_browser_puts_in_is_that_of_the_page()
    {
        var page = await paged.Service.ShowAsync("/channels/stable-4.18?focus=4.18.2");
        var answer = await paged.Service.OpenAsync("/channels/stable-4.18?focus=4.18.2&part=focus");

        var part = PageReader.Read(answer.Text);
        PageRules.CheckPart(part);

        Assert.Equal((200, "text/html; charset=utf-8"), (answer.Status, answer["Content-Type"]));
        Assert.Equal(page.One("div", "focus").Text, Assert.Single(part.Children).Text);
    }

    [Theory]
    [InlineData("focus=4.19.1", "4.19.1 is not in stable-4.18.")]
    [InlineData("focus=x", "Choose a release to see all its updates.")]
    public async Task A_focus_that_the_channel_does_not_have_is_said(string query, string words) =>
        Assert.StartsWith(words, (await paged.Service.ShowAsync($"/channels/stable-4.18?{query}")).One("div", "focus").One("p").Text, StringComparison.Ordinal);

    [Fact]
    public async Task Releases_that_no_source_has_are_named()
    {
        var page = await paged.Service.ShowAsync("/channels/stable-4.19");

        Assert.Equal("The channel names 1 release of which no source has an image, so nothing leads to them: 4.19.9", page.One("p", "note").Text);
    }

    [Fact]
    public async Task A_group_is_shown_as_the_union_of_its_channels() =>
        Assert.Matches("^stable: [1-9][0-9]* releases, [1-9][0-9]* updates without risks, ", (await paged.Service.ShowAsync("/channels/stable")).One("p", "summary").Text);

    [Theory]
    [InlineData("/channels/stabel-4.18", 404, "/channels/stable-4.18")]
    [InlineData("/update_channel?channel=stabel-4.18&arch=x86_64", 404, "/channels/stable-4.18?arch=x86_64")]
    [InlineData("/channels/Stable", 400, "/channels/stable-4.18")]
    [InlineData("/channels/", 400, null)]
    [InlineData("/channels/stable-4.18/", 400, "/channels/stable-4.18")]
    [InlineData("/channels/stable-4.18?arch=amd46", 400, null)]
    [InlineData("/channels/stable-4.18?channel=stable-4.19", 400, null)]
    public async Task A_channel_that_is_not_there_is_not_found_and_near_ones_are_links(string target, int status, string? near)
    {
        var page = await paged.Service.ShowAsync(target, status);

        Assert.Equal(near is not null, page.Find("p", "near").Any());
        Assert.True(near is null || page.Links.Contains(near), string.Join(' ', page.Links));
    }
}
