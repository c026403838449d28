using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>Pages in a browser that runs no scripts: complete, and their forms work by their buttons.</summary>
public sealed class WithoutScriptTests(PlannerSite site) : InBrowser(site)
{
    [BrowserTheory]
    [InlineData("/", "How does your cluster get to the version you want?", "table.channels")]
    [InlineData("/plan", "Plan an update", "form.question")]
    [InlineData("/plan?from=4.14.0&to=4.15.0", "Plan an update", "ol.steps .risks", "svg .hop")]
    [InlineData("/update_path?current_ocp_version=4.14.20&target_ocp_version=4.16.20&arch=x86_64", "Plan an update", "ol.steps", "svg .hop")]
    [InlineData("/recommended?version=4.14.20", "What next?", "table.updates")]
    [InlineData("/channels/candidate-4.14", "candidate-4.14", "table.releases", "svg a.stop")]
    [InlineData("/channels/candidate-4.14?focus=4.14.20", "candidate-4.14", ".focus p", "svg.layer path")]
    [InlineData("/update_channel?channel=stable-4.16", "stable-4.16", "table.releases")]
    [InlineData("/releases/4.14.20", "4.14.20", "table.updates", ".risks")]
    [InlineData("/matrix?channel=candidate-4.14", "All updates of a channel", "table.counts", "svg .cell-0")]
    [InlineData("/matrix?channel=candidate-4.14&from=4.13&to=4.14", "All updates of a channel", "table.sources", "svg .cell-0")]
    [InlineData("/compare?channel=candidate-4.14&with=stable-4.14", "Compare", ".difference h4")]
    public async Task A_page_is_complete(string path, string heading, params string[] parts)
    {
        var reader = await OpenAsync(path, Look.Of("without scripts"));

        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
        foreach (var part in parts)
        {
            await Expect(reader.Page.Locator(part).First).ToBeAttachedAsync();
        }

        await Expect(reader.Page.Locator("canvas, noscript")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task The_plan_comes_by_its_button()
    {
        var reader = await OpenAsync("/", Look.Of("without scripts"));
        await reader.Page.GetByLabel("My cluster runs").FillAsync("4.14.0");
        await reader.Page.GetByLabel("and shall run").FillAsync("4.15.0");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Show the way" }).ClickAsync();
        await Expect(reader.Summary).ToContainTextAsync("4.14.0 to 4.15.0");

        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "CephCapDropPanic" }).CheckAsync();
        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "EarlyAPICertRotation" }).CheckAsync();
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Show the plan" }).ClickAsync();
        await Expect(reader.Summary).Not.ToContainTextAsync("CephCapDropPanic");
        await Expect(reader.Summary).Not.ToContainTextAsync("EarlyAPICertRotation");

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "Take back CephCapDropPanic", Exact = true }).First.ClickAsync();
        await Expect(reader.Summary).ToContainTextAsync("CephCapDropPanic");
        await Expect(reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "EarlyAPICertRotation" })).ToBeCheckedAsync();
    }

    [BrowserFact]
    public async Task The_advice_comes_by_its_button()
    {
        var reader = await OpenAsync("/recommended", Look.Of("without scripts"));
        await reader.Page.GetByLabel("The cluster runs").FillAsync("4.14.20");
        await reader.Page.GetByLabel("Channel").SelectOptionAsync("stable-4.15");
        await reader.Page.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(reader.Summary).ToContainTextAsync("Update 4.14.20 to 4.15.");
    }

    [BrowserFact]
    public async Task The_matrix_comes_by_its_button()
    {
        var reader = await OpenAsync("/matrix", Look.Of("without scripts"));
        await reader.Page.GetByLabel("Channel").SelectOptionAsync("stable-4.14");
        await reader.Page.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(reader.Summary).ToContainTextAsync("stable-4.14: ");
        await reader.Page.GetByLabel("From minor").SelectOptionAsync("4.13");
        await reader.Page.GetByLabel("To minor").SelectOptionAsync("4.14");
        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "CephCapDropPanic" }).CheckAsync();
        await reader.Page.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(reader.Summary).ToContainTextAsync("stable-4.14, 4.13 to 4.14: ");
        await Expect(reader.Page.Locator("svg .cell-1").First).ToBeAttachedAsync();
    }

    [BrowserFact]
    public async Task The_comparison_comes_by_its_button()
    {
        var reader = await OpenAsync("/compare", Look.Of("without scripts"));
        await reader.Page.GetByLabel("Channel", new() { Exact = true }).SelectOptionAsync("candidate-4.14");
        await reader.Page.GetByLabel("With channel", new() { Exact = true }).SelectOptionAsync("stable-4.14");
        await reader.Page.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(reader.Summary).ToHaveTextAsync("candidate-4.14 to stable-4.14.");
    }

    [BrowserFact]
    public async Task A_release_in_the_lanes_leads_to_all_its_updates()
    {
        var reader = await OpenAsync("/channels/candidate-4.14", Look.Of("without scripts"));
        await reader.Page.Locator("a.stop[href*='focus=4.14.20#']").ClickAsync();

        await Expect(reader.Page.Locator(".focus p")).ToContainTextAsync("4.14.20: 50 updates");
    }
}
