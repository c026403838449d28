using System.Net;
using Microsoft.AspNetCore.Connections;
using UpdateService.Server.Hosting;

namespace UpdateService.Server.Tests.Hosting;

/// <summary>What counts as an open connection.</summary>
public sealed class ConnectionLimitTests
{
    private readonly ManualTime time = new(TimeSpan.Zero);

    [Fact]
    public async Task A_connection_counts_until_its_socket_is_closed_and_the_server_is_not_waited_for_without_end()
    {
        var limit = new ConnectionLimit(10, new AddressShare(null, []), time);
        using var closed = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        var serving = limit.ServeAsync(Connection("10.0.0.1", closed.Token), _ => never.Task);
        Assert.Equal(1, limit.Open);

        await closed.CancelAsync();
        Assert.Equal(0, limit.Open);
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return serving.IsCompleted;
            },
            "the server is given up");
        await serving;
        Assert.Equal((0L, 1L), (limit.Open, limit.Abandoned));
    }

    [Fact]
    public async Task An_address_holds_no_more_than_its_share_and_a_proxy_any_number()
    {
        time.Advance(TimeSpan.FromSeconds(1)); // At 0 nothing has happened yet.
        var limit = new ConnectionLimit(10, new AddressShare(2, [IPNetwork.Parse("10.1.0.0/16")]), time);
        using var closed = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        foreach (var address in (string[])["10.0.0.1", "10.0.0.1", "::ffff:10.0.0.1", "10.0.0.2", "10.1.0.1", "10.1.0.1", "10.1.0.1", "2001:db8::1", "2001:db8::2", "2001:db8::3"])
        {
            _ = limit.ServeAsync(Connection(address, closed.Token), _ => never.Task);
        }

        Assert.Equal((8L, 2L, 2L), (limit.Open, limit.Refused, limit.RefusedByShare)); // The third of one address, and of one network of IPv6.
        Assert.StartsWith("The address 2001:db8::3 held 2 connections", Assert.Single(limit.Troubles), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(limit.Troubles);

        await closed.CancelAsync();
        Assert.Equal(0, limit.Open);
        using var open = new CancellationTokenSource();
        _ = limit.ServeAsync(Connection("10.0.0.1", open.Token), _ => never.Task);
        Assert.Equal((1L, 2L), (limit.Open, limit.Refused));
    }

    private static DefaultConnectionContext Connection(string address, CancellationToken closed) =>
        new() { ConnectionClosed = closed, RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1000) };
}
