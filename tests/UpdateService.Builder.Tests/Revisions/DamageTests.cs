using System.Text;
using UpdateService.Builder.Refreshing;
using UpdateService.Builder.Sources;
using UpdateService.Builder.Tests.Refreshing;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>Whatever is damaged on disk, the service starts, serves what can be proven right, and goes on.</summary>
public sealed class DamageTests : IDisposable
{
    private static readonly Dictionary<string, Action<string>> Damages = new(StringComparer.Ordinal)
    {
        ["deleted"] = File.Delete,
        ["emptied"] = path => File.WriteAllBytes(path, []),
        ["truncated"] = StateFiles.Truncate,
        ["flipped in the middle"] = path => StateFiles.Flip(path, (int)new FileInfo(path).Length / 2),
        ["flipped at the end"] = path => StateFiles.Flip(path, -2),
        ["something else"] = path => File.WriteAllText(path, "null"),
    };

    private readonly TemporaryFolder state = new();

    public static TheoryData<string> Names { get; } = [.. Damages.Keys];

    public void Dispose() => state.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Answers_that_are_damaged_are_made_of_the_inputs(string damage)
    {
        var bytes = await KeepTwoAsync();
        Damages[damage](StateFiles.Of(state, 2, StateFiles.Answers));
        using var life = new Life(state.Path, Life.Variant(2));
        Assert.Empty(life.Problems);
        Assert.Equal(2, life.Served);
        Assert.Equal(bytes, Laws.Scenario.Bytes(life.Store.Current!.Answers));
        await AssertGoesOnAsync(life);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Inputs_that_are_damaged_leave_the_answers_served_and_the_next_inputs_are_published(string damage)
    {
        var bytes = await KeepTwoAsync();
        Damages[damage](StateFiles.Of(state, 2, StateFiles.Inputs));
        using var life = new Life(state.Path, Life.Variant(2));
        Assert.Equal(2, life.Served);
        Assert.Equal(bytes, Laws.Scenario.Bytes(life.Store.Current!.Answers));
        Assert.NotNull(life.Store.Current.Damage);
        Assert.Null(life.Store.Current.PayloadOf(new ReleaseKey("4.1.0", Architecture.Default)));
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync(3)).Outcome);
        Assert.Equal((3, null), (life.Served, life.Store.Current.Damage));
    }

    [Fact]
    public async Task Inputs_that_are_damaged_are_whole_again_when_the_sources_give_them()
    {
        _ = await KeepTwoAsync();
        File.Delete(StateFiles.Of(state, 2, StateFiles.Inputs));
        using var life = new Life(state.Path, Life.Variant(2));
        Assert.Equal(RefreshOutcome.Unchanged, (await life.RefreshAsync()).Outcome);
        Assert.Equal((2, null), (life.Served, life.Store.Current!.Damage));
        Assert.NotEmpty(life.Store.Current.Archive.Bytes);
    }

    [Fact]
    public async Task Where_the_inputs_are_those_of_the_damaged_revision_nothing_is_lost_whatever_errors_they_have()
    {
        _ = await KeepTwoAsync();
        File.Delete(StateFiles.Of(state, 2, StateFiles.Inputs));
        using var life = new Life(state.Path, Life.Variant(2));
        life.Releases.Reading = life.Releases.Reading with { Problems = [new Problem(ProblemRule.UnreadableSource, ProblemSeverity.Error, new Place("host/repository", 0), "The last known releases stay.")] };
        var result = await life.RefreshAsync();
        Assert.Equal((RefreshOutcome.Unchanged, true, 2), (result.Outcome, result.IsHealthy, life.Served));
        Assert.Null(life.Store.Current!.Damage);
    }

    [Fact]
    public async Task What_errors_cost_a_revision_whose_inputs_are_damaged_is_told_by_its_answers()
    {
        _ = await KeepTwoAsync();
        File.Delete(StateFiles.Of(state, 2, StateFiles.Inputs));
        using var life = new Life(state.Path, Life.Variant(2));
        life.Releases.Reading = new ReleaseReading([.. Service.Chain[1..]], []) { IsComplete = false };
        var result = await life.RefreshAsync(3);
        Assert.Equal((RefreshOutcome.HeldBack, 2), (result.Outcome, life.Served));
        Assert.Contains("would lose ", life.HeldBack!.Reason.Message, StringComparison.Ordinal);
        Assert.StartsWith("The kept inputs of revision 2 are damaged, so the loss guard compares with its answers: ", Assert.Single(life.GuardTroubles), StringComparison.Ordinal);
        Assert.Equal(3, (await life.PublishAsync(life.HeldBack.Candidate))!.Served!.Number);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_revision_without_inputs_and_answers_is_left_out_and_the_one_before_is_served(string damage)
    {
        _ = await KeepTwoAsync();
        Damages[damage](StateFiles.Of(state, 2, StateFiles.Inputs));
        Damages[damage](StateFiles.Of(state, 2, StateFiles.Answers));
        using var life = new Life(state.Path, Life.Variant(2));
        Assert.Equal(1, life.Served);
        Assert.StartsWith("Revision 2 cannot be restored: ", Assert.Single(life.Problems), StringComparison.Ordinal);
        Assert.Equal((RefreshOutcome.Published, 3), ((await life.RefreshAsync()).Outcome, life.Served));
    }

    [Theory]
    [InlineData("\"problems\": [", "\"problems\": [null")]
    [InlineData("\"quarantine\": [", "\"quarantine\": [null")]
    [InlineData("\"channels\": [", "\"channels\": [null,")]
    [InlineData("\"inputs\": [", "\"inputs\": [null,")]
    public async Task A_record_with_a_hole_in_a_list_is_left_out_and_the_revision_before_is_served(string whole, string broken)
    {
        _ = await KeepTwoAsync();
        var path = StateFiles.Of(state, 2, StateFiles.Record);
        var text = await File.ReadAllTextAsync(path);
        Assert.Contains(whole, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(whole, broken, StringComparison.Ordinal));
        using var life = new Life(state.Path, Life.Variant(2));

        Assert.EndsWith("Something is missing in its lists.", Assert.Single(life.Problems), StringComparison.Ordinal);
        Assert.Equal(1, life.Served);
        Assert.Equal(RefreshOutcome.Published, (await life.RefreshAsync()).Outcome);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("emptied")]
    [InlineData("truncated")]
    [InlineData("flipped at the end")]
    [InlineData("something else")]
    public async Task A_record_that_is_damaged_is_left_out_and_the_revision_before_is_served(string damage)
    {
        _ = await KeepTwoAsync();
        var record = StateFiles.Of(state, 2, StateFiles.Record);
        Damages[damage](record);
        using var life = new Life(state.Path, Life.Variant(2));
        Assert.Equal((1, "1"), (life.Served, life.KeptText));
        if (File.Exists(record))
        {
            Assert.StartsWith($"Revision 2 in {state.In("revisions")} cannot be read and is left out: ", Assert.Single(life.Problems), StringComparison.Ordinal);
        }

        Assert.Equal((RefreshOutcome.Published, 3), ((await life.RefreshAsync()).Outcome, life.Served));
    }

    [Fact]
    public async Task A_record_of_other_answers_than_those_that_are_kept_or_can_be_made_is_left_out()
    {
        _ = await KeepTwoAsync();
        _ = await EditRecordAsync(text => text.Replace("\"contentHash\": \"", "\"contentHash\": \"0", StringComparison.Ordinal));
        using var life = new Life(state.Path);
        Assert.Equal(1, life.Served);
        Assert.Equal("Revision 2 cannot be restored: Built again, revision 2 has other answers than it had: another version of the service kept it.", Assert.Single(life.Problems));
    }

    [Fact]
    public async Task A_record_under_another_number_is_left_out()
    {
        _ = await KeepTwoAsync();
        File.Copy(StateFiles.Of(state, 1, StateFiles.Record), StateFiles.Of(state, 2, StateFiles.Record), overwrite: true);
        using var life = new Life(state.Path);
        Assert.Equal(1, life.Served);
        Assert.EndsWith("It is the record of another revision.", Assert.Single(life.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_of_a_newer_version_with_fields_that_this_one_does_not_know_is_read()
    {
        _ = await KeepTwoAsync();
        await EditRecordAsync(text => text.Replace("\"number\": 2,", "\"number\": 2, \"novel\": { \"deep\": [1, null] },", StringComparison.Ordinal));
        using var life = new Life(state.Path, Life.Variant(2));
        Assert.Empty(life.Problems);
        Assert.Equal(2, life.Served);
        await AssertGoesOnAsync(life);
    }

    [Theory]
    [InlineData("\"problems\": []", "\"problems\": [ { \"rule\": \"NovelRule\", \"severity\": \"Warning\", \"place\": { \"file\": \"a\", \"line\": 1 }, \"message\": \"m\" } ]")]
    [InlineData("\"lenient\": false", "\"novel\": false")]
    [InlineData("\"channels\": [", "\"channels\": null, \"x\": [")]
    public async Task A_record_with_values_that_this_version_does_not_know_is_left_out_and_stays_for_the_newer_one(string known, string novel)
    {
        _ = await KeepTwoAsync();
        var before = await EditRecordAsync(text => text.Replace(known, novel, StringComparison.Ordinal));
        using (var life = new Life(state.Path, Life.Variant(2), keep: 2))
        {
            Assert.Equal(1, life.Served);
            Assert.StartsWith($"Revision 2 in {state.In("revisions")} cannot be read and is left out: ", Assert.Single(life.Problems), StringComparison.Ordinal);
            _ = await life.RefreshAsync();
            _ = await life.RefreshAsync(4);
            Assert.Equal([3, 4], life.Kept);
        }

        Assert.Equal(before, await File.ReadAllTextAsync(StateFiles.Of(state, 2, StateFiles.Record)));
        Assert.True(File.Exists(StateFiles.Of(state, 2, StateFiles.Answers)));
    }

    [Fact]
    public async Task Other_files_and_folders_are_let_alone()
    {
        _ = await KeepTwoAsync();
        foreach (var name in (string[])["notes", "-3", "0", "7x", "lost+found"])
        {
            _ = Directory.CreateDirectory(state.In($"revisions/{name}"));
        }

        await File.WriteAllTextAsync(state.In("revisions/000009"), "a file");
        using var life = new Life(state.Path, Life.Variant(2), keep: 1);
        Assert.Empty(life.Problems);
        _ = await life.RefreshAsync(3);
        Assert.Equal([3], life.Kept);
        Assert.Equal(["-3", "0", "000003", "7x", "lost+found", "notes"], Directory.EnumerateDirectories(state.In("revisions")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <returns>The answers of the second.</returns>
    private async Task<SortedDictionary<string, string>> KeepTwoAsync()
    {
        using var life = new Life(state.Path);
        _ = await life.RefreshAsync(1);
        return Laws.Scenario.Bytes((await life.RefreshAsync(2)).Served!.Answers);
    }

    private async Task<string> EditRecordAsync(Func<string, string> edit)
    {
        var path = StateFiles.Of(state, 2, StateFiles.Record);
        var before = await File.ReadAllTextAsync(path);
        var after = edit(before);
        Assert.NotEqual(before, after);
        await File.WriteAllTextAsync(path, after, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return after;
    }

    private static async Task AssertGoesOnAsync(Life life)
    {
        Assert.Equal((RefreshOutcome.Unchanged, 2), ((await life.RefreshAsync()).Outcome, life.Served));
        Assert.Equal((RefreshOutcome.Published, 3), ((await life.RefreshAsync(3)).Outcome, life.Served));
        Assert.Null(life.Library.Failure);
        Assert.Equal([1, 2, 3], life.Kept);
    }
}
