using UpdateService.GraphData.Archives;
using static UpdateService.GraphData.Tests.Archives.GraphDataArchiveReaderTests;

namespace UpdateService.GraphData.Tests.Archives;

public sealed class GraphDataArchiveFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Archive => folder.In("data.tar.gz");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_reads_a_file_and_tells_its_path()
    {
        await File.WriteAllBytesAsync(Archive, TarSketch.Good("top/").Gzip());
        var source = Source();
        AssertEqual(GraphDataSketch.Good.Files, await source.ReadAsync(CancellationToken.None));
        Assert.Equal((Archive, Archive), (source.Description, source.WatchedPath));
    }

    [Fact]
    public async Task The_same_bytes_are_the_same_object_and_others_are_read()
    {
        await File.WriteAllBytesAsync(Archive, TarSketch.Good().Gzip());
        var source = Source();
        var first = await source.ReadAsync(CancellationToken.None);
        File.SetLastWriteTimeUtc(Archive, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Same(first, await source.ReadAsync(CancellationToken.None));

        await File.WriteAllBytesAsync(Archive, TarSketch.Good().File("LICENSE", "l").Gzip());
        Assert.Contains("LICENSE", (await source.ReadAsync(CancellationToken.None)).Contents.Keys);
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_read_is_read_again()
    {
        await File.WriteAllBytesAsync(Archive, TarSketch.Good().Gzip()[..100]);
        var waits = 0;
        var source = new GraphDataArchiveFile(Archive, new TurningTime(() => waits++))
        {
            Opening = attempt =>
            {
                if (attempt <= 2)
                {
                    File.WriteAllBytes(Archive, attempt == 1 ? TarSketch.Good().Gzip()[..200] : TarSketch.Good().Gzip());
                }
            },
        };
        AssertEqual(GraphDataSketch.Good.Files, await source.ReadAsync(CancellationToken.None));
        Assert.Equal(2, waits);
    }

    [Fact]
    public async Task A_file_that_keeps_changing_is_a_problem()
    {
        await File.WriteAllBytesAsync(Archive, []);
        var source = new GraphDataArchiveFile(Archive, new TurningTime(() => { })) { Opening = attempt => File.WriteAllBytes(Archive, new byte[attempt]) };
        AssertRejects(ProblemRule.UnstableInput, Archive, "The archive kept changing", await source.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_a_problem() =>
        AssertRejects(ProblemRule.MissingFile, Archive, "There is no folder and no file of this name.", await Source().ReadAsync(CancellationToken.None));

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_a_problem()
    {
        _ = Directory.CreateDirectory(Archive);
        AssertRejects(ProblemRule.UnreadableFile, Archive, "The archive cannot be read", await Source().ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task After_a_broken_file_the_good_one_is_read()
    {
        await File.WriteAllBytesAsync(Archive, "broken"u8.ToArray());
        var source = Source();
        AssertRejects(ProblemRule.UnreadableFile, Archive, "is no tar", await source.ReadAsync(CancellationToken.None));
        await File.WriteAllBytesAsync(Archive, TarSketch.Good().Gzip());
        AssertEqual(GraphDataSketch.Good.Files, await source.ReadAsync(CancellationToken.None));
    }

    private GraphDataArchiveFile Source() => new(Archive, new TurningTime(() => { }));
}
