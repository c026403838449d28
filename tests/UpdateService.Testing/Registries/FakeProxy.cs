using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace UpdateService.Testing.Registries;

/// <summary>An HTTP proxy on a free port of the loopback. Whatever host it is asked for, it connects to one registry.</summary>
public sealed class FakeProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> heads = new();
    private readonly CancellationTokenSource ending = new();
    private readonly int target;
    private readonly string? authorization;
    private readonly Task serving;

    /// <summary>Starts one.</summary>
    /// <param name="registry">Where everything goes.</param>
    /// <param name="login"><c>user:password</c>; null: anybody may use it.</param>
    public FakeProxy(FakeRegistry registry, string? login = null)
    {
        target = new Uri(registry.Address).Port;
        authorization = login is null ? null : $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(login))}\r\n";
        listener.Start();
        Host = listener.LocalEndpoint.ToString()!;
        serving = ServeAsync();
    }

    /// <summary>Its host and port.</summary>
    public string Host { get; }

    /// <summary>The first line and headers of each connection's first request.</summary>
    public IReadOnlyList<string> Heads => [.. heads];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await serving;
        ending.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(ending.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // One side has gone.
            }
        }
    }

    private async Task ServeAsync(NetworkStream client)
    {
        var head = await ReadHeadAsync(client);
        heads.Enqueue(head);
        if (authorization is not null && !head.Contains(authorization, StringComparison.Ordinal))
        {
            await client.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            return;
        }

        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, target, ending.Token);
        var registry = server.GetStream();
        if (head.StartsWith("CONNECT ", StringComparison.Ordinal))
        {
            await client.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n\r\n"), ending.Token);
        }
        else
        {
            var host = head.IndexOf('/', head.IndexOf("//", StringComparison.Ordinal) + 2);
            await registry.WriteAsync(Encoding.ASCII.GetBytes(head[..head.IndexOf(' ', StringComparison.Ordinal)] + " " + head[host..]), ending.Token);
        }

        await Task.WhenAny(client.CopyToAsync(registry, ending.Token), registry.CopyToAsync(client, ending.Token));
    }

    private async Task<string> ReadHeadAsync(NetworkStream client)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!(head.Length > 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n") && await client.ReadAsync(one, ending.Token) > 0)
        {
            _ = head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
