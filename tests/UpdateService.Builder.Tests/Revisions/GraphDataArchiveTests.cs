using System.Formats.Tar;
using System.IO.Compression;
using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Refreshing;
using UpdateService.GraphData;
using UpdateService.GraphData.Folders;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Revisions;

public sealed class GraphDataArchiveTests
{
    private static readonly GraphDataSketch Full = GraphDataSketch.Good
        .With("LICENSE", "licence\n")
        .With("raw/metadata.json", "{\"4.1.2\":{\"io.openshift.upgrades.graph.previous.remove\":\"4.1.0\",\"note\":\"é\"}}")
        .With("signatures/sha256/ab/signature-1", [0, 1, 2])
        .With("channels/fast.yaml", "name: fast\nversions: [4.1.0, 4.1.1+arm64]\n")
        .With("releases/old.jsonl", "to be replaced");

    [Fact]
    public async Task It_holds_the_graph_data_in_use_and_one_catalogue_of_the_releases_in_use()
    {
        using var service = new Service(Full.With("README.md", "x").With("hack/x", "y"));
        _ = await service.RefreshAsync();
        var entries = Entries(service.Served.Archive);
        Assert.Equal(
            ["blocked-edges/", "channels/", "LICENSE", "blocked-edges/4.1.2-a.yaml", "blocked-edges/4.1.3.yaml", "channels/fast.yaml", "channels/stable-4.1.yaml", "raw/metadata.json", "releases/releases.jsonl", "signatures/sha256/ab/signature-1", "version"],
            entries.Select(entry => entry.Name));
        Assert.All(entries, entry => Assert.Equal((DateTimeOffset.UnixEpoch, 0, 0), (entry.ModificationTime, entry.Uid, entry.Gid)));
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes("licence\n"), entries[2].Content);
    }

    [Fact]
    public async Task Equal_inputs_give_equal_bytes()
    {
        using var first = new Service(Full);
        using var second = new Service(Full, false, [.. Service.Chain.Reverse()]);
        _ = await first.RefreshAsync();
        _ = await second.RefreshAsync();
        Assert.Equal(first.Served.Archive.Bytes, second.Served.Archive.Bytes);
        Assert.Equal(first.Served.Archive.EntityTag, second.Served.Archive.EntityTag);
        Assert.Matches("^\"[0-9a-f]{32}\"$", first.Served.Archive.EntityTag);
    }

    [Fact]
    public async Task Another_instance_that_reads_it_serves_equal_bytes()
    {
        Release[] releases =
        [
            .. Service.Chain,
            Release("4.1.0+arm64"), Release("4.1.1+arm64").From("4.1.0").With("url", "https://e.com/é"),
            Release("4.1.3").Payload($"r@sha256:{new string('0', 64)}").Line(2), Release("4.1.9").Payload(Service.Chain[0].Payload), Release("4.1.4").With(MetadataKeys.Remove, "true").From("4.1.3"),
        ];
        using var service = new Service(Full, false, releases);
        var first = (await service.RefreshAsync()).Served!;
        Assert.Equal(2, first.Build.Quarantine.Length);
        await AssertServesEqualBytes(first);
    }

    [Theory]
    [InlineData("blocked-edges/4.1.2-a.yaml", "to: 4.1.2\nfrom: (\n")]
    [InlineData("blocked-edges/4.1.3.yaml", ": [")]
    [InlineData("channels/stable-4.1.yaml", "name: stable-4.1\nversions: [4.10]\n")]
    [InlineData("raw/metadata.json", "{")]
    public async Task What_stands_in_for_a_broken_file_is_what_is_in_use(string path, string broken)
    {
        using var service = new Service(Full, lenient: true);
        _ = await service.RefreshAsync();
        var result = await service.RefreshAsync(Full.With(path, broken));
        Assert.Equal(RefreshOutcome.Published, result.Outcome);
        await AssertServesEqualBytes(result.Served!);
    }

    [Theory]
    [InlineData("to: 4.1.1\nfrom: (\n")]
    [InlineData("to: 4.1.1+amd64\n")]
    public async Task A_block_that_stands_in_for_a_broken_file_is_in_use_too(string broken)
    {
        using var service = new Service(Full.With("blocked-edges/new.yaml", broken), lenient: true);
        var first = await service.RefreshAsync();
        Assert.Equal(RefreshOutcome.Published, first.Outcome);
        await AssertServesEqualBytes(first.Served!);
    }

    [Fact]
    public async Task A_broken_channel_file_that_is_left_out_is_not_in_it()
    {
        using var service = new Service(Full.With("channels/new.yaml", ": ["), lenient: true);
        await AssertServesEqualBytes((await service.RefreshAsync()).Served!);
    }

    [Theory]
    [InlineData("4.1.1-été-😀.yaml")]
    [InlineData("4.1.1-AVeryLongNameOfARiskAVeryLongNameOfARiskAVeryLongNameOfARiskAVeryLongNameOfARiskAVeryLongNameOfARiskAVeryLongNameOfARiskAVeryLongNameOfARisk.yaml")]
    public async Task Any_name_of_a_file_is_kept(string name)
    {
        using var service = new Service(Full.With($"blocked-edges/{name}", "to: 4.1.1\nfrom: .*\n"));
        var first = (await service.RefreshAsync()).Served!;
        Assert.Contains(Entries(first.Archive), entry => entry.Name == $"blocked-edges/{name}");
        await AssertServesEqualBytes(first);
    }

    [SharedDataFact]
    public async Task With_the_real_data_another_instance_serves_equal_bytes()
    {
        var collector = new InputCollector(new GraphDataInMemory(GraphDataTar.Read(SharedData.GraphData)), [new CatalogueFile(SharedData.Releases, lenient: false)], lenient: false);
        using var refresher = new Refresher(collector, new RevisionStore(), new RevisionLibrary(null, 1), new LossGuard(0.05), TimeProvider.System);
        await AssertServesEqualBytes((await refresher.RefreshAsync(CancellationToken.None)).Served!);
    }

    private static async Task AssertServesEqualBytes(Revision revision)
    {
        using var folder = new TemporaryFolder();
        using (var gzip = new GZipStream(new MemoryStream(revision.Archive.Bytes), CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(gzip, folder.Path, overwriteFiles: false);
        }

        await AssertServesEqualBytes(revision, new GraphDataFolder(folder.Path, TimeProvider.System));
        await AssertServesEqualBytes(revision, new GraphDataAddress(
            "https://another.example.com/api/upgrades_info/graph-data",
            (_, _) => Task.FromResult<FetchedArchive?>(new FetchedArchive(new MemoryStream(revision.Archive.Bytes), revision.Archive.EntityTag))));
    }

    private static async Task AssertServesEqualBytes(Revision revision, IGraphDataSource source)
    {
        var collector = new InputCollector(source, [], lenient: false);
        using var refresher = new Refresher(collector, new RevisionStore(), new RevisionLibrary(null, 1), new LossGuard(0.05), TimeProvider.System);
        var result = await refresher.RefreshAsync(CancellationToken.None);
        Assert.True(result.Outcome == RefreshOutcome.Published, string.Join('\n', result.Problems));
        Assert.Equal(Bytes(revision.Answers), Bytes(result.Served!.Answers));
        Assert.Equal(revision.Answers.ContentHash, result.Served.Answers.ContentHash);
        Assert.NotEqual(0, result.Served.Answers.Count);

        // And so on to the next instance.
        Assert.Equal(revision.Archive.Bytes, result.Served.Archive.Bytes);
    }

    private static SortedDictionary<string, string> Bytes(AnswerSet answers) => Laws.Scenario.Bytes(answers);

    private static List<Entry> Entries(GraphDataArchive archive)
    {
        using var gzip = new GZipStream(new MemoryStream(archive.Bytes), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var entries = new List<Entry>();
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            entries.Add(new Entry(entry.Name, entry.ModificationTime, entry.Uid, entry.Gid, content.ToArray()));
        }

        return entries;
    }

    private sealed record Entry(string Name, DateTimeOffset ModificationTime, int Uid, int Gid, byte[] Content);
}
