using System.Net;

namespace UpdateService.Hardening.Tests;

/// <summary>One address has a share of all connections, but for a proxy's.</summary>
public sealed class ShareTests
{
    private const string Most = "300";
    private const string Attacker = "127.0.0.1";
    private const string Other = "127.0.0.2";

    [Fact]
    public async Task Who_takes_all_connections_leaves_room_for_others_and_readyz_names_him()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--max-connections", Most, "--keep-alive", "10m");
        using var attack = await AttackProcess.StartAsync("hold", server.Protocol, "400");
        await Eventually.HoldsAsync(async () => await Attacked.MetricAsync(server, "update_service_connections_over_share_total") > 0, "the share is met");

        for (var poll = 0; poll < 20; poll++)
        {
            Assert.Equal(HttpStatusCode.OK, await Attacked.AskAsync(server.Protocol, Other));
        }

        Assert.InRange(await Attacked.MetricAsync(server, "update_service_connections"), 1, 226); // Three quarters, and perhaps a poll's that ends.
        var ready = await Wire.AskAsync(server.Status, "GET", "/readyz");
        Assert.Equal(200, ready.Status);
        Assert.Contains($"The address {Attacker} held 225 connections within the last minute, its share", ready.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Attacker, await Attacked.ReadAsync(server.Protocol, Other, "/"), StringComparison.Ordinal); // A page is for anybody.
    }

    [Fact]
    public async Task A_proxy_may_hold_all_and_readyz_says_that_the_limit_is_reached()
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data, "--max-connections", Most, "--keep-alive", "10m", "--proxy-address", "127.0.0.0/31");
        using var attack = await AttackProcess.StartAsync("hold", server.Protocol, "400");
        await Eventually.HoldsAsync(async () => await Attacked.MetricAsync(server, "update_service_connections_refused_total") > 0, "the limit is met");

        Assert.Equal(0, await Attacked.MetricAsync(server, "update_service_connections_over_share_total"));
        await Eventually.HoldsAsync(
            async () => (await Wire.AskAsync(server.Status, "GET", "/readyz")).Text.Contains($"The limit of {Most} connections was reached", StringComparison.Ordinal),
            "readyz says so");
    }
}
