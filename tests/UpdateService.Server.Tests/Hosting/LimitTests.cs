using System.Globalization;
using System.Net;
using System.Net.Sockets;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>How much clients may take: connections, and requests in a second.</summary>
public sealed class LimitTests
{
    private const string Request = "GET /api/upgrades_info/graph?channel=stable-4.18 HTTP/1.1\r\nHost: a\r\n\r\n";
    private const int Most = 10;

    [Fact]
    public async Task A_connection_more_than_there_may_be_is_closed_and_another_finds_room_when_one_ends()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--max-connections", $"{Most}");
        var held = new List<Wire>();
        for (var connection = 0; connection < Most; connection++)
        {
            held.Add(await Wire.OpenAsync(service.Protocol));
        }

        await Eventually.HoldsAsync(async () => await ConnectionsAsync(service) == Most, "all are accepted");
        try
        {
            using var refused = await Wire.OpenAsync(service.Protocol);
            await AssertClosedAsync(refused);
        }
        catch (SocketException)
        {
            // It was closed before this side knew that it was open.
        }

        Assert.Contains("update_service_connections_refused_total 1\n", (await service.GetStatusAsync("/metrics")).Text, StringComparison.Ordinal);
        held[0].Dispose();
        await Eventually.HoldsAsync(async () => await IsServedAsync(service), "there is room again");
        held.ForEach(wire => wire.Dispose());
    }

    [Fact]
    public async Task Where_more_than_half_of_the_connections_are_taken_an_answer_ends_its_own()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--max-connections", $"{Most}");
        var silent = new List<Wire>();
        for (var connection = 0; connection < Most / 2; connection++)
        {
            silent.Add(await Wire.OpenAsync(service.Protocol));
        }

        await Eventually.HoldsAsync(async () => await ConnectionsAsync(service) == Most / 2, "all are accepted");
        foreach (var target in (string[])["/api/upgrades_info/graph?channel=stable-4.18", "/api/upgrades_info/graph", "/api/upgrades_info/v1/channels", "/", "/no-such-page"])
        {
            using var crowded = await Wire.OpenAsync(service.Protocol);
            await crowded.SendAsync($"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal("close", (await crowded.ReadAnswerAsync())["Connection"]);
            Assert.Empty(await crowded.ReadToEndAsync());
        }

        using var probe = await Wire.OpenAsync(service.Status);
        await probe.SendAsync("GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Null((await probe.ReadAnswerAsync())["Connection"]);
        silent[0].Dispose();
        await Eventually.HoldsAsync(async () => await ConnectionsAsync(service) == (Most / 2) - 1, "one has ended");
        using var kept = await Wire.OpenAsync(service.Protocol);
        for (var request = 0; request < 2; request++)
        {
            await kept.SendAsync(Request);
            Assert.Null((await kept.ReadAnswerAsync())["Connection"]);
        }

        silent.ForEach(wire => wire.Dispose());
    }

    [Fact]
    public async Task Who_asks_more_often_than_allowed_is_told_when_to_come_again()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--rate-limit", "1");
        var answer = await service.GetAsync("/graph?channel=stable-4.18");
        Assert.Equal(200, answer.Status);
        await Eventually.HoldsAsync(
            async () => (answer = await service.GetAsync("/graph?channel=stable-4.18")).Status == 429,
            "requests come faster than one a second");

        Assert.Contains("Retry-After: 5", answer.HeaderText, StringComparison.Ordinal);
        Assert.Equal("""{"kind":"too_many_requests","value":"too many requests come from this address; ask again in some seconds"}""", answer.Text);
        Assert.Equal(200, (await service.GetStatusAsync("/readyz")).Status);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("::1", "::")]
    public void A_client_is_its_address_or_its_network(string address, string client) =>
        Assert.Equal(IPAddress.Parse(client), ClientRates.Network(IPAddress.Parse(address)));

    private static async Task<int> ConnectionsAsync(RunningService service)
    {
        const string name = "update_service_connections ";
        var line = (await service.GetStatusAsync("/metrics")).Text.Split('\n').Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return int.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    private static async Task<bool> IsServedAsync(RunningService service)
    {
        try
        {
            using var wire = await Wire.OpenAsync(service.Protocol);
            await wire.SendAsync(Request);
            return (await wire.ReadAnswerAsync()).Status == 200;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return false;
        }
    }

    /// <summary>Closed without an answer: the connection ends, or is reset.</summary>
    private static async Task AssertClosedAsync(Wire wire)
    {
        try
        {
            Assert.Empty(await wire.ReadToEndAsync());
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            Assert.NotNull(exception);
        }
    }
}
