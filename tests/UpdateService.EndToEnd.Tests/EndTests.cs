using System.Net.Sockets;

namespace UpdateService.EndToEnd.Tests;

/// <summary>How the process ends when it is told to.</summary>
public sealed class EndTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_an_idle_service_cleanly(string signal)
    {
        using var data = GraphDataDirectory.Sample();
        using var server = await ServerProcess.StartReadyAsync(data);
        using var idle = await Wire.OpenAsync(server.Protocol);
        await idle.SendAsync("GET /api/upgrades_info/graph?channel=stable-4.18 HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(200, (await idle.ReadAnswerAsync()).Status);

        await server.SignalAsync(signal);

        Assert.Equal(0, await server.EndAsync());
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task A_request_under_way_is_finished_and_no_new_one_is_taken()
    {
        // An answer far larger than what the sockets between both processes can hold.
        const int releases = 40;
        using var data = GraphDataDirectory.Sample();
        var notes = new string('x', 900_000);
        data.Write("channels/large.yaml", GraphDataDirectory.ChannelOf("large", Enumerable.Range(0, releases).Select(patch => $"4.1.{patch}")));
        data.Write("releases/large.jsonl", string.Concat(Enumerable.Range(0, releases).Select(patch =>
            GraphDataDirectory.ReleaseOf($"4.1.{patch}", "amd64").Replace("\"url\"", $"\"notes\":\"{notes}\",\"url\"", StringComparison.Ordinal))));
        using var server = await ServerProcess.StartReadyAsync(data);
        using var wire = await Wire.OpenAsync(server.Protocol, receiveBuffer: 4096);
        await wire.SendAsync("GET /api/upgrades_info/graph?channel=large HTTP/1.1\r\nHost: a\r\n\r\n");
        var begin = await wire.ReadBytesAsync(100);

        var signalled = TimeProvider.System.GetTimestamp();
        await server.SignalAsync("TERM");
        await Eventually.HoldsAsync(async () => !await AcceptsAsync(server.Protocol), "no new connection is taken");
        var rest = await wire.ReadToEndAsync();

        Assert.Equal(0, await server.EndAsync());
        Assert.True(TimeProvider.System.GetElapsedTime(signalled) < TimeSpan.FromSeconds(20));
        var whole = System.Text.Encoding.Latin1.GetString([.. begin, .. rest]);
        var body = whole[(whole.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Contains($"\r\nContent-Length: {body.Length}\r\n", whole, StringComparison.Ordinal);
        Assert.True(body.Length > releases * notes.Length);
        Assert.EndsWith("}", body, StringComparison.Ordinal);
        Assert.Empty(server.Errors);
    }

    private static async Task<bool> AcceptsAsync(Uri address)
    {
        try
        {
            using var wire = await Wire.OpenAsync(address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
