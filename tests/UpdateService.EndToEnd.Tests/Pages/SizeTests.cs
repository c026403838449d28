using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>Pages stay small.</summary>
public sealed class SizeTests(PlannerSite site) : InBrowser(site)
{
    private const int MostElements = 3_000;

    [BrowserTheory]
    [InlineData("/channels/candidate-4.14?focus=4.14.20")]
    [InlineData("/matrix?channel=candidate-4.14")]
    [InlineData("/matrix?channel=candidate-4.14&from=4.13&to=4.14")]
    [InlineData("/matrix?channel=candidate-4.14&from=4.12&to=4.12")]
    [InlineData("/plan?from=4.12.0&to=4.14.20&channel=candidate-4.14&alternatives=25")]
    [InlineData("/releases/4.18.19")]
    [InlineData("/compare?channel=candidate-4.18&with=candidate-4.14")]
    [InlineData("/plan?from=4.12.0&to=4.18&alternatives=25")]
    [InlineData("/recommended?version=4.14.0&channel=candidate-4.15")]
    public async Task No_page_has_more_elements_than_a_browser_handles_at_once(string path)
    {
        var reader = await OpenAsync(path);
        await Expect(reader.Page.Locator("h1")).ToBeVisibleAsync();

        Assert.InRange(await reader.AskAsync<int>("document.querySelectorAll('*').length"), 30, MostElements);
    }

    [BrowserTheory]
    [InlineData("planner.js", 40_000)]
    [InlineData("planner.css", 8_000)]
    public async Task The_files_of_the_pages_are_light_as_they_are_served(string name, int most)
    {
        var reader = await OpenAsync("/");
        var sizes = await reader.AskAsync<JsonElement>("name => { const { encodedBodySize, decodedBodySize } = performance.getEntriesByType('resource').find(entry => entry.name.endsWith(`/${name}`)); return { encodedBodySize, decodedBodySize }; }", name);

        Assert.InRange(sizes.GetProperty("encodedBodySize").GetInt32(), 1, most);
        Assert.True(sizes.GetProperty("encodedBodySize").GetInt32() < sizes.GetProperty("decodedBodySize").GetInt32(), "It is not packed.");
    }
}
