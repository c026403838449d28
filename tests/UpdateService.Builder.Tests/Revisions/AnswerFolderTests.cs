using UpdateService.Builder.Answers;
using UpdateService.Builder.Refreshing;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>Revisions share the parts of their answers on disk: one writes what it changed, and none takes from another what that needs.</summary>
public sealed class AnswerFolderTests : IDisposable
{
    /// <summary>It is there, and reading it fails, whoever reads.</summary>
    private const string Unreadable = "/proc/self/mem";

    private readonly TemporaryFolder state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task A_revision_writes_only_the_parts_that_it_changed()
    {
        using var life = new Life(state.Path);
        _ = await life.RefreshAsync(Life.Apart(1));
        var before = Written();
        Assert.Equal(3, before.Count);

        _ = await life.RefreshAsync(Life.Apart(2));

        var after = Written();
        Assert.Equal(3, after.Count);
        Assert.Single(after, before.Contains);
        Assert.Null(life.Library.Failure);
        StateFiles.AssertPartsAreThoseOfTheLists(state.Path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Smaller_bytes_are_written_where_there_are_some(bool isGzip)
    {
        using var life = new Life(state.Path);
        _ = await life.RefreshAsync(1);
        var before = Written();
        var answer = life.Store.Current!.Answers.Find("extra-1", "amd64");
        (isGzip ? answer.ImproveGzip : (Action<CancellationToken>)answer.ImproveBrotli)(default);

        life.Library.KeepAnswers(life.Store.Current);

        Assert.Single(Written(), before.Contains);
        Assert.Null(life.Library.Failure);
        life.Dispose();
        using var next = new Life(state.Path);
        var improved = Assert.Single(next.Store.Current!.Answers.All, entry => entry.Answer.IsGzipImproved || entry.Answer.IsBrotliImproved);
        Assert.Equal(("extra-1", isGzip), (improved.Channel, improved.Answer.IsGzipImproved));
    }

    [Fact]
    public async Task Smaller_bytes_that_come_after_the_next_revision_are_kept_only_of_a_pinned_one()
    {
        using var life = new Life(state.Path);
        _ = await life.RefreshAsync(1);
        var first = life.Store.Current!;
        _ = await life.RefreshAsync(2);
        var before = Written();

        life.Library.KeepAnswers(first);
        Assert.Equal(before, Written());
        Assert.False(File.Exists(StateFiles.Of(state, 1, StateFiles.Answers)));

        life.Pin(1);
        life.Store.Current!.Answers.All.ToList().ForEach(entry => entry.Answer.ImproveGzip(default));
        life.Library.KeepAnswers(life.Store.Current!);
        life.Dispose();
        using var next = new Life(state.Path);
        Assert.All(next.Store.Current!.Answers.All, entry => Assert.True(entry.Answer.IsGzipImproved));
    }

    [Fact]
    public async Task The_channels_of_a_minor_share_a_part()
    {
        using var life = new Life(state.Path);
        _ = await life.RefreshAsync(Life.Apart(1).With("channels/fast.yaml", "name: fast-4.9\nversions: [4.1.3]\n"));
        Assert.Equal((4, 3), (life.Store.Current!.Answers.Count, StateFiles.Parts(state.Path).Length));
    }

    [Fact]
    public async Task What_the_pinned_revision_needs_stays()
    {
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync(Life.Apart(1));
            life.Pin(1);
            _ = await life.RefreshAsync(Life.Apart(2));
            _ = await life.RefreshAsync(Life.Apart(3));
            Assert.Equal(5, StateFiles.Parts(state.Path).Length);
            StateFiles.AssertPartsAreThoseOfTheLists(state.Path);
        }

        File.Delete(StateFiles.Of(state, 1, StateFiles.Inputs));
        using var next = new Life(state.Path);
        Assert.Equal((1, 0), (next.Served, next.Problems.Count));
    }

    [Fact]
    public async Task What_a_crash_left_is_cleared_away_by_the_next_start()
    {
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync(1);
        }

        var parts = StateFiles.Parts(state.Path);
        File.Copy(parts[0], state.In($"answers/{new string('a', 64)}.pack"));
        await File.WriteAllTextAsync(state.In($"answers/{new string('b', 64)}.pack.new"), "half");
        await File.WriteAllTextAsync($"{parts[0]}.new", "half");
        string[] others = [state.In("answers/.hidden"), state.In("answers/feed"), state.In("answers/notes"), state.In($"answers/{new string('z', 64)}")];
        Array.ForEach(others, path => File.WriteAllText(path, "of somebody"));
        using var next = new Life(state.Path);
        Assert.Equal(1, next.Served);
        Assert.Equal([.. parts.Concat(others).Order(StringComparer.Ordinal)], StateFiles.Parts(state.Path));
    }

    [Theory]
    [InlineData("deleted", 0)]
    [InlineData("truncated", 0)]
    [InlineData("flipped", 0)]
    [InlineData("flipped", 1)]
    [InlineData("unreadable", 0)]
    public async Task A_part_that_is_damaged_is_made_of_the_inputs_and_kept_whole_again(string damage, int part)
    {
        SortedDictionary<string, string> bytes;
        using (var life = new Life(state.Path))
        {
            bytes = Laws.Scenario.Bytes((await life.RefreshAsync(1)).Served!.Answers);
        }

        var parts = StateFiles.Parts(state.Path);
        Damage(damage, parts[part]);
        using (var life = new Life(state.Path, Life.Variant(1)))
        {
            Assert.Equal((1, 0), (life.Served, life.Problems.Count));
            Assert.Equal(bytes, Laws.Scenario.Bytes(life.Store.Current!.Answers));
            Assert.Equal(RefreshOutcome.Unchanged, (await life.RefreshAsync()).Outcome);
            life.Library.KeepAnswers(life.Store.Current);
        }

        Assert.Equal(parts, StateFiles.Parts(state.Path));
        AssertIsReadWithoutInputs();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("../revisions/000001/inputs")]
    [InlineData("4.1")]
    public async Task A_list_that_names_no_parts_is_none(string line)
    {
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync(1);
        }

