namespace UpdateService.Registry.Scraping;

/// <summary>How a repository is scraped.</summary>
public sealed record ScrapeOptions
{
    /// <summary>How many tags are read at once, from 1.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How long a scrape may take until there is a whole one; what it read by then is kept, and the next goes on.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a later one may take, likewise: there is little to read then, and what was blocked meanwhile waits for it.</summary>
    public TimeSpan LaterTimeLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where what was read is kept, in a folder for each repository; null to remember it in memory only.</summary>
    public string? Folder { get; init; }
}
