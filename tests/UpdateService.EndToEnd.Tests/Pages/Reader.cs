using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Playwright;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>
/// Somebody who reads pages in a window. Whatever a browser complains of while they do, and every request to anybody else, is kept
/// as a trouble.
/// </summary>
internal sealed class Reader
{
    private const string TellOfPolicy = "addEventListener('securitypolicyviolation', event => console.error(`The policy forbids ${event.blockedURI}: ${event.violatedDirective}`))";

    private readonly IBrowserContext window;
    private readonly Uri site;
    private readonly ImmutableArray<string> expected;
    private readonly ConcurrentQueue<string> troubles = new();
    private bool hasLeft;

    private Reader(IBrowserContext window, IPage page, Uri site, IEnumerable<string> expected)
    {
        (this.window, Page, this.site) = (window, page, site);
        this.expected = [.. expected];
        window.Console += (_, message) => Note(message);
        window.WebError += (_, error) => troubles.Enqueue(error.Error);
        window.Dialog += (_, dialog) =>
        {
            troubles.Enqueue($"A dialog opened: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    /// <summary>The page they look at.</summary>
    public IPage Page { get; }

    /// <summary>What the page says it shows.</summary>
    public ILocator Summary => Page.Locator("h2.summary").First;

    /// <summary>What went wrong so far.</summary>
    public IReadOnlyCollection<string> Troubles => troubles;

    /// <summary>Opens a window.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="site">The only origin that may be asked.</param>
    /// <param name="look">How the window is; null for the usual.</param>
    /// <param name="expected">Words of complaints that the test provokes: a browser tells of every refusal.</param>
    public static async Task<Reader> OpenAsync(IBrowser browser, Uri site, BrowserNewContextOptions? look, IEnumerable<string> expected)
    {
        var opened = await browser.NewContextAsync(look ?? new());
        opened.SetDefaultTimeout((float)Eventually.Deadline.TotalMilliseconds);
        await opened.AddInitScriptAsync(TellOfPolicy);
        var reader = new Reader(opened, await opened.NewPageAsync(), site, expected);
        await opened.RouteAsync(address => !reader.IsOwn(address), route =>
        {
            reader.troubles.Enqueue($"A page asks {route.Request.Url}.");
            return route.AbortAsync();
        });
        return reader;
    }

    /// <summary>Opens an address of the site.</summary>
    /// <returns>The HTTP status.</returns>
    public async Task<int> GoAsync(string path)
    {
        var response = await Page.GotoAsync(new Uri(site, path).AbsoluteUri);
        return response!.Status;
    }

    /// <summary>Evaluates an expression in the page.</summary>
    public Task<T> AskAsync<T>(string expression, object? argument = null) => Page.EvaluateAsync<T>(expression, argument);

    /// <summary>Puts a mark into the window, which no reload survives.</summary>
    public Task MarkAsync() => Page.EvaluateAsync("window.isStillHere = true");

    /// <summary>Expects that the page was never reloaded since it was marked.</summary>
    public async Task ExpectMarkAsync() => Assert.True(await AskAsync<bool>("window.isStillHere === true"), "The page was reloaded.");

    /// <summary>Opens a second page of the same window at the address that this one has.</summary>
    public async Task<IPage> AgainAsync()
    {
        var other = await window.NewPageAsync();
        _ = await other.GotoAsync(Page.Url);
        return other;
    }

    /// <summary>Closes the window, after all that the browser has to say of it.</summary>
    public async Task LeaveAsync()
    {
        if (hasLeft)
        {
            return;
        }

        hasLeft = true;
        foreach (var page in window.Pages)
        {
            _ = await page.EvaluateAsync("0"); // Messages come in order, so those before this answer have come.
        }

        await window.CloseAsync();
    }

    private bool IsOwn(string address) => new Uri(address) is var uri && (uri.Scheme is "data" or "about" || Uri.Compare(uri, site, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.Ordinal) == 0);

    private void Note(IConsoleMessage message)
    {
        if (message.Text.StartsWith("Canvas2D: Multiple readback", StringComparison.Ordinal))
        {
            return; // It is the tests that read the canvas.
        }

        if (message.Type is "error" or "warning" && !expected.Any(words => message.Text.Contains(words, StringComparison.Ordinal)))
        {
            troubles.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        }
    }
}