        await File.AppendAllTextAsync(StateFiles.Of(state, 1, StateFiles.Answers), $"\n{line}\n");
        using var next = new Life(state.Path);
        Assert.Equal((1, 0), (next.Served, next.Problems.Count));
        next.Library.KeepAnswers(next.Store.Current!);
        Assert.Null(next.Library.Failure);
        next.Dispose();
        AssertIsReadWithoutInputs();
    }

    [Fact]
    public async Task Where_a_part_cannot_be_written_those_that_were_leave_no_room_taken()
    {
        using var life = new Life(state.Path);
        _ = await life.RefreshAsync(Life.Apart(1));
        using var elsewhere = new TemporaryFolder();
        using var other = new Life(elsewhere.Path);
        _ = await other.RefreshAsync(Life.Apart(2));
        var last = AnswerPart.Of(other.Store.Current!.Answers).Last().Name;
        var obstacle = Directory.CreateDirectory(state.In($"answers/{last}.pack.new"));

        _ = await life.RefreshAsync(Life.Apart(2));

        Assert.NotNull(life.Library.Failure);
        StateFiles.AssertPartsAreThoseOfTheLists(state.Path);
        obstacle.Delete();
        _ = await life.RefreshAsync();
        Assert.Null(life.Library.Failure);
        Assert.Equal([1, 2], life.Kept);
        StateFiles.AssertPartsAreThoseOfTheLists(state.Path);
    }

    [Fact]
    public async Task Where_a_list_cannot_be_read_no_part_is_dropped_and_revisions_are_kept()
    {
        using var life = new Life(state.Path);
        _ = await life.RefreshAsync(1);
        life.Pin(1);
        _ = await life.RefreshAsync(2);
        var list = StateFiles.Of(state, 1, StateFiles.Answers);
        var parts = StateFiles.Parts(state.Path);
        File.Delete(list);
        _ = File.CreateSymbolicLink(list, Unreadable);

        _ = await life.RefreshAsync(3);

        Assert.Null(life.Library.Failure);
        Assert.Equal([1, 2, 3], life.Kept);
        Assert.Subset(StateFiles.Parts(state.Path).ToHashSet(), parts.ToHashSet());
    }

    [Fact]
    public async Task Answers_that_an_earlier_version_kept_in_one_file_are_read_and_kept_in_parts_from_then_on()
    {
        using (var life = new Life(state.Path))
        {
            var revision = (await life.RefreshAsync(1)).Served!;
            Assert.All(revision.Answers.All, entry => entry.Answer.ImproveGzip());
            using var pack = File.Create(StateFiles.Of(state, 1, "answers.pack"));
            AnswerPack.Write(revision.Answers.All, pack);
        }

        File.Delete(StateFiles.Of(state, 1, StateFiles.Answers));
        Directory.Delete(state.In("answers"), recursive: true);
        using var next = new Life(state.Path, Life.Variant(1));
        Assert.All(next.Store.Current!.Answers.All, entry => Assert.True(entry.Answer.IsGzipImproved));
        next.Library.KeepAnswers(next.Store.Current);
        Assert.Equal(["000001: answers.list inputs.tar.gz revision.json"], StateFiles.List(state));
        StateFiles.AssertPartsAreThoseOfTheLists(state.Path);

        await File.WriteAllTextAsync(StateFiles.Of(state, 1, "answers.pack"), "of a downgrade");
        _ = await next.RefreshAsync(2);
        Assert.Equal(["000001: inputs.tar.gz revision.json", "000002: answers.list inputs.tar.gz revision.json"], StateFiles.List(state));
    }

    [Fact]
    public async Task What_an_earlier_version_kept_in_one_file_goes_with_the_next_revision()
    {
        using var life = new Life(state.Path);
        _ = await life.RefreshAsync(1);
        File.Move(StateFiles.Of(state, 1, StateFiles.Answers), StateFiles.Of(state, 1, "answers.pack"));
        _ = await life.RefreshAsync(2);
        Assert.Equal(["000001: inputs.tar.gz revision.json", "000002: answers.list inputs.tar.gz revision.json"], StateFiles.List(state));
    }

    private static void Damage(string damage, string part)
    {
        switch (damage)
        {
            case "deleted":
                File.Delete(part);
                break;
            case "truncated":
                StateFiles.Truncate(part);
                break;
            case "flipped":
                StateFiles.Flip(part, 60);
                break;
            default:
                File.Delete(part);
                _ = File.CreateSymbolicLink(part, Unreadable);
                break;
        }
    }

    /// <summary>Then nothing but the kept answers can be served.</summary>
    private void AssertIsReadWithoutInputs()
    {
        File.Delete(StateFiles.Of(state, 1, StateFiles.Inputs));
        using var life = new Life(state.Path);
        Assert.Equal((1, 0), (life.Served, life.Problems.Count));
    }

    /// <summary>Each part with the moment at which it was written.</summary>
    private HashSet<(string, DateTime)> Written() => [.. StateFiles.Parts(state.Path).Select(path => (path, File.GetLastWriteTimeUtc(path)))];
}
