using System.Text;

namespace UpdateService.Attacks.Sockets;

/// <summary>Requests to speak something else: HTTP/2 without TLS, a web socket, a tunnel.</summary>
internal static class Upgrade
{
    private const int Many = 8;

    private static readonly string[] Requests =
    [
        $"GET {Target.Graph} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
        $"GET {Target.Graph} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        $"POST {Target.Graph} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n",
        $"POST {Target.Graph} HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n",
    ];

    public static Task RunAsync(Target target) => target.RepeatAsync(target.Number(0, Many), async number =>
    {
        using var client = await target.ConnectAsync();
        await using var stream = await target.OpenAsync(client);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Requests[(number + Random.Shared.Next(Requests.Length)) % Requests.Length]), target.Ending);
        _ = await stream.ReadAsync(new byte[4096], target.Ending);
    });
}
