using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>axe finds no violation of WCAG 2.2 AA on any page, in any state, in any look.</summary>
public sealed class AccessibilityTests(PlannerSite site) : InBrowser(site)
{
    private const string Judge = """
        async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })).violations
          .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}: ${[...node.any, ...node.all, ...node.none].map(check => check.message).join('; ')}`))
        """;

    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(Repository.Root, "src", "planner-ui", "node_modules", "axe-core", "axe.min.js")));

    public static TheoryData<string> States => PageStates.All;

    [BrowserTheory]
    [MemberData(nameof(States))]
    public async Task No_page_violates_a_rule(string path)
    {
        var reader = await OpenAsync(path, Look.Of("light"), PageStates.Refusals);
        await ExpectNoViolationAsync(reader);
        await reader.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await ExpectNoViolationAsync(reader);
        await reader.Page.SetViewportSizeAsync(320, 640);
        await ExpectNoViolationAsync(reader);
    }

    [BrowserTheory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task No_rule_is_violated_while_the_matrix_is_walked_through(string look)
    {
        var reader = await OpenAsync($"/matrix?channel={PageStates.Largest}", Look.Of(look));
        var matrix = await SeenMatrix.InAsync(reader);
        await matrix.Canvas.FocusAsync();
        await reader.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(matrix.Readout).ToContainTextAsync(": ");

        await ExpectNoViolationAsync(reader);
    }

    [BrowserTheory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task No_rule_is_violated_when_everything_is_open(string look)
    {
        var reader = await OpenAsync("/plan?from=4.14.0&to=4.15.0", Look.Of(look));
        _ = await reader.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");

        await ExpectNoViolationAsync(reader);
    }

    [BrowserFact]
    public async Task No_rule_is_violated_where_the_keyboard_stands_on_a_release()
    {
        var reader = await OpenAsync("/channels/stable-4.14");
        await Expect(reader.Page.Locator("#lanes.mounted")).ToBeVisibleAsync();
        await reader.Page.Locator("a.stop").Last.FocusAsync();
        await reader.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(reader.Page.Locator(".focus p")).ToContainTextAsync("updates");

        await ExpectNoViolationAsync(reader);
    }

    private static async Task ExpectNoViolationAsync(Reader reader)
    {
        _ = await reader.Page.EvaluateAsync(Axe.Value);
        Assert.Empty(await reader.AskAsync<string[]>(Judge));
    }
}
