using Microsoft.Playwright;

namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>What tests of pages have in common: readers, and that none of them has met any trouble.</summary>
[Collection(PlannerSite.Name)]
public abstract class InBrowser(PlannerSite site) : IAsyncLifetime
{
    private readonly List<Reader> readers = [];

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Closes all windows, and fails where one of them met trouble.</summary>
    public async Task DisposeAsync()
    {
        foreach (var reader in readers)
        {
            await reader.LeaveAsync();
        }

        Assert.Empty(readers.SelectMany(reader => reader.Troubles));
    }

    /// <summary>Opens an address of the shared site in a new window.</summary>
    private protected Task<Reader> OpenAsync(string path, BrowserNewContextOptions? look = null, params IEnumerable<string> expected) => OpenAsync(site.Address, path, look, expected);

    /// <summary>Opens an address of another site in a new window.</summary>
    private protected async Task<Reader> OpenAsync(Uri address, string path, BrowserNewContextOptions? look = null, params IEnumerable<string> expected)
    {
        var reader = await Reader.OpenAsync(site.Browser, address, look, expected);
        readers.Add(reader);
        _ = await reader.GoAsync(path);
        return reader;
    }
}
