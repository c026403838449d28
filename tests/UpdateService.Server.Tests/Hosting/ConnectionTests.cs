namespace UpdateService.Server.Tests.Hosting;

/// <summary>How long connections live. A cluster opens one for each poll and never closes it.</summary>
public sealed class ConnectionTests
{
    private const string Request = "GET /api/upgrades_info/graph?channel=stable-4.18 HTTP/1.1\r\nHost: a\r\n\r\n";

    [Theory]
    [InlineData("")]
    [InlineData(Request)]
    public async Task A_silent_connection_is_closed_after_the_keep_alive_time(string before)
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data, "--keep-alive", "200ms");
        using var wire = await Wire.OpenAsync(service.Protocol);
        await wire.SendAsync(before);
        if (before.Length > 0)
        {
            Assert.Equal(200, (await wire.ReadAnswerAsync()).Status);
        }

        Assert.Empty(await wire.ReadToEndAsync());
        Assert.True(wire.IsEnded);
    }

    [Fact]
    public async Task A_request_that_never_ends_is_refused_without_a_body()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);
        using var halfLine = await Wire.OpenAsync(service.Protocol);
        await halfLine.SendAsync(Request[..20]);
        using var halfHeaders = await Wire.OpenAsync(service.Protocol);
        await halfHeaders.SendAsync(Request[..^2]);

        foreach (var wire in (Wire[])[halfLine, halfHeaders])
        {
            var answer = await wire.ReadAnswerAsync();
            Assert.Equal((408, "Content-Length: 0"), (answer.Status, answer.HeaderText));
            Assert.Empty(await wire.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task A_connection_in_use_serves_many_requests()
    {
        using var data = GraphDataDirectory.Sample();
        await using var service = await RunningService.StartReadyAsync(data);
        using var wire = await Wire.OpenAsync(service.Protocol);

        for (var request = 0; request < 50; request++)
        {
            await wire.SendAsync(Request);
            Assert.Equal(200, (await wire.ReadAnswerAsync()).Status);
        }
    }
}
