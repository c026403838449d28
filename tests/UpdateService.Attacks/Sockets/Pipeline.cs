using System.Text;

namespace UpdateService.Attacks.Sockets;

/// <summary>Requests of HTTP/1.1 one after another without waiting for an answer.</summary>
internal static class Pipeline
{
    private const int Many = 8;
    private const int InOneWrite = 50;

    /// <param name="target">The first value is how many connections there are.</param>
    /// <param name="reads">Whether answers are read.</param>
    public static Task RunAsync(Target target, bool reads) => target.RepeatAsync(target.Number(0, Many), async _ =>
    {
        using var client = await target.ConnectAsync(reads ? 0 : 4096);
        await using var stream = await target.OpenAsync(client);
        var reading = reads ? Target.DrainAsync(stream) : Task.CompletedTask;
        var requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"GET {Target.Graph} HTTP/1.1\r\nHost: a\r\n\r\n", InOneWrite)));
        try
        {
            while (!target.IsOver)
            {
                await stream.WriteAsync(requests, target.Ending);
                target.Count("requests", InOneWrite);
            }
        }
        finally
        {
            client.Close();
            await reading;
        }
    });
}
