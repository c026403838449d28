using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>Pages fit every window and follow what the reader has told the system.</summary>
public sealed class LookTests(PlannerSite site) : InBrowser(site)
{
    private const string LightOf = """
        colour => {
          const one = new OffscreenCanvas(1, 1).getContext('2d');
          one.fillStyle = colour;
          one.fillRect(0, 0, 1, 1);
          const [red, green, blue] = one.getImageData(0, 0, 1, 1).data;
          return Math.round((red + green + blue) / 3);
        }
        """;

    public static TheoryData<string> States => PageStates.All;

    [BrowserTheory]
    [MemberData(nameof(States))]
    public async Task No_page_scrolls_sideways(string path)
    {
        var reader = await OpenAsync(path, Look.Of("narrow"), PageStates.Refusals);
        foreach (var width in new[] { 320, 800, 1280, 2560 })
        {
            await reader.Page.SetViewportSizeAsync(width, 900);
            Assert.Equal(0, await SidewaysAsync(reader));
        }
    }

    [BrowserFact]
    public async Task Nothing_that_opens_on_a_narrow_page_makes_it_scroll_sideways()
    {
        var reader = await OpenAsync("/plan?from=4.14.0&to=4.15.0", Look.Of("narrow"));
        _ = await reader.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        Assert.Equal(0, await SidewaysAsync(reader));

        _ = await reader.GoAsync("/matrix?channel=stable-4.14");
        var matrix = await SeenMatrix.InAsync(reader);
        await matrix.Canvas.FocusAsync();
        await reader.Page.Keyboard.PressAsync("Control+End");
        Assert.Equal(0, await SidewaysAsync(reader));
    }

    /// <summary>A name that is cut in two reads as two.</summary>
    [BrowserFact]
    public async Task Names_of_risks_are_whole_beside_many_releases_where_there_is_room()
    {
        var reader = await OpenAsync("/releases/4.14.20", Look.Of("light"));
        await reader.Page.SetViewportSizeAsync(1400, 900);

        Assert.True(await reader.AskAsync<int>("document.querySelectorAll('.updates .risk a').length") > 3);
        Assert.Equal(0, await reader.AskAsync<int>("[...document.querySelectorAll('.updates .risk a')].filter(name => name.getClientRects().length > 1).length"));
    }

    /// <summary>What a reason rests on stands in one column, whatever the words before it.</summary>
    [BrowserFact]
    public async Task The_evidence_of_a_reason_is_aligned()
    {
        var reader = await OpenAsync("/releases/4.14.333", Look.Of("light"), PageStates.Refusals);

        Assert.Equal(1, await reader.AskAsync<int>("new Set([...document.querySelectorAll('.reason dd')].map(value => Math.round(value.getBoundingClientRect().left))).size"));
        Assert.True(await reader.AskAsync<int>("document.querySelectorAll('.reason dd').length") > 1);
    }

    [BrowserTheory]
    [InlineData("light", true)]
    [InlineData("dark", false)]
    public async Task Pages_are_as_light_as_the_reader_wants_them(string look, bool isLight)
    {
        var reader = await OpenAsync("/", Look.Of(look));
        var paper = await LightAsync(reader, "getComputedStyle(document.body).backgroundColor");
        var ink = await LightAsync(reader, "getComputedStyle(document.body).color");

        Assert.Equal(isLight, paper > ink);
        Assert.True(Math.Abs(paper - ink) > 150, $"The paper is {paper} and the ink {ink}.");
    }

    [BrowserFact]
    public async Task With_the_systems_colours_pictures_are_still_to_be_seen()
    {
        var reader = await OpenAsync("/channels/stable-4.14?focus=4.14.20", Look.Of("forced colours"));
        foreach (var part in new[] { ".edge", "a.stop .release", "text.name", "text.tiny", "text.small" })
        {
            var property = part == ".edge" ? "stroke" : "fill";
            var paper = await LightAsync(reader, "getComputedStyle(document.body).backgroundColor");
            var colour = await LightAsync(reader, $"getComputedStyle(document.querySelector('#lanes svg {part}')).{property}");
            Assert.True(Math.Abs(paper - colour) > 100, $"{part} is {colour} on {paper}.");
        }

        _ = await reader.GoAsync("/matrix?channel=stable-4.14");
        var matrix = await SeenMatrix.InAsync(reader);
        var cell = await matrix.CellWithOneRiskAsync();
        await matrix.ExpectColourAsync(cell, "--cell-2");
        Assert.NotEqual(await matrix.ColourOfAsync("--cell-0"), await matrix.ColourOfAsync("--cell-2"));
    }

    [BrowserTheory]
    [InlineData("light", true)]
    [InlineData("reduced motion", false)]
    public async Task Nothing_moves_for_who_wants_no_motion(string look, bool moves)
    {
        var reader = await OpenAsync("/channels/stable-4.14", Look.Of(look));

        Assert.Equal(moves, await reader.AskAsync<bool>("[...document.querySelectorAll('*')].some(element => parseFloat(getComputedStyle(element).transitionDuration) > 0 || getComputedStyle(element).animationName !== 'none')"));
    }

    [BrowserTheory]
    [InlineData("/plan?from=4.14.0&to=4.15.0")]
    [InlineData("/channels/candidate-4.14?focus=4.14.20")]
    [InlineData("/matrix?channel=stable-4.14")]
    public async Task A_page_can_be_printed(string path)
    {
        var reader = await OpenAsync(path, Look.Of("dark"));
        var pdf = await reader.Page.PdfAsync(new() { Format = "A4" });
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(pdf, 0, 8), StringComparison.Ordinal);

        await reader.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(reader.Page.Locator("header nav")).ToBeHiddenAsync();
        await Expect(reader.Page.Locator("main h1")).ToBeVisibleAsync();
        Assert.True(await LightAsync(reader, "getComputedStyle(document.body).color") < 80, "The ink is light.");
    }

    private static Task<int> SidewaysAsync(Reader reader) => reader.AskAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    private static async Task<int> LightAsync(Reader reader, string colour) => await reader.AskAsync<int>($"({LightOf})({colour})");
}
