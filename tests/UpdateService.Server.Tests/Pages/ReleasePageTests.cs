namespace UpdateService.Server.Tests.Pages;

/// <summary>All about one release.</summary>
public sealed class ReleasePageTests(PagedService paged) : IClassFixture<PagedService>
{
    [Fact]
    public async Task Its_facts_and_all_its_updates_are_there()
    {
        var page = await paged.Service.ShowAsync("/releases/4.18.3");
        var tables = page.Find("table", "updates").ToList();
        var facts = page.One("dl", "facts");

        Assert.Equal("4.18.3", page.One("h1").Text);
        Assert.Equal($"quay.io/sample/release@sha256:{GraphDataDirectory.DigestOf("4.18.3", "amd64")}", facts.One("code", "payload").Text);
        Assert.Contains("https://example.com/errata/4.18.3", facts.Links);
        Assert.Equal(
            ["/channels/candidate-4.19?focus=4.18.3", "/channels/stable-4.18?focus=4.18.3", "/channels/stable-4.19?focus=4.18.3"],
            facts.Links.Where(link => link.StartsWith("/channels/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal("/releases/4.18.3?arch=arm64", facts.LinkTo("arm64"));
        Assert.Equal(["May be updated to: 1", "May be updated from: 2"], tables.Select(table => table.One("caption").Text));
        Assert.Equal(["/plan?from=4.18.3&to=4.19.0", "#risk-OnlyWay"], tables[0].Links);
        Assert.Equal(["/plan?from=4.18.2&to=4.18.3", "/plan?from=4.18.1&to=4.18.3", "#risk-SampleRisk"], tables[1].Links);
        Assert.Equal(["risk-OnlyWay", "risk-SampleRisk"], page.One("ul", "risks").Children.Select(risk => risk["id"]));
    }

    [Fact]
    public async Task A_hard_block_names_its_file_and_pattern()
    {
        var page = await paged.Service.ShowAsync("/releases/4.19.1");

        Assert.Contains("blocked-edges/4.19.1.yaml", page.One("dl", "facts").Text, StringComparison.Ordinal);
        Assert.Contains("4[.]18[.].*", page.One("dl", "facts").Find("code").Select(code => code.Text));
    }

    [Fact]
    public async Task A_release_without_updates_says_so()
    {
        var page = await paged.Service.ShowAsync("/releases/4.18.1?arch=multi");

        Assert.Equal(["It has no updates in any channel.", "No release of any channel may be updated to it."], page.Find("p", "none").Select(none => none.Text));
    }

    [Theory]
    [InlineData("4.18.99", 404, "FromUnknown", "/releases/4.18.3")]
    [InlineData("4.19.9", 404, "NotMirrored", null)]
    [InlineData("4.19.1?arch=arm64", 404, "ArchitectureMissing", "/releases/4.19.1?arch=amd64")]
    public async Task A_release_that_is_not_there_is_explained(string name, int status, string kind, string? link)
    {
        var page = await paged.Service.ShowAsync($"/releases/{name}", status);

        Assert.Contains(kind, page.Find("code", "kind").Select(each => each.Text));
        Assert.True(link is null || page.Links.Contains(link), string.Join(' ', page.Links));
    }

    [Theory]
    [InlineData("4.19", "/releases/4.19.1")]
    [InlineData("", "/releases/4.18.3")]
    [InlineData("x", null)]
    [InlineData("%22%3E%3Cb%3E", null)]
    public async Task What_is_no_version_is_refused_and_those_that_begin_so_are_offered(string name, string? link)
    {
        var page = await paged.Service.ShowAsync($"/releases/{name}", 400);

        Assert.StartsWith("'version' ", page.One("p", "summary").Text, StringComparison.Ordinal);
        Assert.Equal(link is not null, page.Find("p", "near").Any());
        Assert.True(link is null || page.Links.Contains(link), string.Join(' ', page.Links));
    }
}
