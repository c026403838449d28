using UpdateService.Builder.Refreshing;
using UpdateService.GraphData;

namespace UpdateService.Builder.Tests.Refreshing;

public sealed class SourceWatchTests : IDisposable
{
    /// <summary>Far more than a notification takes on a busy machine.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder folder = new();
    private readonly string data;

    public SourceWatchTests()
    {
        data = folder.In("data");
        _ = Directory.CreateDirectory(Path.Combine(data, "channels"));
        File.WriteAllText(Path.Combine(data, "channels/a.yaml"), "a");
        File.WriteAllText(Path.Combine(data, "channels/b.yaml"), "b");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_tells_which_files_were_written_added_renamed_and_removed()
    {
        using var watch = Watch(data);
        await File.WriteAllTextAsync(Path.Combine(data, "channels/a.yaml"), "other");
        File.Move(Path.Combine(data, "channels/b.yaml"), Path.Combine(data, "channels/c.yaml"));
        await File.WriteAllTextAsync(Path.Combine(data, "version"), "1.1.0");
        File.Delete(Path.Combine(data, "version"));

        Assert.Equal(["channels/a.yaml", "channels/b.yaml", "channels/c.yaml", "version"], await ToldAsync(watch, "version"));
    }

    [Theory]
    [InlineData("current", "current/data")]
    [InlineData("current", "current/../current/data")]
    public async Task A_link_above_the_folder_that_is_swapped_is_told(string link, string watched)
    {
        _ = Directory.CreateDirectory(folder.In("other/data"));
        _ = Directory.CreateDirectory(folder.In("first/data"));
        _ = Directory.CreateSymbolicLink(folder.In(link), "first");
        using var watch = Watch(folder.In(watched));
        Directory.Delete(folder.In(link));
        _ = Directory.CreateSymbolicLink(folder.In(link), "other");
        Assert.NotNull(await watch.WaitAsync(Long, CancellationToken.None));
    }

    [Fact]
    public async Task Each_change_is_told_once()
    {
        using var watch = Watch(data);
        await File.WriteAllTextAsync(Path.Combine(data, "channels/a.yaml"), "other");
        Assert.Equal(["channels/a.yaml"], await ToldAsync(watch, "channels/a.yaml"));

        await File.WriteAllTextAsync(Path.Combine(data, "channels/b.yaml"), "other");
        Assert.Equal(["channels/b.yaml"], await ToldAsync(watch, "channels/b.yaml"));
    }

    [Fact]
    public async Task What_git_writes_for_itself_is_not_told()
    {
        _ = Directory.CreateDirectory(Path.Combine(data, ".git"));
        using var watch = Watch(data);
        await File.WriteAllTextAsync(Path.Combine(data, ".git/index"), "");
        _ = Directory.CreateDirectory(Path.Combine(data, ".git/objects"));
        await File.WriteAllTextAsync(Path.Combine(data, "channels/a.yaml"), "other");
        Assert.Equal(["channels/a.yaml"], await ToldAsync(watch, "channels/a.yaml"));
    }

    [Fact]
    public async Task Without_a_change_nothing_is_told()
    {
        using var watch = Watch(data);
        Assert.Null(await watch.WaitAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_folder_or_file_that_is_replaced_is_not_what_is_watched_any_more()
    {
        var catalogue = folder.In("releases.jsonl");
        await File.WriteAllTextAsync(catalogue, "");
        using (var watch = Watch(data, catalogue))
        {
            Directory.Move(data, folder.In("old"));
            Assert.False((await watch.WaitAsync(Long, CancellationToken.None))!.AreKnown);
        }

        Directory.Move(folder.In("old"), data);
        using (var watch = Watch(data, catalogue))
        {
            _ = Directory.CreateDirectory(folder.In("next"));
            Directory.Move(Path.Combine(data, "channels"), folder.In("old"));
            Directory.Move(folder.In("next"), Path.Combine(data, "channels"));
            Assert.False((await watch.WaitAsync(Long, CancellationToken.None))!.AreKnown);
        }

        using (var watch = Watch(data, catalogue))
        {
            _ = Directory.CreateDirectory(Path.Combine(data, "releases"));
            Assert.False((await watch.WaitAsync(Long, CancellationToken.None))!.AreKnown);
        }

        using (var watch = Watch(data, catalogue))
        {
            await File.WriteAllTextAsync(folder.In("next"), "x");
            File.Move(folder.In("next"), catalogue, overwrite: true);
            Assert.False((await watch.WaitAsync(Long, CancellationToken.None))!.AreKnown);
        }
    }

    private static SourceWatch Watch(params string[] paths)
    {
        var watch = new SourceWatch(paths, TimeProvider.System, QuietTime);
        Assert.Empty(watch.Failures);
        return watch;
    }

    /// <summary>All that is told up to the path: a slow machine tells of changes one after another.</summary>
    private async Task<IEnumerable<string>> ToldAsync(SourceWatch watch, string last)
    {
        var told = new SortedSet<string>(StringComparer.Ordinal);
        while (!told.Contains(last))
        {
            told.UnionWith((await watch.WaitAsync(Long, CancellationToken.None) ?? SourceChanges.Unknown).In(data) ?? throw new InvalidOperationException("It does not know."));
        }

        return told;
    }
}
