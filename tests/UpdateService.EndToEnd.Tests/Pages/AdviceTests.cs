using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>What a cluster should do next, and all about one release.</summary>
public sealed class AdviceTests(PlannerSite site) : InBrowser(site)
{
    [BrowserFact]
    public async Task What_next_follows_what_is_typed()
    {
        var reader = await OpenAsync("/", expected: "status of 400");
        await reader.MarkAsync();
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "What next?" }).ClickAsync();

        await reader.Page.GetByLabel("The cluster runs").PressSequentiallyAsync("4.14.20");

        await Expect(reader.Summary).ToContainTextAsync("Update 4.14.20 to 4.14.");
        await Expect(reader.Page.Locator("table.updates").First).ToBeVisibleAsync();
        Assert.EndsWith("/recommended?version=4.14.20", reader.Page.Url, StringComparison.Ordinal);
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task Another_channel_gives_another_advice()
    {
        var reader = await OpenAsync("/recommended?version=4.14.20");
        await reader.Page.GetByLabel("Channel").FocusAsync();
        await reader.Page.GetByLabel("Channel").SelectOptionAsync("candidate-4.15");

        await Expect(reader.Summary).ToContainTextAsync("Update 4.14.20 to 4.15.");
        await Expect(reader.Page.GetByLabel("Channel")).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task A_release_lists_its_updates_and_each_leads_to_a_plan()
    {
        var reader = await OpenAsync("/releases/4.14.20");
        await reader.MarkAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("4.14.20");
        await Expect(reader.Page.Locator("table.updates")).ToHaveCountAsync(2);

        await reader.Page.Locator("table.updates").First.GetByRole(AriaRole.Link, new() { Name = "4.15.30", Exact = true }).ClickAsync();

        await Expect(reader.Summary).ToContainTextAsync("4.14.20 to 4.15.30");
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task The_channel_of_a_release_shows_its_updates_at_once()
    {
        var reader = await OpenAsync("/releases/4.14.20");
        await reader.Page.Locator("dl.facts").GetByRole(AriaRole.Link, new() { Name = "stable-4.14" }).ClickAsync();

        await Expect(reader.Page.Locator(".focus p")).ToContainTextAsync("4.14.20: ");
    }
}
