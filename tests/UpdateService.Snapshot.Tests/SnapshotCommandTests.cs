using System.Formats.Tar;
using System.IO.Compression;

namespace UpdateService.Snapshot.Tests;

public sealed class SnapshotCommandTests : IDisposable
{
    private readonly SmallInputs inputs = new();

    public void Dispose() => inputs.Dispose();

    [Fact]
    public async Task Help_lists_every_option()
    {
        Assert.Equal(0, await inputs.RunWithAsync(["--help"]));
        string[] options = ["--graph-data", "--releases", "--output", "--date", "--from-minor"];
        Assert.All(options, option => Assert.Contains(option, inputs.OutputText, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_arguments_end_with_status_2_and_a_sentence()
    {
        Assert.Equal(2, await inputs.RunWithAsync(["--graph-data", "x"]));
        Assert.Equal($"The option --releases is missing. See --help.{Environment.NewLine}", inputs.ErrorText);
    }

    [Fact]
    public async Task All_files_are_written()
    {
        inputs.Put("blocked-edges/a.yaml", SmallInputs.Risk("Known"));
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Equal(
            ["LICENSE", "README.md", "blocked-edges/4.16.3-Known.yaml", "channels/stable-4.16.yaml", "date", "releases/4.16.jsonl", "version"],
            inputs.WrittenFiles());
        Assert.Equal("1.1.0\n", inputs.Written("version"));
        Assert.Contains("as of 2026-08-21", inputs.Written("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_ends_with_status_1_and_its_place_and_writes_nothing()
    {
        inputs.Put("blocked-edges/broken.yaml", "to: 4.16.3\nfrom: '('\n");
        Assert.Equal(1, await inputs.RunAsync());
        Assert.StartsWith("blocked-edges/broken.yaml:2: InvalidPattern:", inputs.ErrorText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(inputs.Output));
    }

    [Theory]
    [InlineData("{", "it is not JSON")]
    [InlineData("""{"version":"4.16.3","arch":"amd64","payload":"a/b:c","digest_fake":"no"}""", "'digest_fake' must be true or false")]
    [InlineData("""{"version":"4.16.3","arch":"amd64","payload":"a/b:c","basis":"guess"}""", "'basis' must be real or as-amd64")]
    public async Task An_unreadable_release_ends_with_status_1_and_its_line(string line, string reason)
    {
        inputs.Releases = [SmallInputs.Line("4.16.2", "amd64"), line];
        Assert.Equal(1, await inputs.RunAsync());
        Assert.Contains("releases.jsonl:2: UnreadableRelease:", inputs.ErrorText, StringComparison.Ordinal);
        Assert.Contains(reason, inputs.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent", "There is no folder and no file of this name")]
    [InlineData("text.tar.gz", "The archive is cut short after its beginning, or is no tar")]
    public async Task Graph_data_that_cannot_be_opened_end_with_status_1(string name, string reason)
    {
        inputs.Put("text.tar.gz", "no archive");
        var graphData = Path.Combine(inputs.GraphData, name);
        Assert.Equal(1, await inputs.RunWithAsync(["--graph-data", graphData, "--releases", "absent", "--output", inputs.Output]));
        Assert.Contains(reason, inputs.ErrorText, StringComparison.Ordinal);
        Assert.Contains("The catalogue does not exist", inputs.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_where_no_channel_is_selected()
    {
        Assert.Equal(1, await inputs.RunAsync("--from-minor", "5.0"));
        Assert.Contains("no channel from 5.0 on", inputs.ErrorText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(inputs.Output));
    }

    [Fact]
    public async Task A_folder_of_somebody_else_is_left_alone()
    {
        _ = Directory.CreateDirectory(inputs.Output);
        await File.WriteAllTextAsync(Path.Combine(inputs.Output, "README.md"), "# Mine\n");
        Assert.Equal(1, await inputs.RunAsync());
        Assert.Contains("holds files that this tool did not write", inputs.ErrorText, StringComparison.Ordinal);
        Assert.Equal("# Mine\n", inputs.Written("README.md"));
    }

    [Fact]
    public async Task A_second_run_takes_away_what_is_not_published_any_more_and_leaves_other_files()
    {
        inputs.Put("channels/fast-4.16.yaml", "name: fast-4.16\nversions: [4.16.3]\n");
        Assert.Equal(0, await inputs.RunAsync());
        await File.WriteAllTextAsync(Path.Combine(inputs.Output, "notes.txt"), "mine");

        File.Delete(Path.Combine(inputs.GraphData, "channels/fast-4.16.yaml"));
        Assert.Equal(0, await inputs.RunAsync());
        Assert.Equal(
            ["LICENSE", "README.md", "channels/stable-4.16.yaml", "date", "notes.txt", "releases/4.16.jsonl", "version"],
            inputs.WrittenFiles());
    }

    [Fact]
    public async Task An_empty_folder_of_blocks_is_there_after_a_run_without_blocks()
    {
        Assert.Equal(0, await inputs.RunAsync());
        Assert.True(Directory.Exists(Path.Combine(inputs.Output, "blocked-edges")));
    }

    [Fact]
    public async Task The_order_of_the_inputs_does_not_matter()
    {
        string[] releases = [SmallInputs.Line("4.16.2", "arm64"), SmallInputs.Line("4.16.3", "amd64"), SmallInputs.Line("4.16.2", "amd64")];
        inputs.Releases = [.. releases];
        inputs.Put("blocked-edges/a.yaml", SmallInputs.Risk("Known"));
        inputs.Put("blocked-edges/b.yaml", SmallInputs.Risk("Other"));
        Assert.Equal(0, await inputs.RunAsync());

        using var reordered = new SmallInputs { Releases = [.. releases.Reverse()] };
        reordered.Put("blocked-edges/a.yaml", SmallInputs.Risk("Other"));
        reordered.Put("blocked-edges/b.yaml", SmallInputs.Risk("Known"));
        reordered.Put(
            "channels/stable-4.16.yaml",
            "versions: [4.16.4+amd64, 4.16.2, 4.16.3]\nfeeder: {delay: PT48H, name: fast}\nname: stable-4.16\n");
        Assert.Equal(0, await reordered.RunAsync());
        FolderContent.AssertSame(inputs.Output, reordered.Output);
    }

    [Fact]
    public async Task An_archive_gives_what_its_folder_gives_and_the_day_of_its_newest_file()
    {
        inputs.Put("blocked-edges/a.yaml", SmallInputs.Risk("Known"));
        Assert.Equal(0, await inputs.RunAsync());
        var fromFolder = FolderContent.Of(inputs.Output);

        var archive = Pack(new DateTimeOffset(2026, 8, 21, 12, 0, 0, TimeSpan.Zero));
        var releases = Path.Combine(inputs.GraphData, "..", "releases.jsonl");
        Assert.Equal(0, await inputs.RunWithAsync(["--graph-data", archive, "--releases", releases, $"--output={inputs.Output}"]));
        Assert.Equal(fromFolder, FolderContent.Of(inputs.Output));
    }

    private string Pack(DateTimeOffset time)
    {
        var archive = Path.Combine(inputs.GraphData, "..", "published.tar.gz");
        using var file = File.Create(archive);
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var (path, content) in FolderContent.Of(inputs.GraphData))
        {
            using var data = new MemoryStream(content);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"./{path}") { DataStream = data, ModificationTime = time });
        }

        return archive;
    }
}
