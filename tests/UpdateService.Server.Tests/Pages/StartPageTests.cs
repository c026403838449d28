using UpdateService.Server.Tests.Administration;

namespace UpdateService.Server.Tests.Pages;

/// <summary>The start page: a question, the state of the service, the channels.</summary>
public sealed class StartPageTests(PagedService paged) : IClassFixture<PagedService>
{
    [Fact]
    public async Task It_asks_a_question_and_lists_the_channels_with_their_newest_releases()
    {
        var page = await paged.Service.ShowAsync("/");
        var table = page.One("table", "channels");

        Assert.Equal("/plan", page.One("form")["action"]);
        Assert.Equal(["Version", "stable", "candidate"], table.One("thead").Find("th").Select(head => head.Text));
        Assert.Equal(["4.19 4.19.1 1 not mirrored 4.19.2-rc.1", "4.18 4.18.3 –"], table.One("tbody").Find("tr").Select(row => string.Join(' ', row.Children.Select(cell => cell.Text))));
        Assert.Equal(["/channels/stable-4.19", "/channels/candidate-4.19", "/channels/stable-4.18"], table.Links);
        Assert.Contains("4.19.2-rc.1", page.Find("datalist").First().Find("option").Select(option => option["value"]));
    }

    [Fact]
    public async Task It_says_that_all_is_well_and_which_revision_is_served()
    {
        var state = (await paged.Service.ShowAsync("/")).One("section", "state");

        Assert.StartsWith("✓ All is well. Revision 1, built ", state.Text, StringComparison.Ordinal);
        Assert.Contains("10 releases, 3 channels, ", state.Text, StringComparison.Ordinal);
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$", state.One("time")["datetime"]);
    }

    [Fact]
    public async Task Troubles_are_told_at_once()
    {
        await using var administered = await AdministeredService.StartAsync();
        await administered.PublishAsync("stable-4.20");
        _ = await administered.ActAsync("pin?revision=1");

        var state = (await administered.Service.ShowAsync("/")).One("section", "state");

        Assert.StartsWith("⚠ Something needs an operator.", state.Text, StringComparison.Ordinal);
        Assert.Equal(["Revision 1 is pinned; the newest is 2."], state.Find("li").Select(trouble => trouble.Text));
    }

    [Fact]
    public async Task Who_reads_gzip_is_told_troubles_at_once_too()
    {
        const string gzip = "Accept-Encoding: gzip";
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");
        await Eventually.HoldsAsync(async () => (await service.GetStatusAsync("/metrics")).Text.Contains("update_service_inputs_healthy 1", StringComparison.Ordinal), "the first refresh is over");
        Assert.StartsWith("✓ All is well.", Browser.Read(await service.OpenAsync("/", gzip)).One("section", "state").Text, StringComparison.Ordinal);

        data.Write("channels/broken.yaml", "name: [");
        await Eventually.HoldsAsync(async () => (await service.GetStatusAsync("/readyz")).Text.Contains("channels/broken.yaml", StringComparison.Ordinal), "the file is refused");

        var told = Browser.Read(await service.OpenAsync("/", gzip)).One("section", "state");
        Assert.StartsWith("⚠ Something needs an operator.", told.Text, StringComparison.Ordinal);
        Assert.Equal(["The inputs are refused, and the last good revision is served."], told.Find("li").Select(trouble => trouble.Text));
    }

    [Fact]
    public async Task Another_architecture_is_kept_in_all_links()
    {
        var page = await paged.Service.ShowAsync("/?arch=aarch64");

        Assert.Equal(("arm64", "Channels and their newest releases, arm64"), (page.Field("arch"), page.One("table", "channels").One("caption").Text));
        Assert.All(page.Links.Where(link => link[0] == '/' && !link.StartsWith("/assets/", StringComparison.Ordinal)), link => Assert.Contains("arch=aarch64", link, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_architecture_that_nobody_has_is_refused_with_near_names()
    {
        var page = await paged.Service.ShowAsync("/?arch=amd46", 400);

        Assert.Contains("/?arch=amd64", page.Links);
    }
}
