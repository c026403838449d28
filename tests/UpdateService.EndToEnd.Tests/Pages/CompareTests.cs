using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>Two channels, or two revisions, side by side.</summary>
public sealed class CompareTests(PlannerSite site) : InBrowser(site)
{
    [BrowserFact]
    public async Task Two_channels_are_chosen_and_compared()
    {
        var reader = await OpenAsync("/compare");
        await reader.MarkAsync();
        await reader.Page.GetByLabel("Channel", new() { Exact = true }).SelectOptionAsync("stable-4.14");
        await reader.Page.GetByLabel("With channel", new() { Exact = true }).SelectOptionAsync("candidate-4.14");

        await Expect(reader.Summary).ToHaveTextAsync("stable-4.14 to candidate-4.14.");
        await Expect(reader.Page.Locator(".difference h4.added").First).ToContainTextAsync("releases");
        Assert.EndsWith("/compare?channel=stable-4.14&with=candidate-4.14", reader.Page.Url, StringComparison.Ordinal);
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task Two_revisions_are_compared_when_the_data_have_changed()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await PlannerSite.ServeAsync(data);
        _ = data.Write("blocked-edges/4.18.2-NewRisk.yaml", GraphDataDirectory.RiskOf("4.18.2", ".*[+]amd64", "NewRisk", "Since today."));
        await Eventually.HoldsAsync(
            async () => (await Wire.AskAsync(server.Protocol, "GET", "/api/upgrades_info/v1/revisions")).Text.Contains("\"number\":2", StringComparison.Ordinal),
            "the change is a second revision");
        var reader = await OpenAsync(server.Protocol, "/compare");

        await Expect(reader.Page.GetByLabel("Revision")).ToHaveValueAsync("2");
        await Expect(reader.Page.GetByLabel("Compared with the earlier")).ToHaveValueAsync("1");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Compare the revisions" }).ClickAsync();
        await Expect(reader.Summary).ToHaveTextAsync("Revision 2 compared with 1: 1 channel differs.");
        await Expect(reader.Page.Locator(".difference").First).ToContainTextAsync("NewRisk");

        _ = await reader.GoAsync("/plan?from=4.18.1&to=4.18.2&revision=1");
        await Expect(reader.Page.Locator(".pinned")).ToContainTextAsync("This is revision 1");
        await Expect(reader.Summary).ToContainTextAsync("no risks");
    }
}
