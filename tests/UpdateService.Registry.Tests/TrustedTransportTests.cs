using System.Net;
using System.Net.Sockets;

namespace UpdateService.Registry.Tests;

/// <summary>
/// Who goes on when something comes. These tests run as the service does (sockets.runsettings): sockets go on with the threads that wait for all of
/// them, which must not be kept by what is done with an answer.
/// </summary>
public sealed class TrustedTransportTests
{
    [Fact]
    public async Task A_socket_of_its_own_goes_on_with_the_thread_that_waits_for_all()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var server = await listener.AcceptTcpClientAsync();

        var isOnPool = IsOnPoolAsync(() => client.GetStream().ReadAsync(new byte[1]).AsTask());
        await server.GetStream().WriteAsync("a"u8.ToArray());

        Assert.False(await isOnPool);
    }

    [Fact]
    public async Task What_is_done_with_an_answer_is_done_by_the_pool()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new HttpClient(TrustedTransport.Create("--ca", []));

        var sending = client.GetAsync(new Uri($"http://{listener.LocalEndpoint}/"), HttpCompletionOption.ResponseHeadersRead);
        var isSentOnPool = IsOnPoolAsync(() => sending);
        using var server = await listener.AcceptTcpClientAsync();
        _ = await server.GetStream().ReadAsync(new byte[4096]);
        await server.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"u8.ToArray());
        Assert.True(await isSentOnPool);

        using var response = await sending;
        var body = await response.Content.ReadAsStreamAsync();
        var isReadOnPool = IsOnPoolAsync(() => body.ReadAsync(new byte[1]).AsTask());
        await server.GetStream().WriteAsync("ab"u8.ToArray());
        Assert.True(await isReadOnPool);
    }

    /// <summary>Which kind of thread goes on; what it waits for must not have come yet.</summary>
    private static Task<bool> IsOnPoolAsync(Func<Task> deed) => deed().ContinueWith(
        _ => Thread.CurrentThread.IsThreadPoolThread,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
