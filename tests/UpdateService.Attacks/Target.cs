using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace UpdateService.Attacks;

/// <summary>Whom an attack is against, for how long, and what came of it.</summary>
/// <param name="address">The service.</param>
/// <param name="values">What else the attack was told.</param>
/// <param name="ending">Says when the time is up.</param>
internal sealed class Target(Uri address, string[] values, CancellationToken ending)
{
    public const string Graph = "/api/upgrades_info/graph?channel=stable-4.18";

    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

    public Uri Address => address;

    public CancellationToken Ending => ending;

    public bool IsOver => ending.IsCancellationRequested;

    /// <summary>A number that the attack was told, or its own.</summary>
    public int Number(int place, int otherwise) => values.Length > place ? int.Parse(values[place]) : otherwise;

    /// <summary>A word that the attack was told, or its own.</summary>
    public string Word(int place, string otherwise) => values.Length > place ? values[place] : otherwise;

    public void Count(string what, long more = 1) => counts.AddOrUpdate(what, more, (_, count) => count + more);

    public string Report() => counts.IsEmpty ? "nothing" : string.Join(", ", counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}"));

    /// <summary>Does the same several times at once, again and again, whatever fails, until the time is up.</summary>
    public Task RepeatAsync(int atOnce, Func<int, Task> act) => Task.WhenAll(Enumerable.Range(0, atOnce).Select(number => Task.Run(async () =>
    {
        while (!IsOver)
        {
            try
            {
                await act(number);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                Count("ended by the service");
                await Task.Delay(1);
            }
        }
    })));

    public async Task<TcpClient> ConnectAsync(int receiveBuffer = 0)
    {
        var client = new TcpClient(AddressFamily.InterNetwork) { NoDelay = true };
        if (receiveBuffer > 0)
        {
            client.ReceiveBufferSize = receiveBuffer;
        }

        await client.ConnectAsync(IPAddress.Parse(address.Host == "localhost" ? "127.0.0.1" : address.Host), address.Port, ending);
        Count("connections");
        return client;
    }

    /// <summary>What is sent and read, with TLS where the address has it.</summary>
    public async Task<Stream> OpenAsync(TcpClient client, params SslApplicationProtocol[] protocols)
    {
        if (address.Scheme == Uri.UriSchemeHttp)
        {
            return client.GetStream();
        }

        var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, static (_, shown, _, _) => shown is not null);
        var options = new SslClientAuthenticationOptions { TargetHost = "localhost", ApplicationProtocols = [.. protocols] };
        await tls.AuthenticateAsClientAsync(options, ending);
        return tls;
    }

    /// <summary>Reads whatever comes until it ends.</summary>
    public static async Task DrainAsync(Stream stream)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
        {
            // Ended by either side.
        }
    }
}
