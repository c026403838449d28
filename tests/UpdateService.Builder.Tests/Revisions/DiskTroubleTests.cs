using UpdateService.Builder.Refreshing;
using UpdateService.Builder.State;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>A disk that cannot be written, or that another process writes to, stops nothing; what could not be kept is kept later.</summary>
public sealed class DiskTroubleTests : IDisposable
{
    private readonly TemporaryFolder top = new();

    private string Folder => top.In("state");

    public void Dispose() => top.Dispose();

    [Theory]
    [InlineData("state")]
    [InlineData("state/below")]
    [InlineData("state/far/below")]
    public async Task A_file_in_place_of_the_folder_is_told_and_revisions_are_served_all_the_same(string folder)
    {
        await File.WriteAllTextAsync(Folder, "a file");
        using var life = new Life(top.In(folder));
        Assert.Empty(life.Problems);
        Assert.StartsWith($"Revisions cannot be kept in {top.In(folder)}: ", life.Library.Failure, StringComparison.Ordinal);
        Assert.Equal((RefreshOutcome.Published, 1), ((await life.RefreshAsync(1)).Outcome, life.Served));
        Assert.Equal((RefreshOutcome.Published, 2), ((await life.RefreshAsync(2)).Outcome, life.Served));
        Assert.NotNull(life.Library.Failure);
        Assert.Empty(life.Kept);
        _ = Assert.ThrowsAny<IOException>(() => life.Library.Pin(life.Store.Current));
    }

    [Fact]
    public async Task What_could_not_be_kept_is_kept_by_the_next_refresh_that_finds_the_disk_well_also_where_nothing_changed()
    {
        await File.WriteAllTextAsync(Folder, "a file");
        using (var life = new Life(Folder))
        {
            _ = await life.RefreshAsync(1);
            _ = await life.RefreshAsync(2);
            File.Delete(Folder);
            Assert.Equal(RefreshOutcome.Unchanged, (await life.RefreshAsync()).Outcome);
            Assert.Null(life.Library.Failure);
            Assert.Equal([2], life.Kept);
            Assert.Equal(3, (await life.RefreshAsync(3)).Served!.Number);
        }

        using var next = new Life(Folder);
        Assert.Equal(3, next.Served);
    }

    [Theory]
    [InlineData("inputs.tar.gz.new")]
    [InlineData("answers.list.new")]
    [InlineData("revision.json.new")]
    public async Task Where_one_file_cannot_be_written_the_revision_is_served_and_kept_whole_later(string file)
    {
        using var life = new Life(Folder);
        _ = await life.RefreshAsync(1);

        // A folder stands where the file would be written aside.
        var obstacle = top.In($"state/revisions/000002/{file}");
        _ = Directory.CreateDirectory(obstacle);
        Assert.Equal((RefreshOutcome.Published, 2), ((await life.RefreshAsync(2)).Outcome, life.Served));
        Assert.NotNull(life.Library.Failure);
        Assert.Equal([1], life.Kept);
        AssertServes(1);

        Directory.Delete(obstacle);
        _ = await life.RefreshAsync();
        Assert.Null(life.Library.Failure);
        Assert.Equal([1, 2], life.Kept);
        AssertServes(2);
    }

    [Fact]
    public async Task A_revision_that_was_never_kept_leaves_nothing_when_the_next_one_is()
    {
        using var life = new Life(Folder);
        _ = await life.RefreshAsync(1);
        _ = Directory.CreateDirectory(top.In("state/revisions/000002/answers.list.new"));
        _ = await life.RefreshAsync(2);
        Assert.True(File.Exists(top.In("state/revisions/000002/inputs.tar.gz")));
        _ = await life.RefreshAsync(3);
        Assert.Equal([1, 3], life.Kept);
        Assert.Null(life.Library.Failure);
        Assert.False(Directory.Exists(top.In("state/revisions/000002")));
    }

    [Fact]
    public async Task The_answers_that_were_written_of_it_go_with_it()
    {
        using var life = new Life(Folder);
        _ = await life.RefreshAsync(1);
        _ = Directory.CreateDirectory(top.In("state/revisions/000002/revision.json.new"));
        _ = await life.RefreshAsync(2);
        _ = await life.RefreshAsync(3);
        Assert.Null(life.Library.Failure);
        StateFiles.AssertPartsAreThoseOfTheLists(Folder);
    }

    [Fact]
    public async Task It_is_still_to_be_kept_when_another_write_goes_well()
    {
        using var life = new Life(Folder);
        var first = (await life.RefreshAsync(1)).Served!;
        var obstacle = Directory.CreateDirectory(top.In("state/revisions/000002/inputs.tar.gz.new"));
        _ = await life.RefreshAsync(2);
        life.Library.KeepAnswers(first);
        Assert.NotNull(life.Library.Failure);
        obstacle.Delete();
        _ = await life.RefreshAsync();
        Assert.Null(life.Library.Failure);
        Assert.Equal([1, 2], life.Kept);
    }

    [Fact]
    public async Task A_number_that_a_crash_left_is_not_given_again_even_where_the_disk_cannot_be_written()
    {
        using (var life = new Life(Folder))
        {
            _ = await life.RefreshAsync(1);
        }

        _ = Directory.CreateDirectory(top.In("state/revisions/000007"));
        using var other = new StateFolder(Folder);
        other.Take();
        using var next = new Life(Folder);
        Assert.Equal((1, 8), (next.Served, (await next.RefreshAsync(2)).Served!.Number));
    }

