using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>A channel in lanes: the reader looks at one release after the other.</summary>
public sealed class ChannelTests(PlannerSite site) : InBrowser(site)
{
    private const string Channel = "/channels/candidate-4.14";

    [BrowserFact]
    public async Task A_click_on_a_release_shows_all_its_updates()
    {
        var reader = await OpenAsync(Channel);
        await reader.MarkAsync();
        await Expect(reader.Page.Locator("svg .layer")).ToHaveCountAsync(0);

        await Stop(reader, "4.14.20").ClickAsync();

        await Expect(reader.Page.Locator(".focus p")).ToContainTextAsync("4.14.20: 50 updates");
        await Expect(reader.Page.Locator("#announcer")).ToContainTextAsync("4.14.20: 50 updates");
        await Expect(reader.Page.Locator("svg.layer path").First).ToBeAttachedAsync();
        Assert.EndsWith($"{Channel}?focus=4.14.20", reader.Page.Url, StringComparison.Ordinal);
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task Arrows_lead_from_release_to_release()
    {
        var reader = await OpenAsync($"{Channel}?focus=4.14.20");
        await reader.MarkAsync();
        await Expect(reader.Page.Locator("#lanes.mounted")).ToBeVisibleAsync();
        await Stop(reader, "4.14.20").FocusAsync();

        await ExpectAfterAsync(reader, "ArrowRight", "4.14.21");
        await ExpectAfterAsync(reader, "ArrowLeft", "4.14.20");
        await ExpectAfterAsync(reader, "ArrowDown", "4.14.61");
        await ExpectAfterAsync(reader, "ArrowUp", "4.14.20");
        await reader.Page.Keyboard.PressAsync("Home");
        await Expect(reader.Page.Locator("a.stop").First).ToBeFocusedAsync();
        await reader.Page.Keyboard.PressAsync("End");
        await Expect(reader.Page.Locator("a.stop").Last).ToBeFocusedAsync();
        await Expect(reader.Page.Locator("a.stop[tabindex='0']")).ToHaveCountAsync(1);
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task The_release_that_was_pointed_at_last_is_the_one_that_is_shown()
    {
        var reader = await OpenAsync(Channel);
        await Expect(reader.Page.Locator("#lanes.mounted")).ToBeVisibleAsync();
        var late = new TaskCompletionSource();
        await reader.Page.RouteAsync("**/*focus=4.14.20*", async route =>
        {
            await late.Task;
            await route.ContinueAsync();
        });

        await Stop(reader, "4.14.20").ClickAsync();
        await Stop(reader, "4.14.30").ClickAsync();
        await Expect(reader.Page.Locator(".focus p")).ToContainTextAsync("4.14.30: ");
        late.SetResult();
        await Stop(reader, "4.14.31").ClickAsync();
        await Expect(reader.Page.Locator(".focus p")).ToContainTextAsync("4.14.31: ");

        Assert.EndsWith("?focus=4.14.31", reader.Page.Url, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task It_always_says_how_many_updates_the_picture_leaves_out()
    {
        var reader = await OpenAsync(Channel);

        await Expect(reader.Page.Locator("#lanes svg").First).ToContainTextAsync("showing 396 of 14,312 updates");
    }

    private static ILocator Stop(Reader reader, string version) => reader.Page.Locator($"a.stop[href*='focus={version}#']");

    private static async Task ExpectAfterAsync(Reader reader, string key, string version)
    {
        await reader.Page.Keyboard.PressAsync(key);
        await Expect(Stop(reader, version)).ToBeFocusedAsync();
        await Expect(reader.Page.Locator(".focus p")).ToContainTextAsync($"{version}: ");
    }
}
