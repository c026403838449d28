using UpdateService.Builder.Refreshing;
using UpdateService.Builder.State;
using UpdateService.Builder.Tests.Guarding;

namespace UpdateService.Builder.Tests.Revisions;

/// <summary>Who may use a state folder.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class StateFolderTests : IDisposable
{
    private readonly TemporaryFolder state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public void A_lock_file_that_is_deleted_lets_no_second_process_in()
    {
        using var first = new StateFolder(state.Path);
        first.Take();
        File.Delete(state.In("lock"));

        using var second = new StateFolder(state.Path);
        Assert.True(second.IsTakenByAnother());
        Assert.False(first.IsTakenByAnother());
        first.Dispose();
        Assert.False(second.IsTakenByAnother());
    }

    [Fact]
    public void A_process_of_an_earlier_version_that_knows_the_file_only_is_respected()
    {
        using var other = new FileStream(state.In("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        using var folder = new StateFolder(state.Path);
        Assert.True(folder.IsTakenByAnother());
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_folder_of_an_earlier_version_is_served_compared_with_and_closed_to_others()
    {
        using (var life = new Life(state.Path, SetS.Data))
        {
            life.Releases.Reading = SetS.Releases;
            _ = await life.RefreshAsync();
        }

        // It had no such folder, and files that everybody could read.
        Directory.Delete(state.In("guard"), recursive: true);
        File.SetUnixFileMode(state.Path, (UnixFileMode)0b111_101_101);
        using var next = new Life(state.Path, SetS.Open);
        next.Releases.Reading = SetS.Releases;
        Assert.Equal((1, 0, 0), (next.Served, next.Problems.Count, next.GuardTroubles.Count()));
        Assert.Equal((UnixFileMode)0b111_101_000, File.GetUnixFileMode(state.Path));
        Assert.Equal(RefreshOutcome.HeldBack, (await next.RefreshAsync()).Outcome);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task What_is_kept_is_for_owner_and_group_only()
    {
        const UnixFileMode others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(state.Path, File.GetUnixFileMode(state.Path) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        using var life = new Life(state.Path);
        _ = await life.RefreshAsync(1);
        life.Pin(1);
        string[] all = [state.Path, .. Directory.EnumerateFileSystemEntries(state.Path, "*", SearchOption.AllDirectories)];
        Assert.True(all.Length > 9);
        Assert.All(all, path => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others));
    }
}
