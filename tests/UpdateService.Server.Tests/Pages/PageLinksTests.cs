using Microsoft.AspNetCore.Http;
using UpdateService.Server.Pages;
using UpdateService.Server.Tests.Administration;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Server.Tests.Pages;

/// <summary>Links keep what the reader has chosen.</summary>
public sealed class PageLinksTests
{
    [Theory]
    [InlineData(null, null, "/plan?from=4.1.0&accept=A,B")]
    [InlineData("arm64", null, "/plan?from=4.1.0&accept=A,B&arch=arm64")]
    [InlineData(null, "0123abcd", "/plan?from=4.1.0&accept=A,B&revision=0123abcd")]
    public void An_address_has_the_values_that_are_there(string? architecture, string? revision, string address) =>
        Assert.Equal(address, new PageLinks("", architecture, revision).Plan("4.1.0", accept: ["A", "B"]));

    [Fact]
    public void Any_value_comes_back_as_it_was() => Law.Holds(
        FsCheck.Fluent.ArbMap.Default.ArbFor<FsCheck.NonNull<string>>(),
        text =>
        {
            var value = new string([.. text.Get.Where(letter => !char.IsSurrogate(letter))]);
            var address = new PageLinks("", value, null).To("/x", ("name", value));

            Assert.All(address, letter => Assert.True(char.IsAscii(letter) && letter is > ' ' and not ('"' or '<' or '>' or '\\' or '\'' or '#'), address));
            var query = new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address[2..]));
            Assert.Equal(value.Length == 0 ? [] : [value, value], (string?[])[.. query["name"], .. query["arch"]]);
        });

    [Fact]
    public void Names_in_paths_are_escaped()
    {
        Assert.Equal("/channels/a%2Fb%3F%23%22", new PageLinks("", null, null).Channel("a/b?#\""));
        Assert.Equal("/releases/4.1.0-a.1", new PageLinks("", null, null).Release(Version("4.1.0-a.1")));
    }

    [Fact]
    public async Task Every_link_of_a_page_of_an_earlier_revision_stays_in_it()
    {
        await using var administered = await AdministeredService.StartAsync();
        var hash = administered.Service.Current!.Record.ContentHash[..12];
        await administered.PublishAsync("stable-4.20");

        foreach (var target in (string[])["/", "/plan?from=4.18.1&to=4.18.3", "/plan?from=4.18.1&to=4.18.99", "/recommended?version=4.18.1", "/channels/stable-4.18?focus=4.18.1", "/releases/4.18.1", "/matrix?channel=stable-4.18&from=4.18&to=4.18", "/compare?channel=stable-4.18&with=stable-4.18"])
        {
            var page = await administered.Service.ShowAsync($"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}revision=1");
            var links = page.Links.Where(link => link[0] == '/' && !link.StartsWith("/assets/", StringComparison.Ordinal)).ToList();

            Assert.StartsWith("This is revision 1 of ", page.One("p", "pinned").Text, StringComparison.Ordinal);
            Assert.Equal(["/"], links.Where(link => !link.Contains($"revision={hash}", StringComparison.Ordinal)));
            Assert.All(page.Find("form").Where(form => !form.Text.Contains("Compare the revisions", StringComparison.Ordinal)), form => Assert.Equal(hash, Assert.Single(form.Find("input"), field => field["name"] == "revision")["value"]));
            Assert.DoesNotContain("stable-4.20", page.One("main").Text, StringComparison.Ordinal);
        }

        var permanent = (await administered.Service.ShowAsync("/plan?from=4.18.1")).One("footer").LinkTo("this page of this revision");
        Assert.Equal($"/plan?from=4.18.1&revision={administered.Service.Current!.Record.ContentHash[..12]}", permanent);
        Assert.StartsWith("This is revision 2 of ", (await administered.Service.ShowAsync(permanent)).One("p", "pinned").Text, StringComparison.Ordinal);
        _ = await administered.Service.ShowAsync("/plan?from=4.18.1&revision=99", 404);
    }
}
