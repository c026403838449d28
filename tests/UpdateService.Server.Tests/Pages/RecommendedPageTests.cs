namespace UpdateService.Server.Tests.Pages;

/// <summary>What a cluster should do next.</summary>
public sealed class RecommendedPageTests(PagedService paged) : IClassFixture<PagedService>
{
    [Fact]
    public async Task The_advice_stands_first_with_digest_errata_and_all_updates()
    {
        var page = await paged.Service.ShowAsync("/recommended?version=4.18.1&channel=stable-4.18&accept=Other");
        var tables = page.Find("table", "updates").ToList();

        Assert.Equal("Update 4.18.1 to 4.18.2.", page.One("h2", "summary").Text);
        Assert.Equal($"quay.io/sample/release@sha256:{GraphDataDirectory.DigestOf("4.18.2", "amd64")}", page.One("dl", "facts").One("code", "payload").Text);
        Assert.Equal("https://example.com/errata/4.18.2", page.One("dl", "facts").One("a", "outside")["href"]);
        Assert.Equal(["Updates without risks: 1", "Updates with risks: 1"], tables.Select(table => table.One("caption").Text));
        Assert.Equal(["/plan?from=4.18.1&to=4.18.2&channel=stable-4.18&accept=Other"], tables[0].Links);
        Assert.Equal(["/plan?from=4.18.1&to=4.18.3&channel=stable-4.18&accept=Other", "#risk-SampleRisk"], tables[1].Links);
        Assert.Equal("A risk: \"quoted\", größer.", page.One("ul", "risks").Find("p").Single().Children[0].Text);
        Assert.Equal("/recommended?version=4.18.1&channel=stable-4.18&accept=Other,SampleRisk", page.One("a", "toggle")["href"]);
        Assert.Contains("No update carries a risk named Other.", page.Find("p", "note").Select(note => note.Text));
        Assert.NotEmpty(page.One("ul", "reasons").Text);
    }

    [Fact]
    public async Task An_accepted_risk_changes_the_advice()
    {
        var page = await paged.Service.ShowAsync("/recommended?version=4.18.1&channel=stable-4.18&accept=SampleRisk");

        Assert.Equal("Update 4.18.1 to 4.18.3.", page.One("h2", "summary").Text);
        Assert.Equal("/recommended?version=4.18.1&channel=stable-4.18", page.One("ul", "risks").One("a", "toggle")["href"]);
    }

    [Fact]
    public async Task Other_channels_of_the_release_are_links_that_keep_what_is_accepted()
    {
        var page = await paged.Service.ShowAsync("/recommended?version=4.18.3&channel=stable-4.18&accept=OnlyWay&arch=amd64");

        Assert.Contains("/recommended?version=4.18.3&channel=stable-4.19&accept=OnlyWay&arch=amd64", page.Links);
    }

    [Fact]
    public async Task Where_there_are_no_updates_it_does_not_sound_as_if_all_had_risks()
    {
        var page = await paged.Service.ShowAsync("/recommended?version=4.18.3&channel=stable-4.18");

        Assert.Empty(page.Find("table", "updates"));
        Assert.Equal(2, page.Find("p").Count(line => line.Text is "There is no update without risks." or "There is no update with risks."));
    }

    [Theory]
    [InlineData("", 200, "")]
    [InlineData("?version=4.18", 400, "'version' cannot be read")]
    [InlineData("?version=4.18.1&channel=Stable", 400, "'Stable' is no channel")]
    [InlineData("?version=4.18.1&channel=stabel-4.18", 400, "There is no channel stabel-4.18.")]
    [InlineData("?version=4.18.3&channel=stable-4.18", 200, "4.18.3 is up to date.")]
    [InlineData("?version=4.18.99", 200, "4.18.99 is not known")]
    public async Task Without_an_answer_the_form_stays(string question, int status, string summary)
    {
        var page = await paged.Service.ShowAsync($"/recommended{question}", status);

        Assert.Equal("/recommended", page.One("form")["action"]);
        Assert.StartsWith(summary, page.Find("h2", "summary").SingleOrDefault()?.Text ?? "", StringComparison.Ordinal);
    }
}
