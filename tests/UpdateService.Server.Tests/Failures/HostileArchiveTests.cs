using System.Formats.Tar;
using System.IO.Compression;

namespace UpdateService.Server.Tests.Failures;

/// <summary>An archive of graph-data that somebody made to do harm takes the place of the good one: what was served stays, and nothing is written.</summary>
public sealed class HostileArchiveTests
{
    private static readonly Dictionary<string, Action<TarWriter>> Attacks = new(StringComparer.Ordinal)
    {
        ["a file above the folder"] = tar => tar.WriteEntry(File("../../escaped.yaml", "x")),
        ["a file by a full path with a step up"] = tar => tar.WriteEntry(File("/../escaped.yaml", "x")),
        ["a link to a file of the system's"] = tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "channels/passwd.yaml") { LinkName = "/etc/passwd" }),
        ["a link out of the archive"] = tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "channels/up.yaml") { LinkName = "../../../../etc/passwd" }),
        ["a link in place of a folder"] = tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "signatures") { LinkName = "/etc" }),
        ["a hard link to a file of the system's"] = tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "LICENSE") { LinkName = "/etc/passwd" }),
        ["a name with backslashes"] = tar => tar.WriteEntry(File("channels\\..\\..\\escaped.yaml", "x")),
        ["a file of 9 MB"] = tar => tar.WriteEntry(File("blocked-edges/large.yaml", new string('x', 9 << 20))),
        ["a bomb"] = tar =>
        {
            for (var part = 0; part < 300; part++)
            {
                tar.WriteEntry(File($"unused/{part}", new string('z', 1 << 20)));
            }
        },
    };

    public static TheoryData<string> Names { get; } = [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_refused_and_what_was_served_stays(string attack)
    {
        using var data = GraphDataDirectory.Sample();
        var archive = data.Beside("data.tar.gz");
        Write(data, archive, static _ => { });
        await using var service = await RunningService.StartAsync(TimeProvider.System, ["--graph-data", archive, "--refresh", "1s"]);
        await service.ReachesRevisionAsync(1);
        var before = await service.GetAsync("/graph?channel=stable-4.18");
        var here = Directory.GetFiles(Path.GetDirectoryName(archive)!);

        Write(data, archive, Attacks[attack]);
        await Eventually.HoldsAsync(async () => (await service.GetStatusAsync("/readyz")).Text.Contains("UnreadableFile", StringComparison.Ordinal), "the archive is refused");

        var after = await service.GetAsync("/graph?channel=stable-4.18");
        Assert.Equal((200, before.Text, before["ETag"]), (after.Status, after.Text, after["ETag"]));
        Assert.DoesNotContain("root:", (await service.GetStatusAsync("/status")).Text, StringComparison.Ordinal);
        Assert.Equal(here, Directory.GetFiles(Path.GetDirectoryName(archive)!));

        Write(data, archive, static tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.CharacterDevice, "dev/null"))); // Nothing that means anything.
        await Eventually.HoldsAsync(async () => (await service.GetStatusAsync("/readyz")).Text == "ready: revision 1\n", "a good one is taken again");
    }

    private static PaxTarEntry File(string name, string text) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text)) };

    /// <summary>The folder as an archive with something more, in one step.</summary>
    private static void Write(GraphDataDirectory data, string target, Action<TarWriter> more)
    {
        var draft = $"{target}.new";
        using (var gzip = new GZipStream(System.IO.File.Create(draft), CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var file in Directory.EnumerateFiles(data.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                tar.WriteEntry(file, Path.GetRelativePath(data.Path, file));
            }

            more(tar);
        }

        System.IO.File.Move(draft, target, overwrite: true);
    }
}
