using System.Net;

namespace UpdateService.Attacks.Questions;

/// <summary>Clients that ask one question after another, and hang up when an answer takes long.</summary>
internal static class Asking
{
    private const int Many = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="target">The first value is how many clients ask.</param>
    /// <param name="request">Makes the next request.</param>
    public static async Task RunAsync(Target target, Func<Random, HttpRequestMessage> request)
    {
        using var transport = new SocketsHttpHandler { MaxConnectionsPerServer = 1000 };
        transport.SslOptions.RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null;
        using var client = new HttpClient(transport) { BaseAddress = target.Address, Timeout = Patience };
        await target.RepeatAsync(target.Number(0, Many), async number =>
        {
            try
            {
                using var message = request(Random.Shared);
                using var answer = await client.SendAsync(message, target.Ending);
                _ = await answer.Content.ReadAsByteArrayAsync(target.Ending);
                target.Count($"answers {(int)answer.StatusCode}");
                await Task.Delay(answer.StatusCode == HttpStatusCode.ServiceUnavailable ? 50 : 0);
            }
            catch (HttpRequestException)
            {
                target.Count("failed");
            }
        });
    }
}
