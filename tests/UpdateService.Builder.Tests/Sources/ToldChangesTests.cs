using UpdateService.Builder.Sources;
using UpdateService.GraphData;
using UpdateService.Registry.Scraping;
using UpdateService.Testing.Registries;

namespace UpdateService.Builder.Tests.Sources;

/// <summary>What a watch tells of files is read without asking registries again.</summary>
public sealed class ToldChangesTests
{
    private readonly RepositoryInMemory repository = new();
    private readonly InputCollector collector;

    public ToldChangesTests()
    {
        _ = repository.Push("4.1.0-x86_64", new ReleaseSketch("4.1.0").ToImage());
        collector = new InputCollector(new GraphDataInMemory(GraphDataSketch.Good.Files), [new RegistryReleases(repository, new ScrapeOptions(), TimeProvider.System)], lenient: false);
    }

    [Fact]
    public async Task A_registry_is_not_asked_again_because_a_file_changed()
    {
        var before = await CollectAsync(SourceChanges.Unknown);
        var asked = repository.Calls.Count;

        var after = await CollectAsync(SourceChanges.Of(["/graph-data/blocked-edges/a.yaml"]));

        Assert.Equal(asked, repository.Calls.Count);
        Assert.Equal(["4.1.0"], after.Inputs.Releases.Select(release => release.Version.Text));
        Assert.True(before.Inputs.Releases == after.Inputs.Releases);
        _ = await CollectAsync(SourceChanges.Unknown);
        Assert.NotEqual(asked, repository.Calls.Count);
    }

    [Fact]
    public async Task One_that_was_never_asked_is() =>
        Assert.Single((await CollectAsync(SourceChanges.Of(["/graph-data/blocked-edges/a.yaml"]))).Inputs.Releases);

    private Task<CollectedInputs> CollectAsync(SourceChanges changes) => collector.CollectAsync([], static _ => null, changes, default);
}
