using UpdateService.Server.Tests.Metrics;

namespace UpdateService.Server.Tests.Revisions;

/// <summary>What is served follows the files, and stays where they cannot be read.</summary>
public sealed class RefreshServiceTests
{
    private const string Graph = "/graph?channel=stable-4.18";

    /// <summary>Long enough that only the watch can have seen a change.</summary>
    private static readonly string[] OnlyWatched = ["--refresh", "24h"];

    [Fact]
    public async Task An_edited_file_is_served()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, OnlyWatched);
        var before = await service.GetAsync(Graph);

        data.Write("blocked-edges/4.18.3-SampleRisk.yaml", GraphDataDirectory.RiskOf("4.18.3", ".*", "SampleRisk", "Edited."));
        await service.ReachesRevisionAsync(2);

        var after = await service.GetAsync(Graph);
        Assert.Contains("\"message\":\"Edited.\"", after.Text, StringComparison.Ordinal);
        Assert.NotEqual(before["ETag"], after["ETag"]);
        Assert.Equal("ready: revision 2\n", (await service.GetStatusAsync("/readyz")).Text);
    }

    [Fact]
    public async Task Edits_after_one_another_are_each_served_and_none_undoes_another()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, OnlyWatched);
        for (var edit = 2; edit <= 4; edit++)
        {
            data.Write("blocked-edges/4.18.3-SampleRisk.yaml", GraphDataDirectory.RiskOf("4.18.3", ".*", "SampleRisk", $"Edit {edit}."));
            await service.ReachesRevisionAsync(edit);
        }

        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1"));
        await service.ReachesRevisionAsync(5);

        var answer = (await service.GetAsync(Graph)).Text;
        Assert.Contains("\"message\":\"Edit 4.\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"fast-4.18,stable-4.18\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_folder_that_is_replaced_by_one_of_the_same_sizes_and_times_is_served()
    {
        const string risk = "blocked-edges/4.18.3-SampleRisk.yaml";
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, OnlyWatched);
        using var next = GraphDataDirectory.Sample();
        var text = await File.ReadAllTextAsync(Path.Combine(data.Path, risk));
        next.Write(risk, text.Replace("4.18.3", "4.18.2", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(Path.Combine(next.Path, risk), File.GetLastWriteTimeUtc(Path.Combine(data.Path, risk)));

        Directory.Move(Path.Combine(data.Path, "blocked-edges"), data.Beside("old"));
        Directory.Move(Path.Combine(next.Path, "blocked-edges"), Path.Combine(data.Path, "blocked-edges"));

        await Eventually.HoldsAsync(async () => (await service.GetAsync(Graph)).Text.Contains("\"to\":\"4.18.2\"", StringComparison.Ordinal), "the edges into the other target carry the risk");
    }

    [Fact]
    public async Task An_added_file_and_a_removed_one_are_served()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, OnlyWatched);

        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1"));
        await service.ReachesRevisionAsync(2);
        Assert.Contains("\"fast-4.18,stable-4.18\"", (await service.GetAsync("/graph?channel=fast-4.18")).Text, StringComparison.Ordinal);

        data.Delete("channels/fast-4.18.yaml");
        await service.ReachesRevisionAsync(3);
        Assert.Contains("\"nodes\":[]", (await service.GetAsync("/graph?channel=fast-4.18")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("fast", (await service.GetAsync(Graph)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalogue_that_is_written_in_place_is_served()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, OnlyWatched);

        await File.AppendAllTextAsync(Path.Combine(data.Path, "releases/releases.jsonl"), GraphDataDirectory.ReleaseOf("4.18.2", "multi", "4.18.1"));
        await service.ReachesRevisionAsync(2);

        Assert.Contains("\"edges\":[[0,1]]", (await service.GetAsync($"{Graph}&arch=multi")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalogue_outside_the_folder_that_is_replaced_is_served()
    {
        using var data = GraphDataDirectory.Sample();
        var catalogue = data.Beside("releases.jsonl");
        await File.WriteAllTextAsync(catalogue, GraphDataDirectory.ReleaseOf("4.18.1", "amd64"));
        await using var service = await RunningService.StartReadyAsync(data, [.. OnlyWatched, "--releases", catalogue]);
        Assert.DoesNotContain("4.18.2", (await service.GetAsync(Graph)).Text, StringComparison.Ordinal);

        var next = data.Beside("next.jsonl");
        await File.WriteAllTextAsync(next, GraphDataDirectory.ReleaseOf("4.18.1", "amd64") + GraphDataDirectory.ReleaseOf("4.18.2", "amd64", "4.18.1"));
        File.Move(next, catalogue, overwrite: true);
        await service.ReachesRevisionAsync(2);

        Assert.Contains("\"edges\":[[0,1]]", (await service.GetAsync(Graph)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_swaps_the_whole_folder_is_served()
    {
        using var first = GraphDataDirectory.Sample();
        using var second = GraphDataDirectory.Sample();
        second.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1"));
        using var mount = new GraphDataDirectory();
        var link = Path.Combine(mount.Path, "..data");
        _ = Directory.CreateSymbolicLink(link, first.Path);
        foreach (var name in (string[])["version", "LICENSE", "channels", "blocked-edges", "releases", "signatures"])
        {
            _ = File.CreateSymbolicLink(Path.Combine(mount.Path, name), Path.Combine("..data", name));
        }

        await using var service = await RunningService.StartReadyAsync(mount, OnlyWatched);
        var next = Path.Combine(mount.Path, "..data_tmp");
        _ = Directory.CreateSymbolicLink(next, second.Path);
        using var move = System.Diagnostics.Process.Start("mv", ["-T", next, link]);
        await move.WaitForExitAsync();
        await service.ReachesRevisionAsync(2);

        Assert.Contains("4.18.1", (await service.GetAsync("/graph?channel=fast-4.18")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_replaced_is_served_and_watched_from_then_on()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, OnlyWatched);
        using var next = GraphDataDirectory.Sample();
        next.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1"));

        Directory.Move(data.Path, data.Beside("old"));
        Directory.Move(next.Path, data.Path);
        await service.ReachesRevisionAsync(2);
        Assert.Contains("4.18.1", (await service.GetAsync("/graph?channel=fast-4.18")).Text, StringComparison.Ordinal);

        data.Delete("channels/fast-4.18.yaml");
        await service.ReachesRevisionAsync(3);
    }

    [Theory]
    [InlineData("channels/stable-4.18.yaml", "name: stable-4.18\nversions: none\n", "channels/stable-4.18.yaml:2: ")]
    [InlineData("channels/new.yaml", "name: new\nversions:\n- 4.10\n", "channels/new.yaml:3: ")]
    [InlineData("blocked-edges/new.yaml", "to: 4.18.3\nfrom: '(['\n", "blocked-edges/new.yaml:2: ")]
    [InlineData("releases/releases.jsonl", "# one line\n{}\n", "releases/releases.jsonl:2: ")]
    [InlineData("version", "2.0.0\n", "version:1: ")]
    public async Task A_file_that_cannot_be_understood_keeps_the_old_answer_until_it_is_mended(string file, string text, string place)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, OnlyWatched);
        var path = Path.Combine(data.Path, file);
        var good = File.Exists(path) ? await File.ReadAllTextAsync(path) : null;
        var before = await service.GetAsync(Graph);
        await BecomesAsync(service, healthy: 1);

        data.Write(file, text);
        await BecomesAsync(service, healthy: 0);

        var during = await service.GetAsync(Graph);
        Assert.Equal((200, before.Text, before["ETag"]), (during.Status, during.Text, during["ETag"]));
        var ready = await service.GetStatusAsync("/readyz");
        Assert.Equal(200, ready.Status);
        Assert.StartsWith($"ready: revision 1\nThe inputs are refused for ", ready.Text, StringComparison.Ordinal);
        Assert.Contains(place, ready.Text, StringComparison.Ordinal);
        var metrics = MetricFamily.ReadAll((await service.GetStatusAsync("/metrics")).Text);
        Assert.Equal(1, metrics["update_service_refreshes_total"].Samples["update_service_refreshes_total{outcome=\"Rejected\"}"]);
        Assert.Contains(metrics["update_service_problems"].Samples, sample => sample.Key.Contains("severity=\"Rejecting\"", StringComparison.Ordinal) && sample.Value >= 1);
        await Eventually.HoldsAsync(() => service.Log.Any(line => line.StartsWith($"Error: {place}", StringComparison.Ordinal)), $"the log names {place}");
        Assert.Contains(service.Log, line => line.StartsWith("Warning: The inputs are refused for ", StringComparison.Ordinal) && line.Contains("revision 1 stays", StringComparison.Ordinal));

        Mend(data, file, good);
        await BecomesAsync(service, healthy: 1);
        Assert.Equal(before.Text, (await service.GetAsync(Graph)).Text);
    }

    [Fact]
    public async Task A_folder_that_vanishes_keeps_the_old_answer()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, OnlyWatched);
        var before = await service.GetAsync(Graph);
        await BecomesAsync(service, healthy: 1);

        Directory.Move(data.Path, data.Beside("away"));
        await BecomesAsync(service, healthy: 0);
        Assert.Equal(before.Text, (await service.GetAsync(Graph)).Text);

        Directory.Move(data.Beside("away"), data.Path);
        await BecomesAsync(service, healthy: 1);
    }

    [Fact]
    public async Task A_catalogue_that_became_empty_of_a_release_by_error_keeps_the_release()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, [.. OnlyWatched, "--lenient"]);
        var before = await service.GetAsync(Graph);
        await BecomesAsync(service, healthy: 1);

        data.Write("releases/releases.jsonl", GraphDataDirectory.ReleaseOf("4.18.1", "amd64") + "{\"version\":\"4.18.2\", broken\n");
        await BecomesAsync(service, healthy: 0);

        Assert.Equal(before.Text, (await service.GetAsync(Graph)).Text);
        var metrics = MetricFamily.ReadAll((await service.GetStatusAsync("/metrics")).Text);
        Assert.Equal(1, metrics["update_service_refreshes_total"].Samples["update_service_refreshes_total{outcome=\"HeldBack\"}"]);
    }

    [Fact]
    public async Task A_first_start_with_bad_data_serves_nothing_and_says_why()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("channels/stable-4.18.yaml", "name: stable-4.18\nversions:\n- 4.18.1\n- four\n");
        await using var service = await RunningService.StartAsync(data, OnlyWatched);
        await Eventually.HoldsAsync(() => service.Log.Any(line => line.StartsWith("Error: channels/stable-4.18.yaml:4: ", StringComparison.Ordinal)), "the log names file and line");

        var answer = await service.GetAsync(Graph);
        Assert.Equal((503, "5"), (answer.Status, answer["Retry-After"]));
        Assert.Equal(503, (await service.GetStatusAsync("/readyz")).Status);
        Assert.Equal(200, (await service.GetStatusAsync("/livez")).Status);
        Assert.Contains(service.Log, line => line.Contains("there is no revision yet, clients get 503", StringComparison.Ordinal));
        await BecomesAsync(service, healthy: 0);

        data.Write("channels/stable-4.18.yaml", GraphDataDirectory.ChannelOf("stable-4.18", "4.18.1"));
        await service.ReachesRevisionAsync(1);
        Assert.Equal(200, (await service.GetAsync(Graph)).Status);
        Assert.Equal(200, (await service.GetStatusAsync("/readyz")).Status);
    }

    [Fact]
    public async Task A_folder_that_comes_later_is_served_and_watched()
    {
        using var data = GraphDataDirectory.Sample();
        Directory.Move(data.Path, data.Beside("later"));
        await using var service = await RunningService.StartAsync(data, OnlyWatched);
        await BecomesAsync(service, healthy: 0);

        Directory.Move(data.Beside("later"), data.Path);
        await service.ReachesRevisionAsync(1);

        data.Write("channels/fast-4.18.yaml", GraphDataDirectory.ChannelOf("fast-4.18", "4.18.1"));
        await service.ReachesRevisionAsync(2);
    }

    [Fact]
    public async Task Files_that_do_not_change_what_is_served_make_no_new_bytes()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, OnlyWatched);
        var before = await service.GetAsync(Graph);

        data.Write("LICENSE", "Another text.\n");
        await service.ReachesRevisionAsync(2);

        Assert.Equal(before["ETag"], (await service.GetAsync(Graph))["ETag"]);
    }

    private static void Mend(GraphDataDirectory data, string file, string? good)
    {
        if (good is null)
        {
            data.Delete(file);
        }
        else
        {
            data.Write(file, good);
        }
    }

    private static Task BecomesAsync(RunningService service, int healthy) => Eventually.HoldsAsync(
        async () =>
        {
            var metrics = MetricFamily.ReadAll((await service.GetStatusAsync("/metrics")).Text);
            return metrics["update_service_refreshes_total"].Samples.Count > 0
                && metrics["update_service_inputs_healthy"].Samples["update_service_inputs_healthy"] == healthy;
        },
        $"update_service_inputs_healthy is {healthy}");
}
