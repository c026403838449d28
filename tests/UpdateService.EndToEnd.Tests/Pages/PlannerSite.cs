using Microsoft.Playwright;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>One browser and one built server on the shipped data, which all tests of the pages share.</summary>
[CollectionDefinition(Name)]
public sealed class PlannerSite : IAsyncLifetime, ICollectionFixture<PlannerSite>
{
    /// <summary>The collection.</summary>
    public const string Name = "pages";

    private IPlaywright? playwright;
    private IBrowser? browser;
    private ServerProcess? server;

    /// <summary>Where the server is.</summary>
    public Uri Address => server!.Protocol;

    /// <summary>The browser.</summary>
    internal IBrowser Browser => browser!;

    /// <summary>Starts a server on other data.</summary>
    public static Task<ServerProcess> ServeAsync(GraphDataDirectory data, params IEnumerable<string> switches) => ServerProcess.StartReadyAsync(data, switches);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (!Chromium.IsInstalled)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout((float)Eventually.Deadline.TotalMilliseconds);
        server = await ServerProcess.StartReadyAsync(["--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0"]);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Program });
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
        server?.Dispose();
    }
}
