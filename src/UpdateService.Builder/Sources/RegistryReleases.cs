using UpdateService.GraphData;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Scraping;

namespace UpdateService.Builder.Sources;

/// <summary>Releases in a repository of a registry.</summary>
/// <param name="repository">The repository.</param>
/// <param name="options">How it is read.</param>
/// <param name="time">For the time limit.</param>
public sealed class RegistryReleases(IRepository repository, ScrapeOptions options, TimeProvider time) : IReleaseSource
{
    private readonly RepositoryScrape scrape = new(repository, options, time);
    private ReleaseReading? last;
    private ScrapeCounts? counts;

    /// <inheritdoc/>
    public string Description => repository.Name.ToString();

    /// <inheritdoc/>
    public string? WatchedPath => null;

    /// <summary>The numbers of the last scrape; null before the first.</summary>
    public ScrapeCounts? Counts => Volatile.Read(ref counts);

    /// <inheritdoc/>
    public async Task<ReleaseReading> ReadAsync(CancellationToken cancellationToken)
    {
        var result = await scrape.ReadAsync(cancellationToken);
        Volatile.Write(ref counts, result.Counts);
        return last = last is not null
            && last.Releases == result.Releases
            && last.IsComplete == result.IsComplete
            && last.Problems.AsSpan().SequenceEqual(result.Problems.AsSpan())
            ? last
            : new ReleaseReading(result.Releases, result.Problems) { IsComplete = result.IsComplete };
    }

    /// <inheritdoc/>
    /// <remarks>A block that was written into a file must not wait until all tags have been read from a registry again.</remarks>
    public Task<ReleaseReading> ReadAsync(SourceChanges changes, CancellationToken cancellationToken) =>
        changes.AreKnown && last is not null ? Task.FromResult(last) : ReadAsync(cancellationToken);
}
