using UpdateService.GraphData.Files;
using UpdateService.GraphData.Folders;

namespace UpdateService.GraphData.Tests.Folders;

/// <summary>What is read of a folder when a watch tells what changed in it.</summary>
public sealed class ToldChangesTests : IDisposable
{
    private const string Risk = "blocked-edges/4.1.3.yaml";
    private const string Channel = "channels/stable-4.1.yaml";

    private readonly TemporaryFolder folder = new();

    public ToldChangesTests() => GraphDataSketch.Good.WriteTo(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_told_file_is_read_and_one_that_shows_no_change_is_not_opened()
    {
        var source = Source();
        var first = await source.ReadAsync(CancellationToken.None);
        Rewrite(Risk);
        Rewrite(Channel);

        var told = await source.ReadAsync(Told(Risk), CancellationToken.None);
        Assert.NotEqual(first.Contents[Risk], told.Contents[Risk]);
        Assert.Equal(first.Contents[Channel], told.Contents[Channel]);

        var whole = await source.ReadAsync(CancellationToken.None);
        Assert.NotEqual(first.Contents[Channel], whole.Contents[Channel]);
        Assert.Equal(told.Contents[Risk], whole.Contents[Risk]);
    }

    [Fact]
    public async Task Without_a_change_the_contents_are_the_same_object()
    {
        var source = Source();
        var first = await source.ReadAsync(CancellationToken.None);
        Assert.Same(first.Contents, (await source.ReadAsync(Told(), CancellationToken.None)).Contents);
        Assert.Same(first.Contents, (await source.ReadAsync(Told(Risk), CancellationToken.None)).Contents);
        Assert.Same(first.Contents, (await source.ReadAsync(CancellationToken.None)).Contents);
    }

    [Fact]
    public async Task Files_that_come_go_or_show_a_change_are_seen_without_being_told()
    {
        var source = Source();
        _ = await source.ReadAsync(CancellationToken.None);
        File.Delete(folder.In(Risk));
        await File.WriteAllTextAsync(folder.In("channels/new.yaml"), "name: new\n");
        await File.WriteAllTextAsync(folder.In("version"), "1.2.0\n");

        var files = await source.ReadAsync(Told(), CancellationToken.None);

        Assert.DoesNotContain(Risk, files.Contents.Keys);
        Assert.Equal("name: new\n"u8.ToArray(), files.Contents["channels/new.yaml"].ToArray());
        Assert.Equal("1.2.0\n"u8.ToArray(), files.Contents["version"].ToArray());
        Assert.Equal(Text(await Source().ReadAsync(CancellationToken.None)), Text(files));
    }

    [Theory]
    [InlineData("channels")]
    [InlineData("")]
    public async Task Where_a_folder_is_told_all_is_read(string told)
    {
        var source = Source();
        var first = await source.ReadAsync(CancellationToken.None);
        Rewrite(Risk);
        Assert.NotEqual(first.Contents[Risk], (await source.ReadAsync(SourceChanges.Of([folder.In(told)]), CancellationToken.None)).Contents[Risk]);
    }

    [Fact]
    public async Task Behind_links_all_is_read()
    {
        File.Move(folder.In("version"), folder.In("other"));
        _ = File.CreateSymbolicLink(folder.In("version"), "other");
        var source = Source();
        var first = await source.ReadAsync(CancellationToken.None);
        Rewrite(Risk);
        Assert.NotEqual(first.Contents[Risk], (await source.ReadAsync(Told(), CancellationToken.None)).Contents[Risk]);
    }

    [Fact]
    public async Task The_first_reading_and_the_one_after_trouble_read_all()
    {
        var source = Source();
        Assert.NotEmpty((await source.ReadAsync(Told(), CancellationToken.None)).Contents);

        var tooLarge = folder.In("channels/large.yaml");
        await File.WriteAllBytesAsync(tooLarge, new byte[InputLimits.FileBytes + 1]);
        Assert.NotEmpty((await source.ReadAsync(Told("channels/large.yaml"), CancellationToken.None)).Problems);
        Rewrite(Risk);
        var before = await File.ReadAllBytesAsync(folder.In(Risk));

        var during = await source.ReadAsync(Told(), CancellationToken.None);
        Assert.NotEmpty(during.Problems);
        Assert.Equal(before, during.Contents[Risk].ToArray());
        File.Delete(tooLarge);
        Assert.Empty((await source.ReadAsync(Told(), CancellationToken.None)).Problems);
    }

    public static TheoryData<string> Disturbances => ["a told file", "another file", "a file that comes back"];

    [Theory]
    [MemberData(nameof(Disturbances))]
    public async Task What_changes_while_told_changes_are_read_makes_the_reading_start_again(string disturbance)
    {
        var armed = false;
        var text = await File.ReadAllTextAsync(folder.In(Risk));
        var source = new GraphDataFolder(folder.Path, new TurningTime(() => { }))
        {
            Listed = attempt =>
            {
                if (armed && attempt == 1)
                {
                    File.WriteAllText(folder.In(disturbance == "another file" ? Channel : Risk), disturbance == "a file that comes back" ? text : $"{text}# more\n");
                }
            },
        };
        _ = await source.ReadAsync(CancellationToken.None);
        await File.AppendAllTextAsync(folder.In("version"), "\n");
        if (disturbance == "a file that comes back")
        {
            File.Delete(folder.In(Risk)); // As a checkout does: the listing falls into the gap.
        }

        armed = true;
        var files = await source.ReadAsync(Told("version", Risk), CancellationToken.None);

        Assert.Equal(Text(await Source().ReadAsync(CancellationToken.None)), Text(files));
        Assert.Contains(Risk, files.Contents.Keys);
    }

    private GraphDataFolder Source() => new(folder.Path, TimeProvider.System);

    private SourceChanges Told(params string[] paths) => SourceChanges.Of(paths.Select(folder.In));

    /// <summary>Other bytes with the same size and time.</summary>
    private void Rewrite(string path)
    {
        var time = File.GetLastWriteTimeUtc(folder.In(path));
        var text = File.ReadAllText(folder.In(path));
        File.WriteAllText(folder.In(path), new string([.. text.Reverse()]));
        File.SetLastWriteTimeUtc(folder.In(path), time);
    }

    private static string Text(GraphDataFiles files) =>
        string.Join('\n', files.Contents.Select(file => $"{file.Key}: {System.Text.Encoding.UTF8.GetString(file.Value.Span)}"));
}
