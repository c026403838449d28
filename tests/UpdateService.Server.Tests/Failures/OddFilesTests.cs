using System.Diagnostics;

namespace UpdateService.Server.Tests.Failures;

/// <summary>Pipes, links and leftovers in a folder of graph-data: none stops the refreshes, and none shows what lies outside the folder.</summary>
public sealed class OddFilesTests
{
    private const string Graph = "/graph?channel=stable-4.18";

    [Fact]
    public async Task A_pipe_with_the_name_of_a_document_does_not_keep_a_block_from_being_served()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");
        await MakePipeAsync(Path.Combine(data.Path, "blocked-edges/README"));

        data.Write("blocked-edges/4.18.3-all.yaml", "to: 4.18.3\nfrom: .*\n");
        await service.ReachesRevisionAsync(2);

        Assert.Contains("blocked-edges/README: UnreadableFile: It is a pipe", (await service.GetStatusAsync("/status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_with_the_name_of_a_block_is_named_and_what_was_served_stays()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");
        var before = (await service.GetAsync(Graph)).Text;
        var pipe = Path.Combine(data.Path, "blocked-edges/4.18.3-all.yaml");
        await MakePipeAsync(pipe);
        await SaysAsync(service, "blocked-edges/4.18.3-all.yaml: UnreadableFile: It is a pipe, and only regular files are read.");
        Assert.Equal(before, (await service.GetAsync(Graph)).Text);

        File.Delete(pipe);
        data.Write("blocked-edges/4.18.3-all.yaml", "to: 4.18.3\nfrom: .*\n");
        await service.ReachesRevisionAsync(2);
        await Eventually.HoldsAsync(async () => (await service.GetStatusAsync("/readyz")).Text == "ready: revision 2\n", "all is well again");
    }

    [Fact]
    public async Task A_licence_that_is_a_link_out_of_the_folder_is_not_served()
    {
        using var data = GraphDataDirectory.Sample();
        await File.WriteAllTextAsync(data.Beside("token"), "s3cret");
        File.Delete(Path.Combine(data.Path, "LICENSE"));
        _ = File.CreateSymbolicLink(Path.Combine(data.Path, "LICENSE"), data.Beside("token"));
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");

        var archive = (await service.GetAsync("/graph-data")).Body;
        using var unpacked = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(new MemoryStream(archive), System.IO.Compression.CompressionMode.Decompress))
        {
            await gzip.CopyToAsync(unpacked);
        }

        Assert.DoesNotContain("s3cret", System.Text.Encoding.Latin1.GetString(unpacked.ToArray()), StringComparison.Ordinal);
        Assert.Contains("It is a link that leads out of the folder", (await service.GetStatusAsync("/status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leftovers_are_counted()
    {
        using var data = GraphDataDirectory.Sample();
        data.Write("blocked-edges/README.md", "# Blocks\n");
        data.Write("channels/.gitkeep", "");
        await using var service = await RunningService.StartReadyAsync(data, "--refresh", "24h");
        await Eventually.HoldsAsync(
            async () => (await service.GetStatusAsync("/metrics")).Text.Contains("update_service_ignored_files 2", StringComparison.Ordinal), "two files are counted");
    }

    private static Task SaysAsync(RunningService service, string text) =>
        Eventually.HoldsAsync(async () => (await service.GetStatusAsync("/readyz")).Text.Contains(text, StringComparison.Ordinal), $"/readyz says: {text}");

    private static async Task MakePipeAsync(string path)
    {
        using var mkfifo = Process.Start("mkfifo", [path]);
        await mkfifo.WaitForExitAsync();
    }
}
