using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>Everything without a mouse; the keyboard is never left nowhere.</summary>
public sealed class KeyboardTests(PlannerSite site) : InBrowser(site)
{
    private const string Risky = "/plan?from=4.14.0&to=4.15.0";
    private const int MostTabs = 200;

    [BrowserFact]
    public async Task Tab_and_Enter_lead_from_the_start_to_a_plan()
    {
        var reader = await OpenAsync("/");
        await reader.MarkAsync();

        await TabToAsync(reader, "#from");
        await reader.Page.Keyboard.TypeAsync("4.14.20");
        await TabToAsync(reader, "#to");
        await reader.Page.Keyboard.TypeAsync("4.16");
        await TabToAsync(reader, "form.begin button");
        await reader.Page.Keyboard.PressAsync("Enter");

        await Expect(reader.Summary).ToContainTextAsync("4.14.20 to 4.16.");
        await Expect(reader.Page.Locator("main")).ToBeFocusedAsync();
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task Tab_and_Enter_lead_through_a_channel_to_a_plan()
    {
        var reader = await OpenAsync("/");
        await reader.MarkAsync();

        await TabToAsync(reader, "table.channels a[href='/channels/stable-4.22']");
        await reader.Page.Keyboard.PressAsync("Enter");
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("stable-4.22");
        await TabToAsync(reader, "table.releases tr:nth-child(3) a");
        await reader.Page.Keyboard.PressAsync("Enter");

        await Expect(reader.Summary).ToBeVisibleAsync();
        await Expect(reader.Page.Locator("main")).ToBeFocusedAsync();
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task The_first_stop_skips_to_the_content()
    {
        var reader = await OpenAsync("/plan");
        await reader.Page.Keyboard.PressAsync("Tab");
        await Expect(reader.Page.GetByRole(AriaRole.Link, new() { Name = "To the content" })).ToBeFocusedAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Link, new() { Name = "To the content" })).ToBeInViewportAsync();

        await reader.Page.Keyboard.PressAsync("Enter");
        await Expect(reader.Page.Locator("main")).ToBeFocusedAsync();
        await reader.Page.Keyboard.PressAsync("Tab");

        await Expect(reader.Page.Locator("#from")).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task A_toggle_keeps_the_keyboard_when_the_plan_changes_around_it()
    {
        var reader = await OpenAsync(Risky);
        var toggle = reader.Page.GetByRole(AriaRole.Link, new() { Name = "Accept CephCapDropPanic", Exact = true }).First;
        await toggle.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");

        await Expect(reader.Page.GetByRole(AriaRole.Link, new() { Name = "Take back CephCapDropPanic", Exact = true }).First).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task A_box_keeps_the_keyboard_when_the_plan_changes()
    {
        var reader = await OpenAsync(Risky);
        var box = reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "CephCapDropPanic" });
        await box.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Space");

        await Expect(reader.Summary).Not.ToContainTextAsync("CephCapDropPanic");
        await Expect(box).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task A_link_that_goes_with_what_it_did_leaves_the_keyboard_in_the_content()
    {
        var reader = await OpenAsync(Risky);
        var accept = reader.Page.Locator(".reason a[data-keep]").First;
        await accept.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Enter");

        await Expect(reader.Summary).ToContainTextAsync("all accepted");
        await Expect(reader.Page.Locator("main")).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task A_choice_keeps_the_keyboard_when_the_page_changes()
    {
        var reader = await OpenAsync("/recommended?version=4.14.20");
        await reader.Page.GetByLabel("Architecture").FocusAsync();
        await reader.Page.Keyboard.PressAsync("ArrowDown");

        await Expect(reader.Page.GetByLabel("Architecture")).ToHaveValueAsync("arm64");
        await Expect(reader.Page).ToHaveURLAsync(new Uri(new Uri(reader.Page.Url), "/recommended?version=4.14.20&arch=arm64").AbsoluteUri);
        await Expect(reader.Page.Locator("html:not(.busy)")).ToHaveCountAsync(1);
        await Expect(reader.Page.GetByLabel("Architecture")).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(Reader reader, string selector)
    {
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            await reader.Page.Keyboard.PressAsync("Tab");
            if (await reader.AskAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                return;
            }
        }

        Assert.Fail($"{MostTabs} times Tab did not lead to {selector}.");
    }
}
