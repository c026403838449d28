using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using UpdateService.Builder.Revisions;
using UpdateService.Builder.Tests.Refreshing;
using static UpdateService.Testing.Graphs;

namespace UpdateService.Builder.Tests.Revisions;

public sealed class ArchivePackerTests
{
    private const int ManyFiles = 400; // Of several parts.
    private const int TrailerBytes = 8; // The checksum and length of all.

    private static readonly ImmutableArray<Release>[] Catalogues = [[.. Service.Chain], [.. Service.Chain, Release("4.1.4")], []];

    private static readonly GraphDataSketch Start = Enumerable.Range(0, ManyFiles).Aggregate(GraphDataSketch.Good, (sketch, number) => sketch.With(PathOf(number), TextOf(number, 0)));

    [Fact]
    public void What_was_packed_before_changes_no_byte() => Law.Holds(
        ArbMap.Default.ArbFor<NonEmptyArray<(byte File, byte Kind)>>(),
        changes =>
        {
            var packer = new ArchivePacker();
            var sketch = Start;
            foreach (var (file, kind) in changes.Get)
            {
                sketch = kind % 4 == 0 ? sketch.Without(PathOf(file)) : sketch.With(PathOf(file), TextOf(file, kind));
                var releases = Catalogues[kind % Catalogues.Length];
                Assert.Equal(GraphDataArchive.Of(sketch.Files, releases).Bytes, packer.Pack(sketch.Files, releases).Bytes);
            }
        },
        tests: 15);

    [Fact]
    public void A_changed_line_changes_few_of_the_packed_bytes()
    {
        var packer = new ArchivePacker();
        var before = packer.Pack(Start.Files, Catalogues[0]).Bytes;
        var after = packer.Pack(Start.With(PathOf(ManyFiles / 2), TextOf(ManyFiles / 2, 1)).Files, Catalogues[0]).Bytes;
        var same = before.AsSpan().CommonPrefixLength(after) + CommonSuffixLength(before[..^TrailerBytes], after[..^TrailerBytes]);
        Assert.InRange(same, before.Length / 2, before.Length - TrailerBytes - 1);
    }

    [Fact]
    public async Task Tar_and_gzip_read_it()
    {
        using var folder = new TemporaryFolder();
        var packer = new ArchivePacker();
        _ = packer.Pack(Start.Files, Catalogues[1]);
        var files = Start.With(PathOf(7), "to: 4.1.2\nfrom: x\n").With("signatures/sha256/ab/signature-1", [0, 1, 2]).Files;
        await File.WriteAllBytesAsync(folder.In("a.tar.gz"), packer.Pack(files, Catalogues[0]).Bytes);
        await RunAsync("gzip", "--test", folder.In("a.tar.gz"));
        _ = Directory.CreateDirectory(folder.In("out"));
        await RunAsync("tar", "-xzf", folder.In("a.tar.gz"), "-C", folder.In("out"));
        foreach (var (path, content) in files.Contents)
        {
            Assert.Equal(content.ToArray(), await File.ReadAllBytesAsync(folder.In($"out/{path}")));
        }

        Assert.Equal(Catalogues[0].Length, (await File.ReadAllLinesAsync(folder.In("out/releases/releases.jsonl"))).Length);
    }

    private static string PathOf(int number) => $"blocked-edges/4.1.2-Risk{number:D4}.yaml";

    private static string TextOf(int number, int version) =>
        $"to: 4.1.2\nfrom: 4\\.1\\.{number}\nurl: https://example.com/{Convert.ToHexString(Encoding.ASCII.GetBytes($"{number * 7919}/{version}"))}\n";

    private static int CommonSuffixLength(byte[] left, byte[] right) => left.AsEnumerable().Reverse().Zip(right.AsEnumerable().Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
