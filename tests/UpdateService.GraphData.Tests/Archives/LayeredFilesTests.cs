using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Files;
using static UpdateService.GraphData.Tests.Archives.GraphDataArchiveReaderTests;

namespace UpdateService.GraphData.Tests.Archives;

public sealed class LayeredFilesTests
{
    private const string Folder = "var/lib/cincinnati-graph-data/";

    private static readonly TarSketch Base = new TarSketch().Folder("var/").Folder("var/lib/").File("usr/bin/bash", new byte[100_000]).Link("bin", "usr/bin").HardLink("usr/bin/sh", "usr/bin/bash")
        .File("usr/lib/system-systemd\\x2dcryptsetup.slice", "x").Device("dev/null").Link("etc/mtab", "/proc/mounts");

    [Theory]
    [InlineData(Folder)]
    [InlineData("./" + Folder)]
    [InlineData("/" + Folder)]
    [InlineData("")]
    public async Task The_data_stand_in_their_folder_above_a_base_image_or_at_the_top(string folder) =>
        AssertEqual(GraphDataSketch.Good.Files, await ReadAsync(Base, TarSketch.Good(folder)));

    [Fact]
    public async Task The_folder_wins_over_the_top_whichever_came_last() =>
        AssertEqual(GraphDataSketch.Good.Files, await ReadAsync(TarSketch.Good(Folder), new TarSketch().File("version", "9").File("channels/other.yaml", "x")));

    [Fact]
    public async Task A_later_layer_replaces_adds_and_hides()
    {
        var files = await ReadAsync(
            TarSketch.Good(Folder),
            new TarSketch().File($"{Folder}blocked-edges/.wh.4.1.3.yaml", "").File($"{Folder}version", "1.2.0").File($"{Folder}LICENSE", "l"));
        AssertEqual(GraphDataSketch.Good.Without("blocked-edges/4.1.3.yaml").With("version", "1.2.0").With("LICENSE", "l").Files, files);
    }

    [Theory]
    [InlineData(".wh.var")]
    [InlineData("var/.wh.lib")]
    [InlineData("var/lib/.wh.cincinnati-graph-data")]
    [InlineData("var/lib/.wh..wh..opq")]
    [InlineData(".wh..wh..opq")]
    public async Task What_hides_a_folder_above_hides_the_data(string name)
    {
        var files = await ReadAsync(TarSketch.Good(Folder), new TarSketch().File(name, ""));
        AssertRejects(ProblemRule.MissingFile, "image", "The image holds no graph-data: neither under /var/lib/cincinnati-graph-data/ nor at its top", files);
    }

    [Fact]
    public async Task A_whiteout_hides_nothing_of_its_own_layer() =>
        AssertEqual(
            GraphDataSketch.Good.Files,
            await ReadAsync(new TarSketch().File($"{Folder}date", "old"), TarSketch.Good(Folder).File($"{Folder}.wh..wh..opq", "").File($"{Folder}.wh.version", "")));

    [Fact]
    public async Task Marks_of_other_storage_drivers_hide_nothing() =>
        AssertEqual(GraphDataSketch.Good.Files, await ReadAsync(TarSketch.Good(Folder), new TarSketch().File($"{Folder}.wh..wh.plnk", "").File($"{Folder}.wh..wh.aufs", "")));

    [Fact]
    public async Task A_link_from_the_top_of_the_image_is_followed_inside_it()
    {
        var files = await ReadAsync(TarSketch.Good(Folder).Link($"{Folder}LICENSE", $"/{Folder}version"));
        Assert.Equal("1.1.0\n"u8.ToArray(), files.Contents["LICENSE"].ToArray());
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../../../../etc/passwd")]
    [InlineData("/data/LICENSE")]
    public async Task A_link_to_anything_else_is_a_problem(string target) =>
        AssertRejects(ProblemRule.UnreadableFile, "LICENSE", "which is not among the archive's graph-data", await ReadAsync(Base, TarSketch.Good(Folder).Link($"{Folder}LICENSE", target)));

    [Fact]
    public async Task A_link_in_place_of_the_folder_is_a_problem() =>
        AssertRejects(ProblemRule.MissingFile, "image", "is no folder but a link or a file", await ReadAsync(new TarSketch().Link(Folder[..^1], "/data")));

    [Theory]
    [InlineData("../x")]
    [InlineData("usr/../../x")]
    [InlineData("var/lib/.wh...")]
    [InlineData("var\\lib\\cincinnati-graph-data\\version")]
    public async Task A_name_that_leads_out_refuses_the_image(string name)
    {
        if (name.EndsWith(".wh...", StringComparison.Ordinal))
        {
            AssertEqual(GraphDataSketch.Good.Files, await ReadAsync(TarSketch.Good(Folder), new TarSketch().File(name, "")));
            return;
        }

        _ = await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(TarSketch.Good(Folder), new TarSketch().File(name, "")));
    }

    [Fact]
    public async Task The_limits_count_for_all_layers_together()
    {
        var layered = new LayeredFiles("image", new ArchiveLimits { UnpackedBytes = 300_000 });
        await layered.ApplyAsync(new MemoryStream(Base.Gzip()), CancellationToken.None);
        await layered.ApplyAsync(new MemoryStream(Base.Gzip()), CancellationToken.None);
        var exception = await Assert.ThrowsAsync<ArchiveException>(() => layered.ApplyAsync(new MemoryStream(Base.Gzip()), CancellationToken.None));
        Assert.Contains("more than 300000 bytes unpacked", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layer_is_read_to_its_end_so_that_its_digest_is_checked()
    {
        using var layer = new MemoryStream(TarSketch.Good(Folder).Gzip());
        await new LayeredFiles("image", ArchiveLimits.Image).ApplyAsync(layer, CancellationToken.None);
        Assert.Equal(layer.Length, layer.Position);
    }

    private static async Task<GraphDataFiles> ReadAsync(params TarSketch[] layers)
    {
        var layered = new LayeredFiles("image", ArchiveLimits.Image);
        foreach (var layer in layers)
        {
            using var stream = new MemoryStream(layer.Gzip());
            await layered.ApplyAsync(stream, CancellationToken.None);
        }

        return await layered.ToFilesAsync(CancellationToken.None);
    }
}
