using UpdateService.Builder.Refreshing;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>
/// A crash at any moment leaves a readable store. Files are written aside and renamed, in the order inputs, answers, record; so
/// each moment is one of these folders.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private readonly TemporaryFolder state = new();

    /// <summary>What stands in the folder of revision 2 when the process ends while it is kept.</summary>
    public static TheoryData<string[]> Moments { get; } =
    [
        [],
        ["inputs.tar.gz.new"],
        ["inputs.tar.gz"],
        ["inputs.tar.gz", "answers.list.new"],
        ["inputs.tar.gz", "answers.list"],
        ["inputs.tar.gz", "answers.list", "revision.json.new"],
    ];

    public void Dispose() => state.Dispose();

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_revision_that_was_not_whole_is_none_and_its_number_is_not_given_again(string[] files)
    {
        ArgumentNullException.ThrowIfNull(files);
        await CrashAsync(files);
        using var life = new Life(state.Path, Life.Variant(2));
        Assert.Empty(life.Problems);
        Assert.Equal((1, "1"), (life.Served, life.KeptText));
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync()).Outcome);
        Assert.Equal((3, "1 3"), (life.Served, life.KeptText));
        Assert.Null(life.Library.Failure);
    }

    [Fact]
    public async Task Its_number_is_not_given_again_by_a_later_process_either()
    {
        await CrashAsync([]);
        using (var life = new Life(state.Path, Life.Variant(2)))
        {
            Assert.Equal(1, life.Served);
        }

        using var next = new Life(state.Path, Life.Variant(2));
        Assert.Equal(3, (await next.RefreshAsync()).Served!.Number);
    }

    [Fact]
    public async Task A_number_that_was_given_is_not_given_again_where_nothing_was_written_under_it()
    {
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync(1);
            Assert.Equal(2, life.Library.Reserve());
        }

        using var next = new Life(state.Path, Life.Variant(2));
        Assert.Equal(3, (await next.RefreshAsync()).Served!.Number);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task What_it_left_is_cleared_away_once_a_later_number_is_given(string[] files)
    {
        ArgumentNullException.ThrowIfNull(files);
        await CrashAsync(files);
        using (var life = new Life(state.Path, Life.Variant(3)))
        {
            _ = await life.RefreshAsync();
        }

        using var next = new Life(state.Path, Life.Variant(3));
        Assert.Equal(["000001: inputs.tar.gz revision.json", "000003: answers.list inputs.tar.gz revision.json"], StateFiles.List(state));
    }

    [Fact]
    public async Task A_first_revision_that_was_not_whole_is_followed_by_the_second()
    {
        await CrashAsync(["inputs.tar.gz"]);
        Directory.Delete(state.In("revisions/000001"), recursive: true);
        Directory.Delete(state.In("guard"), recursive: true); // It is written after the first revision.
        using var life = new Life(state.Path);
        Assert.Equal((null, 0), (life.Store.Current, life.Problems.Count));
        Assert.Equal(3, (await life.RefreshAsync()).Served!.Number);
    }

    [Theory]
    [InlineData("answers.list", "inputs.tar.gz")]
    [InlineData("inputs.tar.gz", "answers.list")]
    [InlineData("answers.list")]
    [InlineData]
    public async Task A_revision_that_was_being_dropped_is_none_and_is_cleared_away(params string[] left)
    {
        ArgumentNullException.ThrowIfNull(left);
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync(1);
            _ = await life.RefreshAsync(2);
        }

        // Its record goes first.
        File.Delete(StateFiles.Of(state, 1, StateFiles.Record));
        foreach (var file in (string[])[StateFiles.Inputs, StateFiles.Answers])
        {
            await File.WriteAllTextAsync(StateFiles.Of(state, 1, file), "half");
            File.Delete(left.Contains(file) ? state.In("nothing") : StateFiles.Of(state, 1, file));
        }

        using var next = new Life(state.Path);
        Assert.Empty(next.Problems);
        Assert.Equal((2, "2"), (next.Served, next.KeptText));
        Assert.Equal(["000002: answers.list inputs.tar.gz revision.json"], StateFiles.List(state));
    }

    [Fact]
    public async Task A_crash_before_the_older_answers_were_dropped_leaves_both()
    {
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync(1);
            SetAnswersAside();
            _ = await life.RefreshAsync(2);
        }

        PutAnswersBack();
        using var next = new Life(state.Path);
        Assert.Equal(2, next.Served);
        _ = await next.RefreshAsync(3);
        Assert.Equal(
            ["000001: inputs.tar.gz revision.json", "000002: inputs.tar.gz revision.json", "000003: answers.list inputs.tar.gz revision.json"],
            StateFiles.List(state));
    }

    [Fact]
    public async Task A_pin_that_was_being_written_is_none()
    {
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync(1);
            _ = await life.RefreshAsync(2);
        }

        await File.WriteAllTextAsync(state.In("pinned-revision.new"), "1");
        using var next = new Life(state.Path);
        Assert.Equal((2, null, 0), (next.Served, next.Store.Pinned, next.Problems.Count));
    }

    /// <summary>Keeps revision 1, and of revision 2 only these files; those whose name ends in <c>.new</c> by half.</summary>
    private async Task CrashAsync(string[] files)
    {
        using (var life = new Life(state.Path))
        {
            _ = await life.RefreshAsync(1);
            SetAnswersAside();
            _ = await life.RefreshAsync(2);
        }

        PutAnswersBack();
        foreach (var file in (string[])[StateFiles.Inputs, StateFiles.Answers, StateFiles.Record])
        {
            var path = StateFiles.Of(state, 2, file);
            if (files.Contains($"{file}.new"))
            {
                StateFiles.Truncate(path);
                File.Move(path, $"{path}.new");
            }
            else if (!files.Contains(file))
            {
                File.Delete(path);
            }
        }
    }

    private void SetAnswersAside()
    {
        File.Copy(StateFiles.Of(state, 1, StateFiles.Answers), state.In("list-of-1"));
        _ = Directory.CreateDirectory(state.In("parts-of-1"));
        foreach (var part in StateFiles.Parts(state.Path))
        {
            File.Copy(part, Path.Combine(state.In("parts-of-1"), Path.GetFileName(part)));
        }
    }

    private void PutAnswersBack()
    {
        File.Move(state.In("list-of-1"), StateFiles.Of(state, 1, StateFiles.Answers));
        foreach (var part in Directory.EnumerateFiles(state.In("parts-of-1")))
        {
            File.Move(part, Path.Combine(state.In("answers"), Path.GetFileName(part)), overwrite: true);
        }
    }
}
