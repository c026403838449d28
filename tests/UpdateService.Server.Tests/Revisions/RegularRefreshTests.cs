namespace UpdateService.Server.Tests.Revisions;

/// <summary>What the watch cannot tell is read with the regular refresh.</summary>
public sealed class RegularRefreshTests
{
    private const string Graph = "/graph?channel=stable-4.18";

    [Fact]
    public async Task What_no_watch_can_see_is_read_with_the_regular_refresh_however_often_other_files_change()
    {
        const string risk = "blocked-edges/4.18.3-SampleRisk.yaml";
        using var data = GraphDataDirectory.Sample();
        using var elsewhere = new TemporaryFolder();
        var (path, otherName) = (Path.Combine(data.Path, risk), elsewhere.In("risk.yaml"));
        await LinkAsync(path, otherName);
        await using var service = await RunningService.StartReadyAsync(data, ["--refresh", "2s"]);

        // Written by its other name, with the size and time it had: neither a watch nor a listing of the folder tells of it.
        var modified = File.GetLastWriteTimeUtc(path);
        await File.WriteAllTextAsync(otherName, (await File.ReadAllTextAsync(path)).Replace("4.18.3", "4.18.2", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(otherName, modified);

        using var stopping = new CancellationTokenSource();
        var edits = EditAsync(text => data.Write("blocked-edges/4.18.3-Other.yaml", GraphDataDirectory.RiskOf("4.18.3", ".*", "Other", text)), stopping.Token);
        try
        {
            await Eventually.HoldsAsync(async () => (await service.GetAsync(Graph)).Text.Contains("\"to\":\"4.18.2\"", StringComparison.Ordinal), "the edges into the other target carry the risk");
        }
        finally
        {
            await stopping.CancelAsync();
            await edits;
        }
    }

    private static async Task LinkAsync(string path, string other)
    {
        using var link = System.Diagnostics.Process.Start("ln", [path, other]);
        await link.WaitForExitAsync();
        Assert.Equal(0, link.ExitCode);
    }

    /// <summary>Changes a file so often that one change follows the other.</summary>
    private static async Task EditAsync(Action<string> write, CancellationToken stopping)
    {
        for (var edit = 0; !stopping.IsCancellationRequested; edit++)
        {
            write($"Text {edit}.");
            await Task.Delay(100, CancellationToken.None);
        }
    }
}
