using System.Globalization;
using UpdateService.Testing.Registries;

namespace UpdateService.EndToEnd.Tests.Failures;

/// <summary>
/// The disk of the state folder takes nothing any more, and later does again. It is full in that the system lets the process
/// write no file (RLIMIT_FSIZE), which needs no right; and read-only in that nobody may write there, for a process that is not
/// the superuser.
/// </summary>
public sealed class DiskTests
{
    private const string Repository = "openshift/release-images";
    private const string Graph = "/api/upgrades_info/v1/graph?channel=stable-4.18";

    /// <summary>A file over the limit is then an error of the write, as on a full disk, and no signal.</summary>
    private static readonly string[] Unsignalled = ["env", "--ignore-signal=XFSZ"];

    [Fact]
    public async Task The_disk_is_full_and_new_revisions_are_served_and_kept_when_there_is_room()
    {
        await using var disk = await Disk.CreateAsync();
        await using var registry = await FakeRegistry.StartAsync();
        Push(registry, 1);
        using var server = disk.Start(registry, Unsignalled);
        await IsReadyAsync(server, "ready: revision 1\n");
        await Eventually.HoldsAsync(() => disk.Kept(1), "revision 1 is kept");

        await LimitAsync(server, "0");
        await AssertServesWithoutKeepingAsync(disk, registry, server);

        await LimitAsync(server, "unlimited");
        await AssertRecoversAsync(disk, registry, server, Unsignalled);
    }

    [Fact]
    public async Task The_disk_becomes_read_only_and_new_revisions_are_served_and_kept_when_it_can_be_written()
    {
        await using var disk = await Disk.CreateAsync();
        await using var registry = await FakeRegistry.StartAsync();
        Push(registry, 1);
        using var server = disk.Start(registry, Disk.AsNobody);
        await IsReadyAsync(server, "ready: revision 1\n");
        await Eventually.HoldsAsync(() => disk.Kept(1), "revision 1 is kept");

        await disk.MakeReadOnlyAsync();
        await AssertServesWithoutKeepingAsync(disk, registry, server);

        await disk.MakeWritableAsync();
        await AssertRecoversAsync(disk, registry, server, Disk.AsNobody);
    }

    [Fact]
    public async Task The_disk_is_read_only_from_the_start_and_the_service_is_ready_all_the_same()
    {
        await using var disk = await Disk.CreateAsync();
        await using var registry = await FakeRegistry.StartAsync();
        Push(registry, 1);
        await disk.MakeReadOnlyAsync();
        using var server = disk.Start(registry, Disk.AsNobody);
        await IsReadyAsync(server, "ready: revision 1\nRevisions cannot be kept in ");
        Assert.Equal(0, await MetricAsync(server, "update_service_state_healthy"));
        Assert.Contains("\"version\":\"4.18.1\"", (await Wire.AskAsync(server.Protocol, "GET", Graph)).Text, StringComparison.Ordinal);

        await disk.MakeWritableAsync();
        await Eventually.HoldsAsync(() => disk.Kept(1), "revision 1 is kept");
        await IsReadyAsync(server, "ready: revision 1\n");
    }

    private static async Task AssertServesWithoutKeepingAsync(Disk disk, FakeRegistry registry, ServerProcess server)
    {
        var before = await Wire.AskAsync(server.Protocol, "GET", Graph);
        await Eventually.HoldsAsync(async () => await MetricAsync(server, "update_service_refreshes_total{outcome=\"Unchanged\"}") > 1, "refreshes go on");
        Assert.Equal(before.Text, (await Wire.AskAsync(server.Protocol, "GET", Graph)).Text);

        Push(registry, 2);
        await IsReadyAsync(server, $"ready: revision 2\nRevisions cannot be kept in {disk.State}: ");
        var during = await Wire.AskAsync(server.Protocol, "GET", Graph);
        Assert.Equal(["4.18.1", "4.18.2"], AnswerPairs.Of(during.Body).Nodes);
        await LogsAsync(server, "Revisions cannot be kept in ", "What is served is served all the same; keeping is tried again with each refresh.");
        await LogsAsync(server, "UnwritableFile: What was read cannot be kept on disk: ", "Make room in the state folder, or give the service access to it.");
        Assert.Equal((0, 1), (await MetricAsync(server, "update_service_state_healthy"), await MetricAsync(server, "update_service_revisions_kept")));
        Assert.Equal(1, await MetricAsync(server, "update_service_problems{rule=\"UnwritableFile\",severity=\"Warning\"}"));
        Assert.Equal(1, await MetricAsync(server, "update_service_inputs_healthy"));
        Assert.False(disk.Kept(2));
    }

    private static async Task AssertRecoversAsync(Disk disk, FakeRegistry registry, ServerProcess server, IReadOnlyList<string> runner)
    {
        var during = await Wire.AskAsync(server.Protocol, "GET", Graph);
        await Eventually.HoldsAsync(() => disk.Kept(2) && disk.ImageReferences == 2, "what could not be kept is kept");
        await IsReadyAsync(server, "ready: revision 2\n");
        Assert.Equal(1, await MetricAsync(server, "update_service_state_healthy"));
        await Eventually.HoldsAsync(async () => await MetricAsync(server, "update_service_problems{rule=\"UnwritableFile\",severity=\"Warning\"}") is null, "the warning is gone");
        Assert.Equal(during.Text, (await Wire.AskAsync(server.Protocol, "GET", Graph)).Text);

        // What is kept is whole: the next process serves it with no registry to ask.
        await server.SignalAsync("KILL");
        _ = await server.EndAsync();
        await registry.StopAsync();
        using var next = disk.Start(registry, runner);
        await IsReadyAsync(next, "ready: revision 2\n");
        Assert.Equal(during.Text, (await Wire.AskAsync(next.Protocol, "GET", Graph)).Text);
    }

    private static void Push(FakeRegistry registry, int number)
    {
        var image = new ReleaseSketch($"4.18.{number}") { Previous = number == 1 ? [] : [$"4.18.{number - 1}"] }.ToImage();
        foreach (var blob in image.Blobs.Values)
        {
            _ = registry.AddBlob(blob.ToArray());
        }

        _ = registry.Add(Repository, $"4.18.{number}", image.Manifest.Content.ToArray(), image.Manifest.MediaType);
    }

    private static async Task IsReadyAsync(ServerProcess server, string beginning)
    {
        await server.ShowsAddressesAsync();
        await Eventually.HoldsAsync(async () => (await Wire.AskAsync(server.Status, "GET", "/readyz")).Text.StartsWith(beginning, StringComparison.Ordinal), $"/readyz says '{beginning}'");
    }

    private static Task LogsAsync(ServerProcess server, params string[] parts) => Eventually.HoldsAsync(
        () => server.Output.Any(line => parts.All(part => line.Contains(part, StringComparison.Ordinal))),
        $"the log says '{string.Join(" … ", parts)}'");

    private static async Task<double?> MetricAsync(ServerProcess server, string sample) =>
        (await Wire.AskAsync(server.Status, "GET", "/metrics")).Text.Split('\n').FirstOrDefault(line => line.StartsWith($"{sample} ", StringComparison.Ordinal)) is { } line
            ? double.Parse(line[(sample.Length + 1)..], CultureInfo.InvariantCulture)
            : null;

    private static async Task LimitAsync(ServerProcess server, string size) =>
        _ = (await InstalledCommand.RunAsync("util-linux", ["prlimit", $"--pid={server.Id.ToString(CultureInfo.InvariantCulture)}", $"--fsize={size}:"])).Expect();
}
