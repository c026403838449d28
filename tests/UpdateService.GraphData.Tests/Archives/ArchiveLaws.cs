using FsCheck.Fluent;
using UpdateService.GraphData.Archives;
using UpdateService.GraphData.Folders;
using static UpdateService.GraphData.Tests.Archives.GraphDataArchiveReaderTests;

namespace UpdateService.GraphData.Tests.Archives;

public sealed class ArchiveLaws
{
    private static readonly string[] Paths =
    [
        "date", "LICENSE", "README.md", "raw/metadata.json", "raw/other", "channels/a.yaml", "channels/b.yml", "channels/sub/c.yaml", "blocked-edges/1.yaml",
        "blocked-edges/2.yaml", "releases/a.jsonl", "releases/deep/b.jsonl", "signatures/top", "signatures/sha256/ab/signature-1", "signatures/sha256/note", "signatures/sha256/ab/deep/er", "hack/version",
    ];

    [Fact]
    public void A_folder_and_its_archive_give_the_same_files()
    {
        var content = Gen.Choose(0, 3000).Select(size => Enumerable.Range(0, size).Select(index => (byte)(index * 7)).ToArray());
        var files = Gen.Zip(Gen.SubListOf(Paths), Gen.ListOf(content)).Select(pair =>
            pair.Item1.Select((path, index) => (Path: path, Content: index < pair.Item2.Count ? pair.Item2[index] : [])).ToArray());
        Law.Holds(files.ToArbitrary(), async entries =>
        {
            using var folder = new TemporaryFolder();
            var tar = new TarSketch();
            foreach (var (path, bytes) in entries.Append(("version", "1.1.0"u8.ToArray())))
            {
                _ = Directory.CreateDirectory(Path.GetDirectoryName(folder.In(path))!);
                await File.WriteAllBytesAsync(folder.In(path), bytes);
                _ = tar.File(path, bytes);
            }

            var expected = await new GraphDataFolder(folder.Path, TimeProvider.System).ReadAsync(CancellationToken.None);
            var actual = await TarSketch.ReadAsync(tar.Gzip());
            AssertEqual(expected, actual);
            Assert.Equal(expected.Folders, actual.Folders);
        });
    }

    [Fact]
    public void Layers_give_what_an_unpacked_image_would_hold()
    {
        string[] data = ["version", "channels/a.yaml", "channels/b.yaml", "signatures/x", "signatures/x/y", "signatures/x/y/z", "unused/file"];
        string[] roots = ["", "var/lib/cincinnati-graph-data/"];
        string[] files = [.. roots.SelectMany(root => data.Select(path => root + path)), "var", "var/lib", "etc/passwd"];
        string[] folders = ["", "var", "var/lib", "var/lib/cincinnati-graph-data", "channels", "var/lib/cincinnati-graph-data/channels", "signatures/x", "var/lib/cincinnati-graph-data/signatures"];
        string[] hidden = [.. files.Select(HiddenName), .. folders.Where(folder => folder.Length > 0).Select(HiddenName), .. folders.Select(folder => $"{folder}/.wh..wh..opq".TrimStart('/'))];
        var entry = Gen.Frequency((3, Gen.Elements(files)), (1, Gen.Elements(hidden)));
        Law.Holds(Gen.ListOf(Gen.ListOf(entry)).Select(layers => layers.Select(layer => layer.ToArray()).ToArray()).ToArbitrary(), async generated =>
        {
            string[][] layers = [.. generated.Select(Consistent), ["version"]]; // So that there are always graph-data at the top.
            var image = new UnpackedImage();
            var layered = new LayeredFiles("image", ArchiveLimits.Image);
            for (var number = 0; number < layers.Length; number++)
            {
                var tar = new TarSketch();
                foreach (var (name, index) in layers[number].Select((name, index) => (name, index)))
                {
                    _ = tar.File(name, $"{number} {index}");
                }

                image.Apply(layers[number].Select((name, index) => (name, $"{number} {index}")));
                using var stream = new MemoryStream(tar.Gzip());
                await layered.ApplyAsync(stream, CancellationToken.None);
            }

            Assert.Equal(image.GraphData(), Text(await layered.ToFilesAsync(CancellationToken.None)));
        }, tests: 300);
    }

    /// <summary>Without what stands in the way of an earlier entry of the same layer: two entries of one place that differ are refused.</summary>
    private static string[] Consistent(string[] layer)
    {
        var kept = new List<string>();
        foreach (var name in layer.Where(name => !kept.Exists(other => Meet(name, other))))
        {
            kept.Add(name);
        }

        return [.. kept];

        static bool Meet(string left, string right) =>
            left == right || left.StartsWith($"{right}/", StringComparison.Ordinal) || right.StartsWith($"{left}/", StringComparison.Ordinal);
    }

    private static string HiddenName(string path)
    {
        var slash = path.LastIndexOf('/');
        return $"{path[..(slash + 1)]}.wh.{path[(slash + 1)..]}";
    }
}
