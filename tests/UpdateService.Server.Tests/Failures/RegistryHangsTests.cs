using UpdateService.Testing.Registries;

namespace UpdateService.Server.Tests.Failures;

/// <summary>The registry accepts connections and gives no answer, or the beginning of one.</summary>
public sealed class RegistryHangsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Registry_hangs_at_start_and_the_service_is_not_ready_and_says_why(bool body)
    {
        await using var mirrored = await MirroredService.CreateAsync();
        Hang(mirrored, FakeRequestKind.Tags, body);
        await mirrored.StartAsync();
        await mirrored.AssertServesNothingAsync(); // It listens before the registry answers.
        await mirrored.SettleThroughTimeoutsAsync();

        await mirrored.AssertServesNothingAsync();
        Assert.Contains("tags/list: no answer within the time limit.", await mirrored.ReadyAsync(), StringComparison.Ordinal);
        Assert.Equal((6, 0), (await mirrored.FailuresAsync("Timeout"), await mirrored.HealthyAsync()));
        Assert.Contains("no answer within the time limit.", Assert.Single(mirrored.Logged("Error: ")), StringComparison.Ordinal);

        mirrored.Registry.Faults.Clear();
        await mirrored.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2", "4.18.3"], await mirrored.VersionsAsync());
        Assert.Equal("ready: revision 1\n", await mirrored.ReadyAsync());
    }

    [Theory]
    [InlineData(FakeRequestKind.Tags, false)]
    [InlineData(FakeRequestKind.Tags, true)]
    [InlineData(FakeRequestKind.Head, false)]
    [InlineData(FakeRequestKind.Manifest, false)]
    [InlineData(FakeRequestKind.Manifest, true)]
    [InlineData(FakeRequestKind.Blob, false)]
    [InlineData(FakeRequestKind.Blob, true)]
    public async Task Registry_hangs_later_and_no_answer_changes(FakeRequestKind kind, bool body)
    {
        await using var mirrored = await MirroredService.CreateAsync();
        var before = await mirrored.StartReadyAsync();
        if (kind is FakeRequestKind.Manifest or FakeRequestKind.Blob)
        {
            mirrored.Push(4);
        }

        Hang(mirrored, kind, body);
        mirrored.BeginRefresh();
        await Eventually.HoldsAsync(() => mirrored.Registry.Faults.Stalled > 0, "the registry stands still");
        await mirrored.AssertServesAsync(before); // While the refresh waits.
        await mirrored.SettleThroughTimeoutsAsync();

        await mirrored.AssertServesAsync(before);
        var outage = Assert.Single((await mirrored.ReadyAsync()).Split('\n'), line => line.StartsWith($"{mirrored.Place}: UnreadableSource: ", StringComparison.Ordinal));
        Assert.Contains(kind switch { FakeRequestKind.Tags => "no answer within the time limit.", FakeRequestKind.Head => "3 of 3 tags could not be read.", _ => "1 of 4 tags could not be read." }, outage, StringComparison.Ordinal);
        Assert.Equal([$"Warning: {outage}"], mirrored.Logged($"Warning: {mirrored.Place}: UnreadableSource"));
        Assert.Equal(0, await mirrored.HealthyAsync());
        Assert.Equal(kind == FakeRequestKind.Head ? 3 : 1, await mirrored.FailuresAsync("Timeout"));

        mirrored.Registry.Faults.Clear();
        mirrored.Push(4);
        await mirrored.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2", "4.18.3", "4.18.4"], await mirrored.VersionsAsync());
        Assert.DoesNotContain(mirrored.Place, await mirrored.ReadyAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await mirrored.HealthyAsync());
    }

    private static void Hang(MirroredService mirrored, FakeRequestKind kind, bool body)
    {
        if (body)
        {
            mirrored.Registry.Faults.StallBodyAlways(kind, afterBytes: 5);
        }
        else
        {
            mirrored.Registry.Faults.StallAlways(kind);
        }
    }
}
