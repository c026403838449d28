using UpdateService.Testing.Registries;

namespace UpdateService.Server.Tests.Failures;

/// <summary>Somebody sets the clock while the service runs.</summary>
public sealed class ClockJumpsTests
{
    [Theory]
    [InlineData(3 * 24)]
    [InlineData(400 * 24)]
    [InlineData(-5)]
    [InlineData(-400 * 24)]
    public async Task The_clock_jumps_and_refreshes_go_on_and_no_age_is_negative(int hours)
    {
        await using var mirrored = await MirroredService.CreateAsync();
        mirrored.Registry.Login = new FakeLogin("Bearer") { Anonymous = true };
        var before = await mirrored.StartReadyAsync();
        var successful = await mirrored.MetricAsync("cincinnati_gb_graph_last_successful_refresh_timestamp");
        mirrored.Time.Jump(TimeSpan.FromHours(hours));
        mirrored.Registry.Login.RevokeTokens(); // For the registry, time went on as it does.

        await mirrored.AssertServesAsync(before);
        var age = Math.Max(0, hours) * 3600;
        Assert.Equal(age, await mirrored.MetricAsync("update_service_revision_age_seconds"));
        Assert.Equal(age, (await mirrored.StatusAsync()).GetProperty("served").GetProperty("ageSeconds").GetInt64());
        Assert.Equal("ready: revision 1\n", await mirrored.ReadyAsync());

        mirrored.Push(4);
        await mirrored.RefreshAsync();
        Assert.Equal(["4.18.1", "4.18.2", "4.18.3", "4.18.4"], await mirrored.VersionsAsync());
        Assert.Equal("ready: revision 2\n", await mirrored.ReadyAsync());
        Assert.Equal((0, 1), (await mirrored.MetricAsync("update_service_revision_age_seconds"), await mirrored.HealthyAsync()));
        Assert.Equal(successful + ((hours + 1) * 3600), await mirrored.MetricAsync("cincinnati_gb_graph_last_successful_refresh_timestamp"));
        Assert.Equal(0, await mirrored.MetricAsync("cincinnati_gb_graph_upstream_errors_total"));
        Assert.DoesNotContain(mirrored.Service.Log, line => line.StartsWith("Warning: ", StringComparison.Ordinal) || line.StartsWith("Error: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_clock_went_backwards_while_the_service_was_down_and_the_kept_revision_is_served()
    {
        await using var mirrored = await MirroredService.CreateAsync();
        var before = await mirrored.StartReadyAsync();
        mirrored.Time.Jump(TimeSpan.FromHours(-7));
        await mirrored.StartAsync();
        await mirrored.SettleAsync();

        await mirrored.AssertServesAsync(before);
        Assert.Equal((0, "ready: revision 1\n"), (await mirrored.MetricAsync("update_service_revision_age_seconds"), await mirrored.ReadyAsync()));
    }
}
