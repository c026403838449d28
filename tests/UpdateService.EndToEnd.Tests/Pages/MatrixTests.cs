using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>All updates on one canvas: pointed at, walked through, recoloured.</summary>
public sealed partial class MatrixTests(PlannerSite site) : InBrowser(site)
{
    private const string Matrix = "/matrix?channel=stable-4.14";

    [BrowserFact]
    public async Task Pointing_at_a_cell_reads_it_out()
    {
        var reader = await OpenAsync(Matrix);
        var matrix = await SeenMatrix.InAsync(reader);
        var cell = await matrix.CellWithOneRiskAsync();

        await matrix.PointAtAsync(cell);

        await Expect(matrix.Readout).ToHaveTextAsync($"{cell.From} to {cell.To}: 1 risk to accept: {cell.Risk}.");
        await reader.Page.Mouse.MoveAsync(1, 1);
        await reader.Page.GetByLabel("Channel").HoverAsync();
        await Expect(matrix.Readout).Not.ToBeEmptyAsync();
    }

    [BrowserFact]
    public async Task The_keyboard_walks_from_cell_to_cell_and_reads_them_out()
    {
        var reader = await OpenAsync(Matrix);
        var matrix = await SeenMatrix.InAsync(reader);
        var versions = await matrix.VersionsAsync();
        await matrix.Canvas.FocusAsync();
        await Expect(matrix.Readout).ToContainTextAsync(": ");

        await ExpectAsync("Control+Home", versions[0], versions[0]);
        await ExpectAsync("ArrowRight", versions[0], versions[1]);
        await ExpectAsync("ArrowDown", versions[1], versions[1]);
        await ExpectAsync("ArrowLeft", versions[1], versions[0]);
        await ExpectAsync("ArrowUp", versions[0], versions[0]);
        await ExpectAsync("ArrowUp", versions[0], versions[0]);
        await ExpectAsync("Control+ArrowRight", versions[0], versions.First(version => version.StartsWith("4.13.", StringComparison.Ordinal)));
        await ExpectAsync("Control+ArrowDown", versions.First(version => version.StartsWith("4.13.", StringComparison.Ordinal)), versions.First(version => version.StartsWith("4.13.", StringComparison.Ordinal)));
        await ExpectAsync("Home", versions.First(version => version.StartsWith("4.13.", StringComparison.Ordinal)), versions[0]);
        await ExpectAsync("End", versions.First(version => version.StartsWith("4.13.", StringComparison.Ordinal)), versions[^1]);
        await ExpectAsync("Control+End", versions[^1], versions[^1]);
        await Expect(matrix.Readout).ToHaveAttributeAsync("role", "status");
        await Expect(matrix.Canvas).ToBeFocusedAsync();

        async Task ExpectAsync(string key, string from, string to)
        {
            await reader.Page.Keyboard.PressAsync(key);
            await Expect(matrix.Readout).ToContainTextAsync($"{from} to {to}: ");
        }
    }

    [BrowserTheory]
    [InlineData("narrow")]
    [InlineData("light")]
    public async Task The_cell_and_what_is_said_of_it_stay_in_sight(string look)
    {
        var reader = await OpenAsync("/matrix?channel=candidate-4.14", Look.Of(look));
        var matrix = await SeenMatrix.InAsync(reader);
        await matrix.Canvas.FocusAsync();
        foreach (var key in new[] { "Control+End", "Control+ArrowUp", "Control+Home" })
        {
            await reader.Page.Keyboard.PressAsync(key);
            await Expect(reader.Page.Locator(".mark")).ToBeInViewportAsync(new() { Ratio = 1 });
            await Expect(matrix.Readout).ToBeInViewportAsync(new() { Ratio = 1 });
        }
    }

