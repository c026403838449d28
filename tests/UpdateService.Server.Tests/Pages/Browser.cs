using UpdateService.Server.Tests.Graphs;

namespace UpdateService.Server.Tests.Pages;

/// <summary>Asks for pages as browsers do.</summary>
internal static class Browser
{
    /// <summary>What Chrome 131 sends when an address is opened.</summary>
    public const string Chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7";

    /// <summary>What Firefox 131 sends.</summary>
    public const string Firefox = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/png,image/svg+xml,*/*;q=0.8";

    /// <summary>What Safari 18 sends.</summary>
    public const string Safari = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    /// <summary>Asks outside the prefix as a browser does.</summary>
    public static Task<WireAnswer> OpenAsync(this RunningService service, string target, params IEnumerable<string> headers) =>
        Wire.AskAsync(service.Protocol, "GET", target, headers.Prepend($"Accept: {Chrome}"));

    /// <summary>Opens a page, which must be one that every browser reads alike.</summary>
    public static async Task<PageElement> ShowAsync(this RunningService service, string target, int status = 200) => Read(await service.OpenAsync(target), status);

    /// <summary>Reads a page.</summary>
    public static PageElement Read(WireAnswer answer, int status = 200)
    {
        Assert.Equal((status, "text/html; charset=utf-8"), (answer.Status, answer["Content-Type"]));
        var page = PageReader.Read(new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(ContentCodingTests.Decode(answer)));
        PageRules.Check(page);
        return page;
    }
}
