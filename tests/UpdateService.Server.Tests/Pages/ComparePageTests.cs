using UpdateService.Server.Tests.Administration;

namespace UpdateService.Server.Tests.Pages;

/// <summary>Two channels, or two revisions.</summary>
public sealed class ComparePageTests(PagedService paged) : IClassFixture<PagedService>
{
    [Fact]
    public async Task Two_channels_are_compared_release_by_release()
    {
        var page = await paged.Service.ShowAsync("/compare?channel=stable-4.19&with=candidate-4.19");
        var difference = page.One("section", "difference");

        Assert.Equal("stable-4.19 to candidate-4.19.", page.One("h2", "summary").Text);
        Assert.Equal("stable-4.19 to candidate-4.19, amd64", difference.One("h3").Text);
        Assert.Equal(["+ 1 release"], difference.Find("h4").Select(title => title.Text));
        Assert.Equal("+ 1 update without risks", difference.One("summary").Text);
        Assert.Equal("4.19.2-rc.1 from 4.19.1", difference.One("li").Text);
        Assert.Equal(("stable-4.19", "candidate-4.19"), (page.Field("channel"), page.Field("with")));
    }

    [Fact]
    public async Task The_page_and_the_API_agree_on_what_is_added()
    {
        using var json = System.Text.Json.JsonDocument.Parse((await paged.Service.GetAsync("/v1/compare?channel=stable-4.19&with=candidate-4.19")).Text);
        var releases = json.RootElement.GetProperty("channels")[0].GetProperty("releases");

        Assert.Equal("""["4.19.2-rc.1"]""", releases.GetProperty("added").GetRawText());
        Assert.Equal("[]", releases.GetProperty("removed").GetRawText());
        Assert.Contains("  + 1 release: 4.19.2-rc.1\n", (await paged.Service.GetAsync("/v1/compare?channel=stable-4.19&with=candidate-4.19&format=text")).Text, StringComparison.Ordinal);
        Assert.Equal(["− 1 release"], (await paged.Service.ShowAsync("/compare?channel=candidate-4.19&with=stable-4.19")).One("section", "difference").Find("h4").Select(title => title.Text));
    }

    [Fact]
    public async Task Equal_channels_do_not_differ() =>
        Assert.Equal("stable-4.18 to stable-4.18: nothing differs.", (await paged.Service.ShowAsync("/compare?channel=stable-4.18&with=stable-4.18")).One("h2", "summary").Text);

    [Theory]
    [InlineData("", 200)]
    [InlineData("?channel=stable-4.18", 200)]
    [InlineData("?channel=stable-4.18&with=stabel-4.19", 400)]
    [InlineData("?before=99&after=1", 404)]
    public async Task Without_two_there_is_nothing_to_compare(string question, int status)
    {
        var page = await paged.Service.ShowAsync($"/compare{question}", status);

        Assert.Empty(page.Find("section", "difference"));
        Assert.Equal(question.Contains("with", StringComparison.Ordinal), page.Links.Contains("/compare?channel=stable-4.18&with=stable-4.19"));
    }

    [Fact]
    public async Task Two_revisions_are_compared_and_the_footer_asks_the_same()
    {
        await using var administered = await AdministeredService.StartAsync();
        await administered.PublishAsync("stable-4.20");
        var service = administered.Service;

        var page = await service.ShowAsync("/compare?before=1&after=2&revision=1");
        var json = await Wire.AskAsync(service.Protocol, "GET", page.One("footer").LinkTo("json"));

        Assert.Equal("Revision 2 compared with 1: 3 channels differ.", page.One("h2", "summary").Text);
        Assert.Equal(("2", "1"), (page.Field("after"), page.Field("before")));
        Assert.Equal((await service.GetAsync("/v1/revisions/1/diff/2")).Text, json.Text);
        Assert.DoesNotContain(page.Links, link => link.Contains("revision=", StringComparison.Ordinal));
        Assert.Empty(page.Find("p", "pinned"));
        var part = page.One("table", "differences").Links.First();
        Assert.Equal("/compare?channel=stable-4.20&before=1&after=2&arch=amd64", part);
        Assert.Equal("Revision 2 compared with 1: 1 channel differs.", (await service.ShowAsync(part)).One("h2", "summary").Text);
    }

    [Fact]
    public async Task What_is_compared_is_what_the_form_shows_also_where_an_older_one_is_served()
    {
        await using var administered = await AdministeredService.StartAsync();
        await administered.PublishAsync("stable-4.20");
        await administered.PublishAsync("stable-4.21");
        await administered.ActAsync("pin?revision=2");

        var page = await administered.Service.ShowAsync("/compare?before=1");

        Assert.StartsWith("Revision 2 compared with 1: ", page.One("h2", "summary").Text, StringComparison.Ordinal);
        Assert.Equal(("2", "1"), (page.Field("after"), page.Field("before")));
    }
}
