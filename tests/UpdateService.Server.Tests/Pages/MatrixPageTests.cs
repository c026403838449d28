namespace UpdateService.Server.Tests.Pages;

/// <summary>All updates of a channel.</summary>
public sealed class MatrixPageTests(PagedService paged) : IClassFixture<PagedService>
{
    [Fact]
    public async Task The_counts_by_minor_lead_to_their_pairs()
    {
        var page = await paged.Service.ShowAsync("/matrix?channel=stable-4.19&accept=OnlyWay");
        var counts = page.One("table", "counts");

        Assert.Equal("stable-4.19: 1 update without risks, 1 with risks.", page.One("h2", "summary").Text);
        Assert.Equal(["4.18 – 0 + 1", "4.19 – 1 + 0"], counts.One("tbody").Find("tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.Text))));
        Assert.Equal(["/matrix?channel=stable-4.19&from=4.18&to=4.19&accept=OnlyWay", "/matrix?channel=stable-4.19&from=4.19&to=4.19&accept=OnlyWay"], counts.Links);
        Assert.Empty(page.Find("table", "sources"));
        Assert.Equal(["cell cell-0", "cell cell-1"], page.One("div", "canvas").Find("path").Select(path => path["class"]!).Where(style => style.StartsWith("cell", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_pair_of_minors_has_a_row_for_each_source()
    {
        var page = await paged.Service.ShowAsync("/matrix?channel=stable-4.19&from=4.18&to=4.19");
        var figure = page.One("figure", "matrix");

        Assert.Equal("stable-4.19, 4.18 to 4.19: 0 updates without risks, 1 with risks.", page.One("h2", "summary").Text);
        Assert.Equal(["4.18.3 – 4.19.0 OnlyWay"], page.One("table", "sources").One("tbody").Find("tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.Text))));
        Assert.Equal(["/plan?from=4.18.3&to=4.19.0&channel=stable-4.19"], page.One("table", "sources").Links);
        Assert.Equal(("0-1", "1-2", "/plan?channel=stable-4.19"), (figure["data-rows"], figure["data-columns"], figure["data-plan"]));
        Assert.Equal("0 + 1", page.One("td", "shown").Text);
    }

    [Theory]
    [InlineData("from=4.18&to=4.20")]
    [InlineData("from=x&to=%3Cb%3E")]
    public async Task A_pair_that_the_channel_does_not_have_is_said_and_all_is_shown(string pair)
    {
        var page = await paged.Service.ShowAsync($"/matrix?channel=stable-4.19&{pair}");

        Assert.StartsWith("stable-4.19 has no updates from ", page.One("p", "note").Text, StringComparison.Ordinal);
        Assert.Equal("stable-4.19: 1 update without risks, 1 with risks.", page.One("h2", "summary").Text);
    }

    [Fact]
    public async Task What_the_script_draws_is_of_the_revision_that_the_page_shows()
    {
        using var data = PagedService.Create();
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");
        var before = (await service.ShowAsync("/matrix?channel=stable-4.18")).One("figure", "matrix")["data-source"]!;
        var updates = await Wire.AskAsync(service.Protocol, "GET", before);

        data.Write("blocked-edges/4.18.2.yaml", "to: 4.18.2\nfrom: .*\n");
        await service.ReachesRevisionAsync(2);
        var after = (await service.ShowAsync("/matrix?channel=stable-4.18")).One("figure", "matrix")["data-source"]!;

        Assert.NotEqual(before, after);
        Assert.Equal((200, updates.Text), (updates.Status, (await Wire.AskAsync(service.Protocol, "GET", before)).Text));
        Assert.NotEqual(updates.Text, (await Wire.AskAsync(service.Protocol, "GET", after)).Text);
    }

    [Theory]
    [InlineData("from=4.18")]
    [InlineData("to=4.19")]
    public async Task One_minor_alone_is_not_said_to_have_no_updates(string half)
    {
        var page = await paged.Service.ShowAsync($"/matrix?channel=stable-4.19&{half}");

        Assert.StartsWith("One minor is given: give both, ", page.One("p", "note").Text, StringComparison.Ordinal);
        Assert.Equal("stable-4.19: 1 update without risks, 1 with risks.", page.One("h2", "summary").Text);
    }

    [Theory]
    [InlineData("", 200)]
    [InlineData("?channel=stabel-4.18", 400)]
    [InlineData("?channel=stable-4.18&arch=amd46", 400)]
    public async Task Without_a_channel_there_is_the_form(string question, int status)
    {
        var page = await paged.Service.ShowAsync($"/matrix{question}", status);

        Assert.Equal("/matrix", page.One("form")["action"]);
        Assert.Equal(question.Contains("stabel", StringComparison.Ordinal), page.Links.Contains("/matrix?channel=stable-4.18"));
        Assert.Empty(page.Find("figure"));
    }
}
