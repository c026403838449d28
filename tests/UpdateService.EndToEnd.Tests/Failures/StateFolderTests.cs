namespace UpdateService.EndToEnd.Tests.Failures;

/// <summary>Two processes on one state folder, and a process that is killed on it.</summary>
public sealed class StateFolderTests
{
    private const string Graph = "/api/upgrades_info/v1/graph?channel=stable-4.18";

    [Fact]
    public async Task A_second_process_on_a_state_folder_ends_with_2_and_one_sentence_and_the_first_goes_on()
    {
        using var data = GraphDataDirectory.Sample();
        var state = data.Beside("state");
        using var first = await ServerProcess.StartReadyAsync(data, "--state", state);
        var before = await Wire.AskAsync(first.Protocol, "GET", Graph);

        using var second = ServerProcess.Start("--listen", "http://127.0.0.1:0", "--status-listen", "http://127.0.0.1:0", "--graph-data", data.Path, "--state", state);
        Assert.Equal(2, await second.EndAsync());
        Assert.Equal([$"The folder '{state}' of --state is in use by another process: end that one first, or give this one a folder of its own."], second.Errors);
        Assert.Empty(second.Output);

        var after = await Wire.AskAsync(first.Protocol, "GET", Graph);
        Assert.Equal((200, before.Text), (after.Status, after.Text));
        Assert.Equal("ready: revision 1\n", (await Wire.AskAsync(first.Status, "GET", "/readyz")).Text);
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task The_folder_of_a_process_that_ended_is_free_at_once(string signal)
    {
        using var data = GraphDataDirectory.Sample();
        string[] switches = ["--state", data.Beside("state")];
        using (var first = await ServerProcess.StartReadyAsync(data, switches))
        {
            await Eventually.HoldsAsync(() => File.Exists(data.Beside("state/revisions/000001/revision.json")), "the first revision is kept");
            await first.SignalAsync(signal);
            _ = await first.EndAsync();
        }

        Assert.True(File.Exists(data.Beside("state/lock"))); // A file alone is no lock.
        using var next = await ServerProcess.StartReadyAsync(data, switches);
        Assert.Equal("ready: revision 1\n", (await Wire.AskAsync(next.Status, "GET", "/readyz")).Text);
    }

    [Fact]
    public async Task Asking_whether_the_service_is_ready_needs_no_folder_of_its_own()
    {
        using var data = GraphDataDirectory.Sample();
        var status = FreePorts.Next();
        string[] switches = ["--listen", "http://127.0.0.1:0", "--status-listen", $"http://127.0.0.1:{status}", "--graph-data", data.Path, "--state", data.Beside("state")];
        using var server = await ServerProcess.StartReadyAsync(switches);
        using var check = ServerProcess.Start(["--check", .. switches]);
        Assert.Equal(0, await check.EndAsync());
    }
}