    [Fact]
    public async Task A_pin_that_cannot_be_kept_is_none()
    {
        using var life = new Life(Folder);
        _ = await life.RefreshAsync(1);
        _ = await life.RefreshAsync(2);
        foreach (var obstacle in (string[])["state/pinned-revision.new", "state/revisions/000001/answers.list.new"])
        {
            _ = Directory.CreateDirectory(top.In(obstacle));
            _ = Assert.Throws<UnauthorizedAccessException>(() => life.Pin(1));
            Assert.False(File.Exists(top.In("state/pinned-revision")));
            Assert.Equal((2, null), (life.Served, life.Store.Pinned));
            Directory.Delete(top.In(obstacle));
        }

        life.Pin(1);
        Assert.Equal("1", await File.ReadAllTextAsync(top.In("state/pinned-revision")));
    }

    [Fact]
    public async Task A_second_process_serves_what_the_first_kept_and_writes_nothing()
    {
        using var first = new Life(Folder);
        _ = await first.RefreshAsync(1);
        _ = Directory.CreateDirectory(top.In("state/revisions/000002"));
        _ = await first.RefreshAsync(3);
        _ = Directory.CreateDirectory(top.In("state/revisions/000004"));
        var before = Snapshot();

        using var second = new Life(Folder);
        Assert.Empty(second.Problems);
        Assert.Equal(first.Served, second.Served);
        Assert.Contains("being used by another process", second.Library.Failure, StringComparison.Ordinal);
        Assert.Equal(RefreshOutcome.Published, (await second.RefreshAsync(9)).Outcome);
        second.Library.KeepAnswers(second.Store.Current!);
        var theirs = second.Library.Restore(second.Library.Records[^1]);
        theirs.Answers.All[0].Answer.ImproveGzip();
        second.Library.KeepAnswers(theirs);
        _ = Assert.Throws<IOException>(() => second.Pin(1));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task It_takes_over_when_the_first_ends_and_no_number_means_two_revisions()
    {
        var first = new Life(Folder, keep: 3);
        _ = await first.RefreshAsync(1);
        using var second = new Life(Folder, keep: 3);
        var mine = (await second.RefreshAsync(100)).Served!;
        Assert.Equal(2, mine.Number);
        _ = await first.RefreshAsync(2);
        _ = await first.RefreshAsync(3);
        var kept = first.Library.Records;
        first.Dispose();

        Assert.Equal(RefreshOutcome.Unchanged, (await second.RefreshAsync()).Outcome);
        Assert.Null(second.Library.Failure);
        Assert.Equal((4, mine.Record.ContentHash), (second.Served, second.Store.Current!.Record.ContentHash));
        Assert.Equal([2, 3, 4], second.Kept);
        Assert.Equal(kept.Skip(1).Select(record => record.ContentHash), second.Library.Records.Take(2).Select(record => record.ContentHash));
        _ = await second.RefreshAsync(101);
        Assert.Equal([3, 4, 5], second.Kept);
        second.Dispose();
        AssertServes(5);
    }

    [Fact]
    public async Task A_number_that_both_gave_stays_that_of_the_first()
    {
        var first = new Life(Folder);
        _ = await first.RefreshAsync(1);
        using var second = new Life(Folder);
        var mine = (await second.RefreshAsync(100)).Served!;
        var theirs = (await first.RefreshAsync(2)).Served!;
        Assert.Equal(mine.Number, theirs.Number);
        first.Dispose();

        _ = await second.RefreshAsync();

        Assert.Equal([("1", 1), (theirs.Record.ContentHash, 2), (mine.Record.ContentHash, 3)], second.Library.Records.Select(record => (record.Number == 1 ? "1" : record.ContentHash, record.Number)));
    }

    [Fact]
    public async Task It_gives_the_number_after_the_last_of_the_first()
    {
        var first = new Life(Folder);
        _ = await first.RefreshAsync(1);
        using var second = new Life(Folder);
        _ = await first.RefreshAsync(2);
        first.Dispose();
        Assert.Equal(3, second.Library.Reserve());
    }

    [Fact]
    public async Task It_takes_over_with_a_new_revision_too()
    {
        var first = new Life(Folder);
        _ = await first.RefreshAsync(1);
        using var second = new Life(Folder);
        _ = await first.RefreshAsync(2);
        first.Dispose();
        Assert.Equal(3, (await second.RefreshAsync(100)).Served!.Number);
        Assert.Equal([1, 2, 3], second.Kept);
    }

    [Fact]
    public async Task It_is_well_again_when_the_first_has_ended_even_where_it_has_nothing_to_keep()
    {
        var first = new Life(Folder);
        _ = await first.RefreshAsync(1);
        first.Pin(1);
        using var second = new Life(Folder, Life.Variant(1));
        Assert.Equal((1, 1), (second.Served, second.Store.Pinned!.Number));
        first.Dispose();
        Assert.Equal(RefreshOutcome.Unchanged, (await second.RefreshAsync()).Outcome);
        Assert.Null(second.Library.Failure);
        second.Unpin();
        Assert.False(File.Exists(top.In("state/pinned-revision")));
    }

    /// <summary>What a process that starts on a copy of the folder serves.</summary>
    private void AssertServes(int number)
    {
        using var copy = new TemporaryFolder();
        Copy(Folder, copy.Path);
        using var life = new Life(copy.Path);
        Assert.Equal(number, life.Served);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in StateFiles.All(from))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private List<string> Snapshot() =>
    [
        .. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => Directory.Exists(path) || Path.GetFileName(path) == "lock" ? path : $"{path} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}"),
    ];
}
