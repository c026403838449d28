using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using UpdateService.Testing.Registries;

namespace UpdateService.Server.Tests.Failures;

/// <summary>A registry that sends a byte a second, and never an end, holds up nothing but itself.</summary>
public sealed class SlowRegistryTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task A_block_in_a_folder_is_served_in_its_usual_time_while_a_registry_sends_a_byte_a_second()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        await using var service = await RunningService.StartAsync(TimeProvider.System, [.. mirrored.Switches, "--refresh", "1s"]);
        await service.ReachesRevisionAsync(1);
        var requests = Drip(mirrored);
        await Eventually.HoldsAsync(() => !requests.IsEmpty, "the registry drips");

        for (var number = 2; number <= 3; number++)
        {
            var started = Stopwatch.GetTimestamp();
            mirrored.Data.Write($"blocked-edges/4.18.{number}.yaml", $"to: 4.18.{number}\nfrom: .*\n");
            await service.ReachesRevisionAsync(number);
            Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Usual);
        }

        // A folder in the folder that is another one now: the watch cannot tell what changed.
        var swapped = Stopwatch.GetTimestamp();
        Directory.Move(Path.Combine(mirrored.Data.Path, "blocked-edges"), mirrored.Data.Beside("old"));
        mirrored.Data.Write("blocked-edges/4.18.2.yaml", "to: 4.18.2\nfrom: .*\n");
        mirrored.Data.Write("blocked-edges/4.18.3.yaml", "to: 4.18.3\nfrom: .*\n");
        mirrored.Data.Write("blocked-edges/risk.yaml", GraphDataDirectory.RiskOf("4.18.3", "no", "New", "m"));
        mirrored.Data.Write("channels/more.yaml", GraphDataDirectory.ChannelOf("more-4.18", "4.18.1"));
        await Eventually.HoldsAsync(() => service.Current!.Graph.Channels.Contains("more-4.18"), "what stands in the new folder is served");
        Assert.InRange(Stopwatch.GetElapsedTime(swapped), TimeSpan.Zero, Usual * 2);
    }

    [Fact]
    public async Task After_a_restart_too_a_kept_revision_stands_in_for_the_registry()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        await using (var first = await RunningService.StartAsync(TimeProvider.System, mirrored.Switches))
        {
            await first.ReachesRevisionAsync(1);
        }

        _ = Drip(mirrored);
        await using var service = await RunningService.StartAsync(TimeProvider.System, mirrored.Switches);
        Assert.Equal(1, service.Current!.Number);
        var started = Stopwatch.GetTimestamp();
        mirrored.Data.Write("blocked-edges/4.18.2.yaml", "to: 4.18.2\nfrom: .*\n");
        await service.ReachesRevisionAsync(2);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Usual);
        Assert.Equal((3, 1), (service.Current!.Counts.Releases, service.Current.Counts.Edges));
    }

    [Fact]
    public async Task What_was_written_while_the_service_was_down_is_served_though_the_registry_does_not_answer()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        await using (var first = await RunningService.StartAsync(TimeProvider.System, mirrored.Switches))
        {
            await first.ReachesRevisionAsync(1);
        }

        _ = Drip(mirrored);
        mirrored.Data.Write("blocked-edges/4.18.2.yaml", "to: 4.18.2\nfrom: .*\n");
        await using var service = await RunningService.StartAsync(TimeProvider.System, mirrored.Switches);
        await service.ReachesRevisionAsync(2);
        Assert.Equal(1, service.Current!.Counts.Edges);
    }

    private static System.Collections.Concurrent.ConcurrentQueue<int> Drip(MirroredService mirrored)
    {
        var requests = new System.Collections.Concurrent.ConcurrentQueue<int>();
        mirrored.Registry.Faults.Next(
            FakeRequestKind.Tags,
            async (context, _) =>
            {
                requests.Enqueue(1);
                context.Response.ContentType = "application/json";
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.WriteAsync(" ", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(TimeSpan.FromSeconds(1), context.RequestAborted);
                }
            },
            times: 100);
        return requests;
    }
}
