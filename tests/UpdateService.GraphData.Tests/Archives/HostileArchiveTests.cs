using System.Formats.Tar;
using System.Text;
using FsCheck.Fluent;
using UpdateService.GraphData.Archives;
using static UpdateService.GraphData.Tests.Archives.GraphDataArchiveReaderTests;

namespace UpdateService.GraphData.Tests.Archives;

/// <summary>Archives that someone made to do harm, or that came to harm.</summary>
public sealed class HostileArchiveTests
{
    [Theory]
    [InlineData("../version")]
    [InlineData("./../version")]
    [InlineData("/../version")]
    [InlineData("channels/../../version")]
    [InlineData("unused/../x")]
    [InlineData("..")]
    [InlineData("//etc/passwd")]
    [InlineData(".//etc/passwd")]
    [InlineData("..\\version")]
    [InlineData("x\\..\\..\\version")]
    [InlineData("channels\\a.yaml")]
    [InlineData("channels/a\\b.yaml")]
    public async Task A_name_that_leads_out_refuses_the_archive(string name) =>
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", $"The entry '{name}' leads out of the archive", await TarSketch.Good().File(name, "x").ReadAsync());

    [Fact]
    public async Task A_name_with_a_NUL_refuses_the_archive()
    {
        var records = Encoding.UTF8.GetBytes("19 path=a\0/version\n");
        var archive = new TarSketch(TarEntryFormat.Ustar).File("records", records).File("plain", "x").Bytes();
        archive[156] = (byte)'x';
        Seal(archive);
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "leads out of the archive", await TarSketch.ReadAsync(archive));
    }

    [Fact]
    public async Task A_backslash_in_a_name_without_meaning_does_no_harm() =>
        AssertEqual(GraphDataSketch.Good.Files, await TarSketch.Good().File("usr/lib/system-systemd\\x2dcryptsetup.slice", "x").ReadAsync());

    [Theory]
    [InlineData("channels/zz.yaml", "stable-4.1.yaml")]
    [InlineData("channels/zz.yaml", "../channels/stable-4.1.yaml")]
    [InlineData("channels/zz.yaml", "./../channels/./stable-4.1.yaml")]
    [InlineData("LICENSE", "channels/stable-4.1.yaml")]
    public async Task A_link_inside_is_the_file_that_it_leads_to(string name, string target)
    {
        var files = await new TarSketch().Link(name, target).With(GraphDataSketch.Good.Files).ReadAsync();
        Assert.Empty(files.Problems);
        Assert.Equal(files.Contents["channels/stable-4.1.yaml"].ToArray(), files.Contents[name].ToArray());
    }

    [Fact]
    public async Task A_link_to_a_link_is_followed()
    {
        var files = await TarSketch.Good("top/").Link("top/date", "LICENSE").Link("top/LICENSE", "../top/version").ReadAsync();
        Assert.Equal("1.1.0\n"u8.ToArray(), files.Contents["date"].ToArray());
    }

    [Theory]
    [InlineData("channels/zz.yaml", "/etc/passwd", "file")]
    [InlineData("channels/zz.yaml", "../../etc/passwd", "file")]
    [InlineData("channels/zz.yaml", "gone.yaml", "file")]
    [InlineData("channels/zz.yaml", "zz.yaml", "file")]
    [InlineData("channels/zz.yaml", "../blocked-edges", "file")]
    [InlineData("channels/zz.yaml", "../elsewhere/file", "file")]
    [InlineData("channels/zz.yaml", "", "file")]
    [InlineData("releases", "/etc", "folder")]
    [InlineData("releases", "channels", "folder")]
    [InlineData("signatures", "..", "folder")]
    public async Task A_link_to_anything_else_is_a_problem_that_names_it(string name, string target, string what)
    {
        var tar = TarSketch.Good().File("elsewhere/file", "x").Link(name, target.Length == 0 ? "." : target);
        AssertRejects(ProblemRule.UnreadableFile, name, $"which is not among the archive's graph-data; put the {what} itself there.", await tar.ReadAsync());
    }

    [Fact]
    public async Task A_link_in_an_unused_place_is_ignored() =>
        AssertEqual(GraphDataSketch.Good.Files, await TarSketch.Good().Link("docs", "/etc").Link("hack/x", "../../..").HardLink("hack/y", "/etc/passwd").ReadAsync());

    [Fact]
    public async Task A_file_behind_a_link_is_not_written_through_it() =>
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "The archive has a file or a link at 'channels'", await new TarSketch().Link("channels", "/etc").With(GraphDataSketch.Good.Files).ReadAsync());

    [Fact]
    public async Task A_hard_link_is_the_file_itself()
    {
        var files = await TarSketch.Good().HardLink("LICENSE", "version").ReadAsync();
        Assert.Equal("1.1.0\n"u8.ToArray(), files.Contents["LICENSE"].ToArray());
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("channels")]
    public async Task A_hard_link_to_anything_else_is_a_problem(string target) =>
        AssertRejects(ProblemRule.UnreadableFile, "LICENSE", $"It is a link to '{target}'", await TarSketch.Good().HardLink("LICENSE", target).ReadAsync());

    [Fact]
    public async Task A_file_over_8_MiB_is_a_problem_but_a_catalogue_may_be_longer()
    {
        var files = await TarSketch.Good().File("releases/big.jsonl", new byte[9 << 20]).File("blocked-edges/big.yaml", new byte[(8 << 20) + 1]).ReadAsync();
        AssertRejects(ProblemRule.UnreadableFile, "blocked-edges/big.yaml", "The file has 8388609 bytes, more than the limit of 8388608.", files);
        Assert.Equal(9 << 20, files.Contents["releases/big.jsonl"].Length);
    }

    [Fact]
    public async Task A_bomb_ends_at_the_limit()
    {
        var bomb = TarSketch.Good().File("unused", new byte[4 << 20]).Gzip();
        Assert.True(bomb.Length < 100_000);
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "more than 1048576 bytes unpacked", await TarSketch.ReadAsync(bomb, new ArchiveLimits { UnpackedBytes = 1 << 20 }));
    }

    [Fact]
    public async Task A_bomb_behind_the_end_mark_ends_at_the_limit()
    {
        var bomb = TarSketch.Gzip([.. TarSketch.Good().Bytes(), .. new byte[4 << 20]]);
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "more than 1048576 bytes unpacked", await TarSketch.ReadAsync(bomb, new ArchiveLimits { UnpackedBytes = 1 << 20 }));
    }

    [Fact]
    public async Task Too_many_entries_packed_bytes_or_kept_bytes_end_at_their_limits()
    {
        var tar = TarSketch.Good();
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "more than 3 entries", await tar.ReadAsync(new ArchiveLimits { Entries = 3 }));
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "more than 100 bytes, ", await tar.ReadAsync(new ArchiveLimits { PackedBytes = 100 }));
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "more than 10 bytes of graph-data", await tar.ReadAsync(new ArchiveLimits { KeptBytes = 10 }));
    }

    [Fact]
    public async Task A_header_that_claims_a_huge_size_costs_no_memory()
    {
        var archive = new TarSketch(TarEntryFormat.Ustar).File("records", "x").Bytes();
        Encoding.ASCII.GetBytes("77777777777\0").CopyTo(archive, 124);
        foreach (var type in "xLK0S")
        {
            archive[156] = (byte)type;
            Seal(archive);
            Assert.NotEmpty((await TarSketch.ReadAsync(archive)).Problems);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData((byte)'x')]
    public async Task A_length_near_the_end_of_all_numbers_refuses_the_archive(byte type)
    {
        // Taken for no length at all, it would let what stands in the file pass for entries.
        var hidden = new TarSketch(TarEntryFormat.Ustar).File("channels/hidden.yaml", "name: hidden\nversions: []\n").Bytes();
        var archive = type == 0
            ? new TarSketch(TarEntryFormat.Ustar).File("unused", hidden).With(GraphDataSketch.Good.Files).Bytes()
            : new TarSketch(TarEntryFormat.Ustar).File("records", "28 size=9223372036854775807\n").File("unused", hidden).With(GraphDataSketch.Good.Files).Bytes();
        if (type == 0)
        {
            new byte[] { 0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }.CopyTo(archive, 124);
        }
        else
        {
            archive[156] = type;
        }

        Seal(archive);
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "is damaged after its beginning", await TarSketch.ReadAsync(archive));
    }

    [Fact]
    public async Task A_checksum_that_is_no_number_refuses_the_archive()
    {
        var archive = TarSketch.Good().Bytes();
        archive[148] = 0xff;
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "or is no tar", await TarSketch.ReadAsync(archive));
    }

    [Fact]
    public async Task A_name_of_half_a_million_steps_costs_no_more_than_its_length()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var name = string.Concat(Enumerable.Repeat("a/", 500_000)) + "x";
        AssertEqual(GraphDataSketch.Good.Files, await TarSketch.Good().File(name, "x").ReadAsync());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500L << 20);
    }

    [Fact]
    public async Task A_million_empty_files_end_at_the_limit()
    {
        var entry = new TarSketch(TarEntryFormat.Ustar).File("unused", []).Bytes().AsSpan(0, 512).ToArray();
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            var thousand = Enumerable.Repeat(entry, 1000).SelectMany(static block => block).ToArray();
            for (var times = 0; times < 1000; times++)
            {
                await gzip.WriteAsync(thousand);
            }

            await gzip.WriteAsync(new byte[1024]);
        }

        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "more than 200000 entries", await TarSketch.ReadAsync(packed.ToArray()));
    }

    [Fact]
    public async Task A_sparse_file_in_place_of_graph_data_is_a_problem()
    {
        var archive = new TarSketch(TarEntryFormat.Ustar).File("version", new byte[512]).With(GraphDataSketch.Good.Without("version").Files).Bytes();
        archive[156] = (byte)'S';
        Seal(archive);
        AssertRejects(ProblemRule.UnreadableFile, "version", "no ordinary file", await TarSketch.ReadAsync(archive));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_archive_that_is_cut_short_is_refused(bool packed)
    {
        var archive = packed ? TarSketch.Good().Gzip() : TarSketch.Good().Bytes();
        var whole = packed ? archive.Length : archive.Length - 512; // One block of zeros marks the end; a second is custom.
        for (var length = 0; length < whole; length += packed ? 1 : 64)
        {
            Assert.True((await TarSketch.ReadAsync(archive[..length])).Problems is [{ Severity: ProblemSeverity.Rejecting }], $"cut at {length} of {archive.Length}");
        }
    }

    [Fact]
    public async Task A_damaged_gzip_is_refused()
    {
        var archive = TarSketch.Good().Gzip();
        archive[^6] ^= 1; // In the checksum.
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "compression is damaged", await TarSketch.ReadAsync(archive));
    }

    [Fact]
    public async Task What_follows_the_end_mark_is_not_lost_silently()
    {
        byte[] archive = [.. TarSketch.Good().Bytes(), .. new TarSketch().File("blocked-edges/lost.yaml", "to: 4.1.1\nfrom: .*\n").Bytes()];
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "More data follow the archive's end mark", await TarSketch.ReadAsync(archive));
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "More data follow the archive's end mark", await TarSketch.ReadAsync([.. TarSketch.Good().Gzip(), .. TarSketch.Gzip([1])]));
    }

    [Fact]
    public async Task Padding_with_zeros_is_custom() =>
        AssertEqual(GraphDataSketch.Good.Files, await TarSketch.ReadAsync(TarSketch.Gzip([.. TarSketch.Good().Bytes(), .. new byte[9000]])));

    [Theory]
    [InlineData(new byte[] { 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0 }, "xz")]
    [InlineData(new byte[] { 0x42, 0x5a, 0x68, 0x39, 0, 0, 0, 0 }, "bzip2")]
    [InlineData(new byte[] { 0x50, 0x4b, 3, 4, 0, 0, 0, 0 }, "zip")]
    public async Task Another_compression_is_named(byte[] archive, string name) =>
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", $"compressed with {name}, which is not read here; pack it with gzip.", await TarSketch.ReadAsync(archive));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("<html>a page in place of the archive</html>")]
    public async Task What_is_no_archive_is_refused(string text) =>
        AssertRejects(ProblemRule.UnreadableFile, "data.tar", "or is no tar", await TarSketch.ReadAsync(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Damage_anywhere_never_throws()
    {
        var archive = TarSketch.Good().Link("LICENSE", "version").HardLink("date", "version").File(new string('n', 150), "x").Bytes();
        var damages = Gen.ListOf(Gen.Zip(Gen.Choose(0, archive.Length - 1), Gen.Choose(0, 255))).Select(list => list.ToArray());
        Law.Holds(damages.ToArbitrary(), async damage =>
        {
            var damaged = (byte[])archive.Clone();
            foreach (var (place, value) in damage)
            {
                damaged[place] = (byte)value;
                Seal(damaged, place);
            }

            _ = await TarSketch.ReadAsync(damaged);
        });
    }

    /// <summary>Writes the checksum of the header at, or around, a place anew.</summary>
    private static void Seal(byte[] archive, int place = 0)
    {
        var block = archive.AsSpan(place / 512 * 512, 512);
        block.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in block)
        {
            sum += value;
        }

        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(block[148..]);
    }
}