    [BrowserFact]
    public async Task Enter_opens_the_plan_of_a_cell_with_the_keyboard_on_it()
    {
        var reader = await OpenAsync(Matrix);
        await reader.MarkAsync();
        var matrix = await SeenMatrix.InAsync(reader);
        await matrix.Canvas.FocusAsync();
        var words = await matrix.Readout.InnerTextAsync();

        await reader.Page.Keyboard.PressAsync("Enter");

        await Expect(reader.Summary).ToContainTextAsync(words[..words.IndexOf(':', StringComparison.Ordinal)]);
        await Expect(reader.Page.Locator("main")).ToBeFocusedAsync();
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task A_click_on_a_cell_opens_its_plan()
    {
        var reader = await OpenAsync(Matrix);
        var matrix = await SeenMatrix.InAsync(reader);
        var cell = await matrix.CellWithOneRiskAsync();

        await matrix.PointAtAsync(cell);
        await reader.Page.Mouse.DownAsync();
        await reader.Page.Mouse.UpAsync();

        await Expect(reader.Summary).ToContainTextAsync($"{cell.From} to {cell.To}");
    }

    [BrowserFact]
    public async Task An_accepted_risk_recolours_the_matrix_before_the_server_has_answered()
    {
        var reader = await OpenAsync(Matrix);
        var matrix = await SeenMatrix.InAsync(reader);
        var cell = await matrix.CellWithOneRiskAsync();
        await matrix.ExpectColourAsync(cell, "--cell-2");
        var answer = new TaskCompletionSource();
        await reader.Page.RouteAsync(WithAccepted(), async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });

        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = cell.Risk, Exact = true }).CheckAsync();

        await matrix.ExpectColourAsync(cell, "--cell-1");
        await matrix.PointAtAsync(cell);
        await Expect(matrix.Readout).ToHaveTextAsync($"{cell.From} to {cell.To}: all risks accepted.");
        Assert.EndsWith(Matrix, reader.Page.Url, StringComparison.Ordinal);
        answer.SetResult();
        await Expect(reader.Page).ToHaveURLAsync(WithAccepted());
        await Expect(matrix.Readout).ToHaveTextAsync($"{cell.From} to {cell.To}: all risks accepted."); // The island is the same.

        await reader.Page.GetByRole(AriaRole.Checkbox, new() { Name = cell.Risk, Exact = true }).UncheckAsync();
        await matrix.ExpectColourAsync(cell, "--cell-2");
    }

    [BrowserFact]
    public async Task A_pair_of_minors_has_a_row_for_each_source()
    {
        var reader = await OpenAsync(Matrix);
        await reader.MarkAsync();
        _ = await SeenMatrix.InAsync(reader);
        await reader.Page.Locator("table.counts").GetByRole(AriaRole.Row, new() { Name = "4.13" }).GetByRole(AriaRole.Link).Last.ClickAsync();

        await Expect(reader.Page.Locator("table.sources caption")).ToHaveTextAsync("From 4.13 to 4.14, newest source first");
        await Expect(reader.Summary).ToContainTextAsync("stable-4.14, 4.13 to 4.14: ");
        await Expect(reader.Page.GetByLabel("From minor")).ToHaveValueAsync("4.13");
        var matrix = await SeenMatrix.InAsync(reader);
        await matrix.Canvas.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Control+End");
        await Expect(matrix.Readout).ToContainTextAsync("4.13.61 to 4.14.58: ");

        await reader.Page.GetByLabel("To minor").FocusAsync();
        await reader.Page.GetByLabel("To minor").SelectOptionAsync("4.13");
        await Expect(reader.Summary).ToContainTextAsync("stable-4.14, 4.13 to 4.13: ");
        await Expect(reader.Page.GetByLabel("To minor")).ToBeFocusedAsync();
        await reader.ExpectMarkAsync();
    }

    [BrowserFact]
    public async Task The_canvas_follows_when_the_page_turns_dark()
    {
        var reader = await OpenAsync(Matrix, Look.Of("light"));
        var matrix = await SeenMatrix.InAsync(reader);
        var cell = await matrix.CellWithOneRiskAsync();
        await matrix.ExpectColourAsync(cell, "--cell-2");
        var light = await matrix.ColourOfAsync("--cell-2");

        await reader.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });

        Assert.NotEqual(light, await matrix.ColourOfAsync("--cell-2"));
        await matrix.ExpectColourAsync(cell, "--cell-2");
    }

    [GeneratedRegex("/matrix.*[?&]accept=", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex WithAccepted();
}
