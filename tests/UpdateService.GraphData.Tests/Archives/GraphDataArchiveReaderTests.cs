using System.Formats.Tar;
using System.Security.Cryptography;
using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Files;

namespace UpdateService.GraphData.Tests.Archives;

public sealed class GraphDataArchiveReaderTests
{
    private static readonly GraphDataSketch Full = GraphDataSketch.Good
        .With("LICENSE", "l").With("date", "2026-01-02").With("raw/metadata.json", "{}").With("releases/a.jsonl", "").With("signatures/sha256/ab/signature-1", "s");

    [Theory]
    [InlineData("")]
    [InlineData("./")]
    [InlineData("/")]
    [InlineData("cincinnati-graph-data-0f3c/")]
    [InlineData("./data/")]
    public async Task The_data_stand_at_the_top_or_in_one_folder_there(string folder)
    {
        var files = await new TarSketch().Comment("0f3c").With(Full.Files, folder).File($"{folder}README.md", "x").File($"{folder}hack/b.yaml", "x").File($"{folder}channels/sub/c.yaml", "x").ReadAsync();

        AssertEqual(Full.Files, files);
        Assert.Equal(["blocked-edges", "channels", "releases"], files.Folders);
        Assert.Equal(new DateOnly(2026, 3, 4), files.Newest);
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public async Task Every_format_of_tar_is_read_plain_and_packed(TarEntryFormat format)
    {
        var tar = new TarSketch(format).With(Full.Files);

        AssertEqual(Full.Files, await tar.ReadAsync());
        AssertEqual(Full.Files, await TarSketch.ReadAsync(tar.Gzip()));
    }

    [Theory]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public async Task Long_and_foreign_names_are_kept(TarEntryFormat format)
    {
        var path = $"blocked-edges/{new string('n', 200)}-été-😀.yaml";
        var files = await new TarSketch(format).With(GraphDataSketch.Good.With(path, "to: 4.1.1\nfrom: .*\n").Files).ReadAsync();
        Assert.Contains(path, files.Contents.Keys);
    }

    [Fact]
    public async Task Its_identity_is_the_digest_of_its_bytes()
    {
        var archive = TarSketch.Good().Gzip();
        Assert.Equal($"sha256:{Convert.ToHexStringLower(SHA256.HashData(archive))}", (await TarSketch.ReadAsync(archive)).Identity);
    }

    [Fact]
    public async Task An_empty_folder_is_known_as_one() =>
        Assert.Contains("releases", (await TarSketch.Good().Folder("releases/").ReadAsync()).Folders);

    [Fact]
    public async Task Two_entries_of_one_name_that_differ_are_refused() =>
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "The archive has 'version' twice, and the two differ", await TarSketch.Good().File("./version", "1.2.0\n").ReadAsync());

    [Theory]
    [InlineData("blocked-edges/x.yaml/y")]
    [InlineData("channels/stable-4.1.yaml/y")]
    public async Task A_file_below_a_file_is_refused(string path) =>
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "pack the files again", await TarSketch.Good().File("blocked-edges/x.yaml", "to: 4.1.1\nfrom: .*\n").File(path, "x").ReadAsync());

    [Fact]
    public async Task Two_entries_of_one_name_and_content_are_one() =>
        AssertEqual(GraphDataSketch.Good.Files, await TarSketch.Good().With(GraphDataSketch.Good.Files).ReadAsync());

    [Fact]
    public async Task Devices_and_pipes_of_no_meaning_are_ignored() =>
        AssertEqual(GraphDataSketch.Good.Files, await TarSketch.Good().Device("dev/null").Pipe("hack/pipe").ReadAsync());

    [Fact]
    public async Task A_device_or_pipe_in_place_of_a_file_is_a_problem()
    {
        AssertRejects(ProblemRule.UnreadableFile, "channels/null", "It is a pipe or a device", await TarSketch.Good().Device("channels/null").ReadAsync());
        AssertRejects(ProblemRule.UnreadableFile, "blocked-edges/x.yaml", "It is a pipe or a device", await TarSketch.Good().Pipe("blocked-edges/x.yaml").ReadAsync());
    }

    [Fact]
    public async Task A_file_in_place_of_a_folder_is_a_problem() =>
        AssertRejects(ProblemRule.UnreadableFile, "releases", "A file stands where a folder belongs.", await TarSketch.Good().File("releases", "x").ReadAsync());

    [Fact]
    public async Task An_archive_without_graph_data_says_where_it_looked()
    {
        var files = await new TarSketch().File("a/b/version", "1.1.0").File("c/d", "x").ReadAsync();
        AssertRejects(ProblemRule.MissingFile, "data.tar", "The archive holds no graph-data: neither at its top nor in a folder there stand 'version' and 'channels/'. At its top it has 'a', 'c'.", files);
    }

    [Fact]
    public async Task An_empty_archive_holds_no_graph_data() =>
        AssertRejects(ProblemRule.MissingFile, "data.tar", "nothing", await new TarSketch().ReadAsync());

    [Fact]
    public async Task An_archive_with_two_sets_is_refused() =>
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "in 'a', 'b'", await TarSketch.Good("a/").With(Full.Files, "b/").ReadAsync());

    [Fact]
    public async Task What_the_top_folder_lacks_the_reader_of_graph_data_reports()
    {
        var files = await new TarSketch().File("top/version", "1.1.0").ReadAsync();
        var set = new GraphDataReader().Read(files, lenient: false, new HashSet<string>());
        Assert.Equal(["blocked-edges", "channels"], set.Problems.Select(problem => problem.Place.File));
    }

    [Fact]
    public async Task Reading_ends_when_it_is_cancelled()
    {
        using var stream = new MemoryStream(TarSketch.Good().Bytes());
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => GraphDataArchiveReader.ReadAsync(stream, "x", ArchiveLimits.Archive, new CancellationToken(canceled: true)));
    }

    [SharedDataFact]
    public async Task The_real_archive_has_what_the_platforms_reader_finds()
    {
        var expected = GraphDataTar.Read(SharedData.GraphData);
        var files = await TarSketch.ReadAsync(await File.ReadAllBytesAsync(SharedData.GraphData));
        Assert.Equal(
            expected.Contents.Where(file => ArchivePlaces.InData(file.Key) == ArchivePlace.File).ToDictionary(file => file.Key, file => Convert.ToHexString(file.Value.Span)),
            files.Contents.ToDictionary(file => file.Key, file => Convert.ToHexString(file.Value.Span)));
        Assert.True(files.Contents.Count > 1000);
    }

    internal static void AssertEqual(GraphDataFiles expected, GraphDataFiles actual)
    {
        Assert.Empty(actual.Problems);
        Assert.Equal(Text(expected), Text(actual));
    }

    internal static void AssertRejects(ProblemRule rule, string place, string message, GraphDataFiles files)
    {
        var problem = Assert.Single(files.Problems);
        Assert.Equal((rule, ProblemSeverity.Rejecting, new Place(place, 0)), (problem.Rule, problem.Severity, problem.Place));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    internal static SortedDictionary<string, string> Text(GraphDataFiles files) =>
        new(files.Contents.ToDictionary(file => file.Key, file => Convert.ToHexString(file.Value.Span)), StringComparer.Ordinal);
}
