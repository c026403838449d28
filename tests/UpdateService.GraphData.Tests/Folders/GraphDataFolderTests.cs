using System.Runtime.InteropServices;
using System.Text;
using UpdateService.GraphData.Files;
using UpdateService.GraphData.Folders;

namespace UpdateService.GraphData.Tests.Folders;

public sealed partial class GraphDataFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_gives_the_files_that_have_a_meaning_and_the_folders()
    {
        GraphDataSketch.Good
            .With("LICENSE", "l").With("raw/metadata.json", "{}").With("releases/a.jsonl", "").With("signatures/sha256/ab/signature-1", "s")
            .With("README.md", "x").With("hack/b.yaml", "x").With("channels/sub/c.yaml", "x").With("raw/other", "x").With("signatures/sha256/ab/deep/er", "x").With("channels/notes.txt", "n")
            .WriteTo(folder.Path);
        var files = await Read();
        Assert.Empty(files.Problems);
        Assert.Equal(
            ["LICENSE", "blocked-edges/4.1.2-a.yaml", "blocked-edges/4.1.3.yaml", "channels/notes.txt", "channels/stable-4.1.yaml", "raw/metadata.json", "releases/a.jsonl", "signatures/sha256/ab/signature-1", "version"],
            files.Contents.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["blocked-edges", "channels", "releases"], files.Folders.Order(StringComparer.Ordinal));
        Assert.Equal("1.1.0\n"u8.ToArray(), files.Contents["version"].ToArray());
        Assert.Empty(files.Contents["releases/a.jsonl"].ToArray());
    }

    [Fact]
    public async Task A_file_with_the_same_bytes_gives_the_same_memory_again()
    {
        GraphDataSketch.Good.WriteTo(folder.Path);
        var source = new GraphDataFolder(folder.Path, TimeProvider.System);
        var first = await source.ReadAsync(CancellationToken.None);
        await File.WriteAllTextAsync(folder.In("version"), "1.1.0\n");
        var second = await source.ReadAsync(CancellationToken.None);
        Assert.All(first.Contents, file => Assert.True(file.Value.Equals(second.Contents[file.Key])));
    }

    [Theory]
    [InlineData("1.2.0\n")]
    [InlineData("1.1.0")]
    [InlineData("1.1.0\n\n")]
    [InlineData("")]
    public async Task A_change_is_seen_whatever_time_and_size_say(string changed)
    {
        GraphDataSketch.Good.WriteTo(folder.Path);
        var source = new GraphDataFolder(folder.Path, TimeProvider.System);
        _ = await source.ReadAsync(CancellationToken.None);
        var time = File.GetLastWriteTimeUtc(folder.In("version"));
        await File.WriteAllTextAsync(folder.In("version"), changed);
        File.SetLastWriteTimeUtc(folder.In("version"), time);
        Assert.Equal(Encoding.UTF8.GetBytes(changed), (await source.ReadAsync(CancellationToken.None)).Contents["version"].ToArray());
    }

    [Fact]
    public async Task An_empty_folder_is_known_as_one()
    {
        _ = Directory.CreateDirectory(folder.In("blocked-edges"));
        Assert.Equal(["blocked-edges"], (await Read()).Folders);
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_a_problem()
    {
        var files = await Read(folder.In("absent"));
        AssertRejects(ProblemRule.MissingFile, folder.In("absent"), files);
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_a_problem()
    {
        await File.WriteAllTextAsync(folder.In("file"), "x");
        Assert.NotEmpty((await Read(folder.In("file"))).Problems);
    }

    [Fact]
    public async Task A_file_over_8_MiB_is_a_problem()
    {
        GraphDataSketch.Good.With("blocked-edges/big.yaml", new byte[(8 << 20) + 1]).With("channels/fits.yaml", new byte[8 << 20]).WriteTo(folder.Path);
        var files = await Read();
        AssertRejects(ProblemRule.UnreadableFile, "blocked-edges/big.yaml", files);
        Assert.Contains("channels/fits.yaml", files.Contents.Keys);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_a_problem()
    {
        GraphDataSketch.Good.WriteTo(folder.Path);
        _ = File.CreateSymbolicLink(folder.In("blocked-edges/gone.yaml"), "/does/not/exist");
        AssertRejects(ProblemRule.UnreadableFile, "blocked-edges/gone.yaml", await Read());
    }

    [Fact]
    public async Task A_folder_of_raw_metadata_that_is_a_link_to_none_is_a_problem()
    {
        GraphDataSketch.Good.WriteTo(folder.Path);
        _ = Directory.CreateSymbolicLink(folder.In("raw"), "gone");
        AssertRejects(ProblemRule.UnreadableFile, "raw/metadata.json", await Read());
        _ = Directory.CreateDirectory(folder.In("gone"));
        Assert.Empty((await Read()).Problems);
    }

    [Fact]
    public async Task A_link_to_itself_is_a_problem()
    {
        GraphDataSketch.Good.WriteTo(folder.Path);
        _ = File.CreateSymbolicLink(folder.In("channels/loop.yaml"), "loop.yaml");
        AssertRejects(ProblemRule.UnreadableFile, "channels/loop.yaml", await Read());
    }

    [Fact]
    public async Task Links_that_make_a_loop_of_folders_are_not_followed_without_end()
    {
        GraphDataSketch.Good.With("signatures/sha256/ab/signature-1", "s").WriteTo(folder.Path);
        _ = Directory.CreateSymbolicLink(folder.In("channels/up"), "..");
        _ = Directory.CreateSymbolicLink(folder.In("signatures/again"), ".");
        _ = Directory.CreateSymbolicLink(folder.In("signatures/sha256/ab/up"), "../..");
        var files = await Read();
        Assert.Empty(files.Problems);
        Assert.Contains("channels/stable-4.1.yaml", files.Contents.Keys);
        Assert.DoesNotContain(files.Contents.Keys, path => path.Split('/').Length > 4);
    }

    [Fact]
    public async Task A_link_to_a_file_is_read_and_so_is_a_link_to_the_whole_folder()
    {
        GraphDataSketch.Good.WriteTo(folder.In("real"));
        await File.WriteAllTextAsync(folder.In("elsewhere.yaml"), "to: 4.1.1\nfrom: .*\n");
        _ = File.CreateSymbolicLink(folder.In("real/blocked-edges/link.yaml"), "../../elsewhere.yaml");
        _ = Directory.CreateSymbolicLink(folder.In("link"), "real");
        var files = await new GraphDataFolder(folder.In("link"), new TurningTime(() => { }), [folder.Path]).ReadAsync(CancellationToken.None);
        Assert.Empty(files.Problems);
        Assert.Equal("to: 4.1.1\nfrom: .*\n"u8.ToArray(), files.Contents["blocked-edges/link.yaml"].ToArray());
    }

    [UnprivilegedFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_file_or_folder_without_permission_is_a_problem()
    {
        GraphDataSketch.Good.With("raw/metadata.json", "{}").WriteTo(folder.Path);
        File.SetUnixFileMode(folder.In("channels/stable-4.1.yaml"), UnixFileMode.None);
        AssertRejects(ProblemRule.UnreadableFile, "channels/stable-4.1.yaml", await Read());
        foreach (var closed in (string[])["blocked-edges", "raw"])
        {
            File.SetUnixFileMode(folder.In(closed), UnixFileMode.None);
            try
            {
                AssertRejects(ProblemRule.UnreadableFile, folder.Path, await Read());
            }
            finally
            {
                File.SetUnixFileMode(folder.In(closed), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }

    [Fact]
    public async Task A_mounted_ConfigMap_is_read_through_its_links()
    {
        MountConfigMap("first", GraphDataSketch.Good);
        Assert.Empty((await Read()).Problems);
        MountConfigMap("second", GraphDataSketch.Good.With("version", "1.2.0\n"));
        Assert.Equal("1.2.0\n"u8.ToArray(), (await Read()).Contents["version"].ToArray());
    }

    [Fact]
    public async Task A_folder_that_changes_while_it_is_read_is_read_again_until_it_rests()
    {
        GraphDataSketch.Good.WriteTo(folder.Path);
        var waits = 0;
        var source = new GraphDataFolder(folder.Path, new TurningTime(() => waits++))
        {
            Listed = attempt =>
            {
                if (attempt <= 3)
                {
                    File.WriteAllText(folder.In($"blocked-edges/{attempt}.yaml"), "to: 4.1.1\nfrom: .*\n");
                }
            },
        };
        var before = Directory.GetFiles(folder.In("blocked-edges")).Length;
        var files = await source.ReadAsync(CancellationToken.None);
        Assert.Empty(files.Problems);
        Assert.Equal(before + 3, files.In(GraphDataFiles.BlockedEdges).Count());
        Assert.Equal(3, waits);
    }

    [Fact]
    public async Task A_file_that_vanishes_while_it_is_read_is_no_problem_of_the_next_read()
    {
        GraphDataSketch.Good.With("channels/zz.yaml", "name: z\nversions: []\n").WriteTo(folder.Path);
        var source = new GraphDataFolder(folder.Path, new TurningTime(() => { })) { Listed = _ => File.Delete(folder.In("channels/zz.yaml")) };
        var files = await source.ReadAsync(CancellationToken.None);
        Assert.Empty(files.Problems);
        Assert.DoesNotContain("channels/zz.yaml", files.Contents.Keys);
        Assert.Contains("version", files.Contents.Keys);
    }

    [Fact]
    public async Task A_folder_that_vanishes_while_it_is_read_is_a_problem()
    {
        GraphDataSketch.Good.WriteTo(folder.In("data"));
        var source = new GraphDataFolder(folder.In("data"), new TurningTime(() => { })) { Listed = _ => Directory.Move(folder.In("data"), folder.In("moved")) };
        AssertRejects(ProblemRule.MissingFile, folder.In("data"), await source.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_folder_that_never_rests_is_a_problem_after_some_attempts()
    {
        GraphDataSketch.Good.WriteTo(folder.Path);
        var waits = 0;
        var source = new GraphDataFolder(folder.Path, new TurningTime(() => waits++))
        {
            Listed = attempt => File.SetLastWriteTimeUtc(folder.In("version"), DateTime.UnixEpoch.AddSeconds(attempt)),
        };
        AssertRejects(ProblemRule.UnstableInput, folder.Path, await source.ReadAsync(CancellationToken.None));
        Assert.Equal(19, waits);
    }

    [Fact]
    public async Task What_is_read_while_a_writer_swaps_it_is_always_one_whole_version()
    {
        const int swaps = 50;
        MountConfigMap("v0", Numbered(0));
        var writer = Task.Run(() =>
        {
            for (var number = 1; number <= swaps; number++)
            {
                MountConfigMap($"v{number}", Numbered(number));
            }
        });
        string? last = null;
        for (var rested = false; !rested;)
        {
            rested = writer.IsCompleted; // Then the read that follows is the last, and nothing can disturb it.
            var files = await Read();
            Assert.All(files.Problems, problem => Assert.Equal(ProblemRule.UnstableInput, problem.Rule));
            if (files.Problems.IsEmpty)
            {
                Assert.Equal(12, files.Contents.Count);
                last = Assert.Single(files.Contents.Values.Select(content => System.Text.Encoding.UTF8.GetString(content.Span)).Distinct(StringComparer.Ordinal));
            }
        }

        await writer;
        Assert.Equal($"{swaps}", last);
    }

    [Fact]
    public async Task A_read_can_be_cancelled()
    {
        GraphDataSketch.Good.WriteTo(folder.Path);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new GraphDataFolder(folder.Path, TimeProvider.System).ReadAsync(new CancellationToken(canceled: true)));
    }

    private Task<GraphDataFiles> Read(string? path = null) =>
        new GraphDataFolder(path ?? folder.Path, new TurningTime(() => { })).ReadAsync(CancellationToken.None);

    /// <summary>Twelve files that all hold the same text.</summary>
    private static GraphDataSketch Numbered(int number)
    {
        var sketch = GraphDataSketch.Empty.With("version", $"{number}").With("channels/c.yaml", $"{number}");
        for (var file = 0; file < 10; file++)
        {
            sketch = sketch.With($"blocked-edges/{file}.yaml", $"{number}");
        }

        return sketch;
    }

    /// <summary>As a kubelet does: a new folder, and a link that is renamed over the old one.</summary>
    private void MountConfigMap(string name, GraphDataSketch sketch)
    {
        sketch.WriteTo(folder.In($"..{name}"));
        _ = Directory.CreateSymbolicLink(folder.In("..data_tmp"), $"..{name}");
        Assert.Equal(0, Rename(folder.In("..data_tmp"), folder.In("..data")));
        foreach (var item in (ReadOnlySpan<string>)["version", "channels", "blocked-edges"])
        {
            if (!Path.Exists(folder.In(item)))
            {
                _ = Directory.CreateSymbolicLink(folder.In(item), $"..data/{item}");
            }
        }
    }

    /// <summary>In .NET a link to a folder cannot be moved over another.</summary>
    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Rename(string from, string to);

    private static void AssertRejects(ProblemRule rule, string place, GraphDataFiles files)
    {
        var problem = Assert.Single(files.Problems);
        Assert.Equal((rule, ProblemSeverity.Rejecting, place), (problem.Rule, problem.Severity, problem.Place.File));
    }
}
