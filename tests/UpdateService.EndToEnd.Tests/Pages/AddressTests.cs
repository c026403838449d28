using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>An address holds all that is shown: opened elsewhere, after going back or a reload, it shows the same.</summary>
public sealed class AddressTests(PlannerSite site) : InBrowser(site)
{
    /// <summary>The words of the content, and what its fields hold. The canvas and what is said of it is up to the mouse.</summary>
    private const string Shown = """
        () => {
          const main = document.querySelector('main').cloneNode(true);
          for (const own of main.querySelectorAll('.canvas')) own.replaceChildren();
          const fields = [...document.querySelectorAll('main :is(input, select)')].map(field => `${field.name}=${field.type === 'checkbox' ? field.value + field.checked : field.value}`);
          return [document.title, main.textContent.replace(/\s+/g, ' '), ...fields].join('\n');
        }
        """;

    [BrowserFact]
    public async Task The_address_of_a_typed_plan_shows_the_same_elsewhere()
    {
        var reader = await OpenAsync("/plan", expected: "status of 400");
        await reader.Page.GetByLabel("The cluster runs").PressSequentiallyAsync("4.14.0");
        await reader.Page.GetByLabel("It shall run").PressSequentiallyAsync("4.15.0");
        await Expect(reader.Summary).ToContainTextAsync("4.14.0 to 4.15.0");
        await ExpectSameElsewhereAsync(reader);

        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "Accept CephCapDropPanic", Exact = true }).First.ClickAsync();
        await Expect(reader.Summary).Not.ToContainTextAsync("CephCapDropPanic");
        await ExpectSameElsewhereAsync(reader);

        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "EarlyAPICertRotation" }).CheckAsync();
        await Expect(reader.Summary).Not.ToContainTextAsync("EarlyAPICertRotation");
        await ExpectSameElsewhereAsync(reader);

        await reader.Page.GetByText("More conditions").ClickAsync();
        await reader.Page.GetByLabel("Other plans").FocusAsync();
        await reader.Page.GetByLabel("Other plans").SelectOptionAsync("5");
        await Expect(reader.Page.Locator(".plan")).ToHaveCountAsync(5);
        await Expect(reader.Page.GetByLabel("Other plans")).ToBeFocusedAsync();
        await ExpectSameElsewhereAsync(reader);

        await reader.Page.GetByLabel("Architecture", new() { Exact = true }).SelectOptionAsync("arm64");
        await Expect(reader.Summary).ToContainTextAsync("(arm64)");
        await ExpectSameElsewhereAsync(reader);
    }

    [BrowserFact]
    public async Task The_address_of_an_advice_shows_the_same_elsewhere()
    {
        var reader = await OpenAsync("/recommended", expected: "status of 400");
        await reader.Page.GetByLabel("The cluster runs").PressSequentiallyAsync("4.14.0");
        await Expect(reader.Summary).ToContainTextAsync("4.14.0");
        await ExpectSameElsewhereAsync(reader);

        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "CephCapDropPanic" }).CheckAsync();
        await Expect(reader.Page.Locator("li.accepted")).ToHaveCountAsync(1);
        await ExpectSameElsewhereAsync(reader);
    }

    [BrowserFact]
    public async Task The_address_of_a_release_that_is_looked_at_shows_the_same_elsewhere()
    {
        var reader = await OpenAsync("/channels/stable-4.14");
        await reader.Page.Locator("a.stop[href*='focus=4.14.20#']").ClickAsync();
        await Expect(reader.Page.Locator(".focus p")).ToContainTextAsync("4.14.20: ");
        await ExpectSameElsewhereAsync(reader);
    }

    [BrowserFact]
    public async Task The_address_of_a_matrix_shows_the_same_elsewhere()
    {
        var reader = await OpenAsync("/matrix");
        await reader.Page.GetByLabel("Channel").SelectOptionAsync("stable-4.14");
        _ = await SeenMatrix.InAsync(reader);
        await ExpectSameElsewhereAsync(reader);

        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "CephCapDropPanic" }).CheckAsync();
        await Expect(reader.Page).ToHaveURLAsync(new Uri(new Uri(reader.Page.Url), "/matrix?channel=stable-4.14&accept=CephCapDropPanic").AbsoluteUri);
        await ExpectSameElsewhereAsync(reader);

        await reader.Page.GetByLabel("From minor").SelectOptionAsync("4.13");
        await reader.Page.GetByLabel("To minor").SelectOptionAsync("4.14");
        await Expect(reader.Page.Locator("table.sources")).ToBeVisibleAsync();
        await ExpectSameElsewhereAsync(reader);
    }

    [BrowserFact]
    public async Task Back_and_forward_show_what_was_shown()
    {
        var reader = await OpenAsync("/plan?from=4.14.0&to=4.15.0");
        await reader.MarkAsync();
        var first = await reader.AskAsync<string>(Shown);
        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "CephCapDropPanic" }).CheckAsync();
        await Expect(reader.Summary).Not.ToContainTextAsync("CephCapDropPanic");
        var second = await reader.AskAsync<string>(Shown);
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "Matrix" }).ClickAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("All updates of a channel");

        _ = await reader.Page.GoBackAsync();
        await Expect(reader.Summary).Not.ToContainTextAsync("CephCapDropPanic");
        Assert.Equal(second, await reader.AskAsync<string>(Shown));
        _ = await reader.Page.GoBackAsync();
        await Expect(reader.Summary).ToContainTextAsync("CephCapDropPanic");
        Assert.Equal(first, await reader.AskAsync<string>(Shown));
        _ = await reader.Page.GoForwardAsync();
        await Expect(reader.Summary).Not.ToContainTextAsync("CephCapDropPanic");
        Assert.Equal(second, await reader.AskAsync<string>(Shown));
        await reader.ExpectMarkAsync();

        _ = await reader.Page.ReloadAsync();
        Assert.Equal(second, await reader.AskAsync<string>(Shown));
    }

    [BrowserFact]
    public async Task What_is_typed_into_one_field_is_one_step_back()
    {
        var reader = await OpenAsync("/plan", expected: "status of 400");
        await reader.Page.GetByLabel("The cluster runs").PressSequentiallyAsync("4.14.20");
        await Expect(reader.Summary).ToContainTextAsync("4.14.20 to ");

        _ = await reader.Page.GoBackAsync();

        await Expect(reader.Page.GetByLabel("The cluster runs")).ToHaveValueAsync("");
        await Expect(reader.Summary).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_service_that_does_not_answer_is_said_and_what_was_shown_stays()
    {
        var reader = await OpenAsync("/plan?from=4.14.0&to=4.15.0", expected: "ERR_INTERNET_DISCONNECTED");
        await reader.Page.RouteAsync("**/plan?*", route => route.AbortAsync("internetdisconnected"));
        var before = await reader.Summary.InnerTextAsync();

        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "CephCapDropPanic" }).CheckAsync();
        await Expect(reader.Page.Locator("#offline")).ToBeVisibleAsync();
        Assert.Equal(before, await reader.Summary.InnerTextAsync());

        await reader.Page.UnrouteAsync("**/plan?*");
        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "EarlyAPICertRotation" }).CheckAsync();
        await Expect(reader.Page.Locator("#offline")).ToHaveCountAsync(0);
        await Expect(reader.Summary).Not.ToContainTextAsync("EarlyAPICertRotation");
    }

    [BrowserFact]
    public async Task Who_goes_back_to_a_service_that_answers_again_is_not_told_that_it_does_not()
    {
        var reader = await OpenAsync("/plan?from=4.14.0&to=4.15.0", expected: "ERR_INTERNET_DISCONNECTED");
        await reader.Page.GetByRole(AriaRole.Link, new() { Name = "What next?" }).ClickAsync();
        await Expect(reader.Page).ToHaveTitleAsync("What next? · Update planner");
        await reader.Page.RouteAsync("**/plan?*", route => route.AbortAsync("internetdisconnected"));
        _ = await reader.Page.GoBackAsync();
        await Expect(reader.Page.Locator("#offline")).ToBeVisibleAsync();

        await reader.Page.UnrouteAsync("**/plan?*");
        _ = await reader.Page.GoForwardAsync();
        _ = await reader.Page.GoBackAsync();

        await Expect(reader.Summary).ToContainTextAsync("4.14.0 to 4.15.0");
        await Expect(reader.Page.Locator("#offline")).ToHaveCountAsync(0);
    }

    private static async Task ExpectSameElsewhereAsync(Reader reader)
    {
        var shown = await reader.AskAsync<string>(Shown);
        var elsewhere = await reader.AgainAsync();
        Assert.Equal(shown, await elsewhere.EvaluateAsync<string>(Shown));
        await elsewhere.CloseAsync();
    }
}
