using System.Text;

namespace UpdateService.Attacks.Sockets;

/// <summary>Clients that hang up in the middle of an answer, by a reset.</summary>
internal static class HangUp
{
    private const int Many = 16;

    public static Task RunAsync(Target target) => target.RepeatAsync(target.Number(0, Many), async _ =>
    {
        using var client = await target.ConnectAsync(4096);
        client.LingerState = new System.Net.Sockets.LingerOption(enable: true, 0);
        await using var stream = await target.OpenAsync(client);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target.Word(1, Target.Graph)} HTTP/1.1\r\nHost: a\r\n\r\n"), target.Ending);
        _ = await stream.ReadAsync(new byte[10], target.Ending);
    });
}
