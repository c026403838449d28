namespace UpdateService.EndToEnd.Tests.Pages;

/// <summary>Pages and states of them that every look must stand.</summary>
internal static class PageStates
{
    /// <summary>The largest channel.</summary>
    public const string Largest = "candidate-4.14";

    /// <summary>Addresses of all pages: without a question, with an answer, with a refusal.</summary>
    public static TheoryData<string> All { get; } =
    [
        "/",
        "/plan",
        "/plan?from=4.14.20&to=4.16",
        "/plan?from=4.14.0&to=4.15.0&accept=CephCapDropPanic,NoSuchRisk",
        "/plan?from=4.14.20&to=4.13.1",
        "/plan?from=4.1",
        "/recommended",
        "/recommended?version=4.14.0",
        $"/channels/{Largest}",
        $"/channels/{Largest}?focus=4.14.20",
        "/channels/nope",
        "/releases/4.14.20",
        "/releases/4.14",
        "/matrix",
        $"/matrix?channel={Largest}",
        $"/matrix?channel={Largest}&from=4.13&to=4.14",
        "/compare",
        $"/compare?channel={Largest}&with=stable-4.14",
        "/compare?before=99&after=1",
        "/nothing",
    ];

    /// <summary>What a browser complains of where the page is a refusal.</summary>
    public static string[] Refusals { get; } = ["status of 400", "status of 404", "status of 422"];
}
