using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>Other people's texts are shown and do nothing, whatever they are.</summary>
public sealed class HostileDataTests(PlannerSite site) : InBrowser(site)
{
    private const string Addresses = "[...document.querySelectorAll('[href], [src], [action]')].map(element => element.getAttribute('href') ?? element.getAttribute('src') ?? element.getAttribute('action'))";

    [BrowserFact]
    public async Task Hostile_data_are_shown_inert()
    {
        using var data = HostileData.Write();
        using var server = await PlannerSite.ServeAsync(data);
        var channel = Uri.EscapeDataString(HostileData.Channel);
        string[] paths =
        [
            "/",
            "/plan?from=4.18.1&to=4.18.2",
            "/plan?from=4.18.1&to=4.18.3&accept=Backwards",
            $"/plan?from=4.18.1&channel={channel}&alternatives=25",
            "/recommended?version=4.18.1",
            $"/recommended?version=4.18.1&channel={channel}",
            "/channels/stable-4.18?focus=4.18.3",
            $"/channels/{channel}?focus=4.18.1",
            "/releases/4.18.1",
            "/releases/4.18.3",
            "/matrix?channel=stable-4.18",
            $"/matrix?channel={channel}",
            "/matrix?channel=stable-4.18&from=4.18&to=4.18",
            $"/compare?channel={channel}&with=stable-4.18",
        ];
        foreach (var path in paths)
        {
            await ExpectInertAsync(server.Protocol, path);
        }
    }

    [BrowserFact]
    public async Task The_texts_are_there_to_read()
    {
        using var data = HostileData.Write();
        using var server = await PlannerSite.ServeAsync(data);
        var reader = await OpenAsync(server.Protocol, "/plan?from=4.18.1&to=4.18.2");

        await Expect(reader.Page.Locator(".risks li").First).ToContainTextAsync(HostileData.Markup);
        await Expect(reader.Page.Locator(".risks li").First).ToContainTextAsync("javascript:window.isTaken=true");
        await Expect(reader.Page.Locator(".risks li a.outside")).ToHaveCountAsync(0);
    }

    [BrowserTheory]
    [InlineData("/plan?from={0}")]
    [InlineData("/plan?from=4.14.20&to={0}")]
    [InlineData("/plan?from=4.14.20&to=4.14.30&channel={0}")]
    [InlineData("/plan?from=4.14.20&to=4.14.30&accept={0}")]
    [InlineData("/plan?from=4.14.20&to=4.14.30&via={0}")]
    [InlineData("/plan?from=4.14.20&arch={0}")]
    [InlineData("/plan?from=4.14.20&revision={0}")]
    [InlineData("/recommended?version={0}")]
    [InlineData("/channels/{0}")]
    [InlineData("/channels/stable-4.14?focus={0}")]
    [InlineData("/releases/{0}")]
    [InlineData("/matrix?channel=stable-4.14&from={0}&to={0}")]
    [InlineData("/compare?channel={0}&with={0}")]
    [InlineData("/compare?before={0}")]
    [InlineData("/{0}")]
    public async Task Hostile_addresses_are_shown_inert(string path)
    {
        foreach (var value in new[] { $"\">{HostileData.Markup}", "javascript:window.isTaken=true", "\u202e\u0007" + new string('w', 600) })
        {
            await ExpectInertAsync(null, string.Format(path, Uri.EscapeDataString(value)));
        }
    }

    private async Task ExpectInertAsync(Uri? address, string path)
    {
        var look = Look.Of("narrow");
        var reader = address is null ? await OpenAsync(path, look, PageStates.Refusals) : await OpenAsync(address, path, look, PageStates.Refusals);
        await Expect(reader.Page.Locator("h1")).ToBeVisibleAsync();
        Assert.False(await reader.AskAsync<bool>("'isTaken' in window"), path);
        Assert.DoesNotContain(await reader.AskAsync<string[]>(Addresses), target => !target.StartsWith('/') && !target.StartsWith('#') && !target.StartsWith("https://", StringComparison.Ordinal) && !target.StartsWith("http://", StringComparison.Ordinal));
        Assert.Equal(0, await reader.AskAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        await reader.LeaveAsync();
    }
}
