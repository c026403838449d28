using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>The way to a plan, and a plan that follows what its reader does.</summary>
public sealed partial class PlanTests(PlannerSite site) : InBrowser(site)
{
    private const string Risky = "/plan?from=4.14.0&to=4.15.0";
    private const string Risk = "CephCapDropPanic";

    [BrowserFact]
    public async Task Two_clicks_lead_from_the_start_to_a_plan()
    {
        var reader = await OpenAsync("/");
        await reader.MarkAsync();

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "stable-4.16, newest" }).ClickAsync();
        await reader.Page.Locator("table.releases").GetByRole(AriaRole.Link, new() { Name = "4.16.20", Exact = true }).ClickAsync();

        await Expect(reader.Summary).ToContainTextAsync("4.16.20 to ");
        await Expect(reader.Page).ToHaveURLAsync(new Regex(@"/plan\?from=4\.16\.20&channel=stable-4\.16$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task Typing_a_version_on_the_start_page_leads_to_its_plan()
    {
        var reader = await OpenAsync("/");
        await reader.Page.GetByLabel("My cluster runs").FillAsync("4.14.20");
        await reader.Page.GetByLabel("and shall run").FillAsync("4.16");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Show the way" }).ClickAsync();

        await Expect(reader.Summary).ToContainTextAsync("4.14.20 to 4.16.");
        await Expect(reader.Page).ToHaveTitleAsync("4.14.20 to 4.16 · Update planner");
        Assert.EndsWith("/plan?from=4.14.20&to=4.16", reader.Page.Url, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_plan_follows_what_is_typed_without_a_reload()
    {
        var reader = await OpenAsync("/plan", expected: "status of 400");
        await reader.MarkAsync();
        var from = reader.Page.GetByLabel("The cluster runs");

        await from.PressSequentiallyAsync("4.14.20");
        await Expect(reader.Summary).ToContainTextAsync("4.14.20 to ");
        await reader.Page.GetByLabel("It shall run").PressSequentiallyAsync("4.15.30");
        await Expect(reader.Summary).ToContainTextAsync("4.14.20 to 4.15.30");
        await Expect(reader.Page.Locator("#announcer")).ToContainTextAsync("4.14.20 to 4.15.30");
        await Expect(reader.Page.GetByLabel("It shall run")).ToBeFocusedAsync();
        await Expect(from).ToHaveValueAsync("4.14.20");
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task Half_a_version_offers_those_that_begin_so()
    {
        var reader = await OpenAsync("/plan", expected: "status of 400");
        await reader.Page.GetByLabel("The cluster runs").PressSequentiallyAsync("4.14.5");
        await reader.Page.GetByLabel("The cluster runs").PressAsync("Backspace");
        await reader.Page.GetByLabel("The cluster runs").PressAsync("Backspace");

        await Expect(reader.Page.Locator(".problem")).ToBeVisibleAsync();
        await reader.Page.Locator(".near").GetByRole(AriaRole.Link, new() { Name = "4.14.58", Exact = true }).ClickAsync();

        await Expect(reader.Summary).ToContainTextAsync("4.14.58");
    }

    [BrowserFact]
    public async Task A_risk_is_accepted_by_its_toggle_and_taken_back()
    {
        var reader = await OpenAsync(Risky);
        await reader.MarkAsync();
        await Expect(reader.Summary).ToContainTextAsync(Risk);

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = $"Accept {Risk}", Exact = true }).First.ClickAsync();
        await Expect(reader.Summary).Not.ToContainTextAsync(Risk);
        await Expect(reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = Risk })).ToBeCheckedAsync();
        await Expect(reader.Page).ToHaveURLAsync(AcceptsTheRisk());

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = $"Take back {Risk}", Exact = true }).First.ClickAsync();
        await Expect(reader.Summary).ToContainTextAsync(Risk);
        await Expect(reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = Risk })).Not.ToBeCheckedAsync();
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task A_risk_is_accepted_by_its_box()
    {
        var reader = await OpenAsync(Risky);
        await reader.MarkAsync();

        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = Risk }).CheckAsync();

        await Expect(reader.Summary).Not.ToContainTextAsync(Risk);
        await Expect(reader.Page).ToHaveURLAsync(AcceptsTheRisk());
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task What_the_reader_has_opened_stays_open_while_the_plan_changes()
    {
        var reader = await OpenAsync("/plan?from=4.14.20&to=4.16");
        var others = reader.Page.Locator("fieldset.accept details");
        await others.Locator("summary").ClickAsync();

        await others.GetByRole(AriaRole.Checkbox, new() { Name = "PreRelease" }).ClickAsync(); // Not checked afterwards: it goes to the accepted ones.

        await Expect(reader.Page).ToHaveURLAsync(AcceptsSomething());
        await Expect(reader.Page.Locator("fieldset.accept > ul").GetByRole(AriaRole.Checkbox, new() { Name = "PreRelease" })).ToBeFocusedAsync();
        await Expect(others).ToHaveAttributeAsync("open", "");
    }

    [BrowserFact]
    public async Task A_way_back_says_why_not()
    {
        var reader = await OpenAsync("/plan?from=4.14.20&to=4.13.1", expected: "status of 422");

        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = "Why not" })).ToBeVisibleAsync();
        await Expect(reader.Page.Locator(".reason .kind").First).ToHaveTextAsync("RollbackNotSupported");
    }

    [GeneratedRegex($@"[?&]accept={Risk}$", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex AcceptsTheRisk();

    [GeneratedRegex("[?&]accept=PreRelease$", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex AcceptsSomething();
}
