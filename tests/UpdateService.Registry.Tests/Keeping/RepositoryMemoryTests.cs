using UpdateService.Registry.Tests.Scraping;
using UpdateService.Testing.Registries;

namespace UpdateService.Registry.Tests.Keeping;

/// <summary>What stays on disk, how it stays small, and what happens where the disk fails.</summary>
public sealed class RepositoryMemoryTests
{
    private readonly RepositoryInMemory repository = ScrapeSketch.WithReleases(4);

    [Fact]
    public async Task An_unchanged_repository_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        var scrape = ScrapeSketch.New(repository, folder.Path);
        _ = await scrape.ReadAsync(default);
        var before = await File.ReadAllBytesAsync(Journal(folder));

        _ = await scrape.ReadAsync(default);
        _ = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);

        Assert.Equal(before, await File.ReadAllBytesAsync(Journal(folder)));
    }

    [Fact]
    public async Task The_file_does_not_grow_with_what_is_gone()
    {
        using var folder = new TemporaryFolder();
        var scrape = ScrapeSketch.New(repository, folder.Path);
        for (var number = 0; number < 400; number++)
        {
            _ = repository.Push("moving", ScrapeSketch.Image(number));
            _ = await scrape.ReadAsync(default);
        }

        Assert.InRange((await File.ReadAllLinesAsync(Journal(folder))).Count(line => line.Length > 0), 1, 80);
        Assert.InRange(Directory.GetFiles(folder.Path, "*.json.gz", SearchOption.AllDirectories).Length, 5, 40);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.new", SearchOption.AllDirectories));
        repository.ResetCounts();
        Assert.Equal(5, (await ScrapeSketch.New(repository, folder.Path).ReadAsync(default)).Counts.Hits);
    }

    [Fact]
    public async Task The_lists_of_component_images_are_kept_packed_by_digest()
    {
        using var folder = new TemporaryFolder();
        var scrape = ScrapeSketch.New(repository, folder.Path);
        var result = await scrape.ReadAsync(default);
        Assert.True(Digest.TryParse(result.Releases[1].Digest, out var digest));

        await using var stream = scrape.References!.Open(digest)!;
        using var reader = new StreamReader(stream);

        Assert.Equal(new ReleaseSketch("4.16.1").References, await reader.ReadToEndAsync());
        Assert.True(scrape.Find(digest)!.HasImageReferences);
        Assert.Null(scrape.References.Open(Digest.Of("other"u8)));
    }

    [Fact]
    public async Task Half_a_list_of_a_broken_layer_is_not_kept()
    {
        using var folder = new TemporaryFolder();
        var sketch = new ReleaseSketch("4.17.0");
        var cut = LayerSketch.Tar((ReleaseSketch.ReferencesFile, new byte[100_000]))[..60_000];
        _ = repository.Push("4.17.0", ImageSketch.Of(sketch.Config, ImageFlavour.Docker, sketch.TopLayer, new LayerSketch(cut, "")));
        var scrape = ScrapeSketch.New(repository, folder.Path);

        var release = (await scrape.ReadAsync(default)).Releases[^1];

        Assert.True(Digest.TryParse(release.Digest, out var digest));
        Assert.False(scrape.Find(digest)!.HasImageReferences);
        Assert.Null(scrape.References!.Open(digest));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.new", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Without_a_folder_nothing_is_kept_but_in_memory()
    {
        var scrape = ScrapeSketch.New(repository);

        var result = await scrape.ReadAsync(default);

        Assert.Null(scrape.References);
        Assert.Equal(4, result.Releases.Length);
    }

    [Fact]
    public async Task A_disk_that_fails_costs_a_warning_and_is_made_up_for_later()
    {
        using var folder = new TemporaryFolder();
        var blocked = folder.In("state");
        await File.WriteAllTextAsync(blocked, "a file where the folder must be");
        var scrape = ScrapeSketch.New(repository, blocked);

        var first = await scrape.ReadAsync(default);
        var second = await scrape.ReadAsync(default);
        File.Delete(blocked);
        var third = await scrape.ReadAsync(default);

        Assert.Equal((4, true), (first.Releases.Length, first.IsComplete));
        Assert.Equal(
            ["Warning registry.example:5000/openshift/release-images: UnwritableFile: What was read cannot be kept on disk: the disk is full, read-only or broken. It is in memory, and read again after a restart. Make room in the state folder, or give the service access to it."],
            ScrapeSketch.Problems(first));
        Assert.Equal(ScrapeSketch.Problems(first), ScrapeSketch.Problems(second));
        Assert.NotEqual(0, first.Counts.DiskFailures);
        Assert.Empty(third.Problems);
        Assert.Equal(4, (await ScrapeSketch.New(repository, blocked).ReadAsync(default)).Counts.Hits);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_of_component_images_that_the_disk_did_not_take_is_read_again_when_it_does(bool restarts)
    {
        using var folder = new TemporaryFolder();
        var scrape = ScrapeSketch.New(repository, folder.Path);
        _ = await scrape.ReadAsync(default);
        var lists = Path.GetDirectoryName(Directory.GetFiles(folder.Path, "*.json.gz", SearchOption.AllDirectories)[0])!;
        Directory.Delete(lists, recursive: true);
        await File.WriteAllTextAsync(lists, "a file where the folder must be");
        var digest = ScrapeSketch.Image(9).Digest;
        _ = repository.Push("4.16.9", ScrapeSketch.Image(9));
        var before = await scrape.ReadAsync(default);
        Assert.Equal((5, ProblemRule.UnwritableFile), (before.Releases.Length, Assert.Single(before.Problems).Rule));
        Assert.True(scrape.Find(digest)!.LacksImageReferences);

        scrape = restarts ? ScrapeSketch.New(repository, folder.Path) : scrape;
        var failing = await scrape.ReadAsync(default);
        Assert.Equal((1, 4), (failing.Counts.Read, failing.Counts.Hits));
        File.Delete(lists);
        repository.ResetCounts();
        var result = await scrape.ReadAsync(default);
        var after = await scrape.ReadAsync(default);

        Assert.Equal((1, 4, 0, 5), (result.Counts.Read, result.Counts.Hits, after.Counts.Read, after.Counts.Hits));
        Assert.True(failing.Releases == after.Releases);
        Assert.Empty(result.Problems);
        Assert.False(scrape.Find(digest)!.LacksImageReferences);
        using var reader = new StreamReader(scrape.References!.Open(digest)!);
        Assert.Equal(new ReleaseSketch("4.16.9").References, await reader.ReadToEndAsync());
        Assert.True(ScrapeSketch.New(repository, folder.Path).Find(digest)!.HasImageReferences);
    }

    [Fact]
    public async Task Reading_a_list_again_costs_no_release_where_the_registry_fails_and_one_try_where_the_disk_does()
    {
        using var folder = new TemporaryFolder();
        var scrape = ScrapeSketch.New(repository, folder.Path, concurrency: 1);
        _ = await scrape.ReadAsync(default);
        var lists = Path.GetDirectoryName(Directory.GetFiles(folder.Path, "*.json.gz", SearchOption.AllDirectories)[0])!;
        Directory.Delete(lists, recursive: true);
        await File.WriteAllTextAsync(lists, "a file where the folder must be");
        for (var number = 10; number < 20; number++)
        {
            _ = repository.Push(ScrapeSketch.Tag(number), ScrapeSketch.Image(number));
        }

        _ = await scrape.ReadAsync(default);
        Assert.Equal(1, (await scrape.ReadAsync(default)).Counts.Read);

        repository.Fault = call => call.StartsWith("blob", StringComparison.Ordinal) ? ScrapeSketch.Down : null;
        File.Delete(lists);
        var result = await scrape.ReadAsync(default);
        Assert.Equal((14, 0), (result.Releases.Length, result.Problems.Length));
    }

    [UnprivilegedFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_journal_that_may_not_be_read_is_a_warning()
    {
        using var folder = new TemporaryFolder();
        _ = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);
        File.SetUnixFileMode(Journal(folder), UnixFileMode.None);

        var result = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);

        Assert.Equal(4, result.Counts.Read);
        Assert.Contains("access is denied", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_repositories_share_a_folder_without_sharing_what_is_in_it()
    {
        using var folder = new TemporaryFolder();
        _ = await ScrapeSketch.New(repository, folder.Path).ReadAsync(default);
        var other = new RepositoryInMemory { Name = new("other.example", "openshift/release-images") };

        var result = await ScrapeSketch.New(other, folder.Path).ReadAsync(default);

        Assert.Empty(result.Releases);
        Assert.Equal(2, Directory.GetDirectories(folder.Path).Length);
    }

    private static string Journal(TemporaryFolder folder) =>
        Assert.Single(Directory.GetFiles(folder.Path, "*.jsonl", SearchOption.AllDirectories));
}
