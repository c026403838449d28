using System.Formats.Tar;
using System.Text;
using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Files;
using UpdateService.Testing.Fuzzing;

namespace UpdateService.GraphData.Tests.Archives;

/// <summary>Whatever comes in place of an archive or of an image's layer.</summary>
public sealed class ArchiveFuzzTests
{
    private const int Block = 512;

    private static readonly Corpus Archives = new(
        [
            TarSketch.Good().Bytes(),
            TarSketch.Good("./top/").Link("top/LICENSE", "version").HardLink("top/date", "top/version").Folder("top/releases/").Bytes(),
            new TarSketch(TarEntryFormat.Gnu).With(GraphDataSketch.Good.Files, "var/lib/cincinnati-graph-data/").File($"channels/{new string('n', 120)}.yaml", "x").Link("a", new string('t', 130)).Bytes(),
            new TarSketch(TarEntryFormat.Ustar).With(GraphDataSketch.Good.Files).Device("channels/null").Pipe("releases").File("channels/.wh.a", "").File("blocked-edges/.wh..wh..opq", "").Bytes(),
            TarSketch.Good().Comment("0f3c").File($"{new string('d', 90)}/{new string('f', 90)}", "x").Gzip(),
        ],
        [
            .. Tokens.Any,
            .. Tokens.Of(
                "ustar\0", "ustar  \0", "00000000001\0", "77777777777\0", "00000001000\0", "19 path=channels/x\n", "30 size=9223372036854775807\n", "24 size=99999999999999\n", "20 linkpath=version\n", "22 GNU.sparse.major=1\n",
                "channels/", "blocked-edges/a.yaml", "var/lib/cincinnati-graph-data/", "../", "a/", ".wh.", ".wh..wh..opq", "x", "L", "K", "g", "S", "1", "2", "5"),
            [0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x1f, 0x8b], new byte[Block],
        ])
    {
        Repair = Repair,
    };

    [Fact]
    public void An_archive_gives_files_inside_it_or_a_problem() => Fuzz.Bytes(Archives, async bytes => AssertHarmless(await TarSketch.ReadAsync(bytes)));

    [Fact]
    public void Layers_give_files_inside_them_or_are_refused() => Fuzz.Bytes(Archives, async bytes =>
    {
        var layers = new LayeredFiles("image", ArchiveLimits.Image);
        try
        {
            foreach (var layer in (byte[][])[Archives.Entries[2], bytes])
            {
                using var stream = new MemoryStream(layer, writable: false);
                await layers.ApplyAsync(stream, CancellationToken.None);
            }
        }
        catch (ArchiveException exception)
        {
            Fuzz.AssertTold(exception.Message);
            return;
        }

        AssertHarmless(await layers.ToFilesAsync(CancellationToken.None));
    });

    private static void AssertHarmless(GraphDataFiles files)
    {
        Assert.All(files.Problems, problem => Fuzz.AssertTold(problem.Message));
        Assert.All(files.Contents, file =>
        {
            Assert.Equal(ArchivePlace.File, ArchivePlaces.InData(file.Key));
            Assert.DoesNotContain(file.Key.Split('/'), step => step is "" or "." or "..");
            Assert.DoesNotContain('\\', file.Key);
            Assert.DoesNotContain('\0', file.Key);
            Assert.True(file.Value.Length <= InputLimits.FileBytes || file.Key.StartsWith("releases/", StringComparison.Ordinal));
        });
    }

    /// <summary>Writes the checksums of the headers anew, so that what was changed in one is believed; sometimes it is packed.</summary>
    private static byte[] Repair(byte[] archive, Random random)
    {
        if (random.Next(4) > 0 && !archive.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
        {
            for (var place = 0; place + Block <= archive.Length; place += Block)
            {
                var block = archive.AsSpan(place, Block);
                if (block.Slice(257, 5).SequenceEqual("ustar"u8))
                {
                    Seal(block);
                }
            }
        }

        return random.Next(5) == 0 ? TarSketch.Gzip(archive) : archive;
    }

    private static void Seal(Span<byte> block)
    {
        block.Slice(148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in block)
        {
            sum += value;
        }

        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(block[148..]);
    }
}
