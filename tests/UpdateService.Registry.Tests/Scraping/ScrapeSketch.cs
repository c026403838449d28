using System.Globalization;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Scraping;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Scraping;

/// <summary>What tests of scrapes share.</summary>
internal static class ScrapeSketch
{
    /// <summary>A scrape with nothing remembered but what is in the folder.</summary>
    public static RepositoryScrape New(RepositoryInMemory repository, string? folder = null, int concurrency = 4) =>
        new(repository, new ScrapeOptions { Folder = folder, Concurrency = concurrency }, TimeProvider.System);

    /// <summary>Pushes releases 4.16.0 and on, each under a tag of its version and architecture.</summary>
    public static RepositoryInMemory WithReleases(int count)
    {
        var repository = new RepositoryInMemory();
        for (var number = 0; number < count; number++)
        {
            _ = repository.Push(Tag(number), Image(number));
        }

        return repository;
    }

    /// <summary>A release's tag.</summary>
    public static string Tag(int number) => string.Create(CultureInfo.InvariantCulture, $"4.16.{number}-x86_64");

    /// <summary>A release's image.</summary>
    public static ImageSketch Image(int number) => new ReleaseSketch($"4.16.{number}") { Previous = number == 0 ? [] : [$"4.16.{number - 1}"] }.ToImage();

    /// <summary>An image that is no release.</summary>
    public static ImageSketch Foreign(int number) =>
        ImageSketch.Of(ImageSketch.Config("amd64", ("com.redhat.component", $"part-{number}")), ImageFlavour.Docker, ReleaseSketch.OperatorLayer);

    /// <summary>A registry that answers with an error.</summary>
    public static RegistryException Down { get; } = new(RegistryFault.ServerError, "The registry answered 503.");

    /// <summary>The releases with all that they say.</summary>
    public static string[] Texts(ScrapeResult result) =>
        [.. result.Releases.Select(release => $"{release} {release.Payload} {release.Place} < {string.Join(' ', release.Previous)} {string.Join(' ', release.Metadata)}")];

    /// <summary>The problems with their severity.</summary>
    public static string[] Problems(ScrapeResult result) => [.. result.Problems.Select(problem => $"{problem.Severity} {problem}")];
}
