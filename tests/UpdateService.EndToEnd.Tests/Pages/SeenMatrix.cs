using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>A cell of the canvas.</summary>
/// <param name="From">The version of its row.</param>
/// <param name="To">The version of its column.</param>
/// <param name="Risk">The one risk that the update has.</param>
/// <param name="X">The middle of the cell on the canvas, from its left.</param>
/// <param name="Y">The same from its top.</param>
internal sealed record SeenCell(string From, string To, string Risk, int X, int Y);

/// <summary>The matrix as somebody sees it who has only the canvas and what the planner says.</summary>
internal sealed class SeenMatrix
{
    private const string Table = "fetch(document.querySelector('[data-island=matrix]').dataset.source, { headers: { Accept: 'application/json' } }).then(answer => answer.json())";

    /// <summary>The canvas has a margin for the names of minors: 46 to the left and 20 above.</summary>
    private const string FindCell = $$"""
        async () => {
          const table = await {{Table}};
          const size = (document.querySelector('canvas').clientWidth - 47) / table.versions.length;
          for (const [from, row] of table.rows.entries()) {
            const found = row.find(([, set]) => table.riskSets[set].length === 1);
            if (found) return [table.versions[from], table.versions[found[0]], table.risks[table.riskSets[found[1]][0]].name,
              Math.floor(46 + (found[0] + 0.5) * size), Math.floor(20 + (from + 0.5) * size)].join(' ');
          }
        }
        """;

    private const string ColourOfPage = """
        name => {
          const one = new OffscreenCanvas(1, 1).getContext('2d');
          one.fillStyle = getComputedStyle(document.querySelector('canvas')).getPropertyValue(name);
          one.fillRect(0, 0, 1, 1);
          return one.getImageData(0, 0, 1, 1).data.join();
        }
        """;

    private const string IsColoured = "([colour, x, y]) => document.querySelector('canvas').getContext('2d').getImageData(x, y, 1, 1).data.join() === colour";

    private readonly Reader reader;

    private SeenMatrix(Reader reader) => this.reader = reader;

    /// <summary>The canvas.</summary>
    public ILocator Canvas => reader.Page.Locator("canvas");

    /// <summary>What is said of the cell that is pointed at.</summary>
    public ILocator Readout => reader.Page.Locator(".readout");

    /// <summary>Waits for the canvas of a page.</summary>
    public static async Task<SeenMatrix> InAsync(Reader reader)
    {
        var matrix = new SeenMatrix(reader);
        await Expect(matrix.Canvas).ToBeVisibleAsync();
        return matrix;
    }

    /// <summary>All versions, oldest first.</summary>
    public Task<string[]> VersionsAsync() => reader.AskAsync<string[]>($"{Table}.then(table => table.versions)");

    /// <summary>An update that has one risk.</summary>
    public async Task<SeenCell> CellWithOneRiskAsync()
    {
        var parts = (await reader.AskAsync<string>(FindCell)).Split(' ');
        return new SeenCell(parts[0], parts[1], parts[2], int.Parse(parts[3]), int.Parse(parts[4]));
    }

    /// <summary>Puts the mouse on a cell.</summary>
    public Task PointAtAsync(SeenCell cell) => Canvas.HoverAsync(new() { Position = new() { X = cell.X, Y = cell.Y } });

    /// <summary>The colour of a cell: red, green, blue and how much it covers.</summary>
    private Task<string> ColourAtAsync(SeenCell cell) =>
        reader.AskAsync<string>("([x, y]) => document.querySelector('canvas').getContext('2d').getImageData(x, y, 1, 1).data.join()", new[] { cell.X, cell.Y });

    /// <summary>What a colour of the page comes to: red, green, blue and how much it covers.</summary>
    public Task<string> ColourOfAsync(string name) => reader.AskAsync<string>(ColourOfPage, name);

    /// <summary>Waits until a cell has a colour of the page. The canvas is drawn with the next frame, which no answer of a server delays.</summary>
    public async Task ExpectColourAsync(SeenCell cell, string name)
    {
        var colour = await ColourOfAsync(name);
        try
        {
            _ = await reader.Page.WaitForFunctionAsync(IsColoured, new object[] { colour, cell.X, cell.Y }, new() { Timeout = 10_000 });
        }
        catch (TimeoutException)
        {
            Assert.Equal(colour, await ColourAtAsync(cell));
        }
    }
}
