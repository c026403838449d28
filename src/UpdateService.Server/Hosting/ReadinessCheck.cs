using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace UpdateService.Server.Hosting;

/// <summary><c>--check</c>: asks a running service with the same options whether it is ready. Container health checks use it.</summary>
internal static class ReadinessCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Returns 0 if the service is ready, and 1 if it is not or does not answer.</summary>
    public static async Task<int> RunAsync(ServiceOptions options, CancellationToken cancellationToken)
    {
        if (options.StatusListen.IsEmpty)
        {
            throw new OptionException("The option --check needs an address in --status-listen.");
        }

        var address = new Uri(options.StatusListen[0].LocalUri(options.StatusListen[0].Port), "/readyz");
        using var transport = new SocketsHttpHandler
        {
            UseProxy = false, // .NET would ask a proxy of the environment for this machine too.
            ConnectCallback = async (context, token) => await ConnectAsync(context.DnsEndPoint, token),

            // The request goes to this machine, but the certificate is for another name, so it must be the configured one.
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    options.Certificate is not null && shown is not null && shown.Equals(X509CertificateLoader.LoadCertificateFromFile(options.Certificate)),
            },
        };
        using var client = new HttpClient(transport) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(address, cancellationToken);
            StandardStreams.Show(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            StandardStreams.Tell($"{address} does not answer: {exception.Message}");
            return 1;
        }
    }

    /// <summary>Connects to this machine. A container may have no file that says what localhost is.</summary>
    private static async Task<NetworkStream> ConnectAsync(DnsEndPoint point, CancellationToken cancellationToken)
    {
        if (point.Host != "localhost")
        {
            return await ConnectAsync(IPAddress.Parse(point.Host), point.Port, cancellationToken);
        }

        try
        {
            return await ConnectAsync(IPAddress.Loopback, point.Port, cancellationToken);
        }
        catch (SocketException) when (Socket.OSSupportsIPv6)
        {
            return await ConnectAsync(IPAddress.IPv6Loopback, point.Port, cancellationToken);
        }
    }

    private static async Task<NetworkStream> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
