using System.Globalization;
using System.Net.Sockets;

namespace UpdateService.Cli.Doctoring.Hosts;

/// <summary>Whether anybody listens at a host, or at the proxy that leads to it.</summary>
internal sealed class ConnectionCheck(HostCase host, TimeProvider time) : ICheck
{
    /// <inheritdoc/>
    public string Name => "connection";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        var (door, started) = (host.Door, time.GetTimestamp());
        var place = string.Create(CultureInfo.InvariantCulture, $"{door.Host}:{door.Port}");
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync([.. host.Addresses], door.Port, cancellationToken);
            return Finding.Fine(string.Create(CultureInfo.InvariantCulture, $"{place} took the connection after {time.GetElapsedTime(started).TotalMilliseconds:0} ms."));
        }
        catch (SocketException exception)
        {
            return Told(place, exception.SocketErrorCode);
        }
        catch (OperationCanceledException)
        {
            return Told(place, SocketError.TimedOut);
        }
    }

    private Finding Told(string place, SocketError error)
    {
        var source = host.Route.Proxy is null ? host.Option : host.ProxyVariable;
        return error switch
        {
            SocketError.ConnectionRefused => Finding.Broken($"Nobody listens at {place}.", $"Check that it runs, and check the host and port in {source}."),
            SocketError.TimedOut => Finding.Broken($"{place} does not answer: packets get lost.", $"A firewall, a NetworkPolicy or a missing route drops them; where only a proxy leads out, name it in {host.ProxyVariable}."),
            _ => Finding.Broken($"There is no connection to {place} ({error}).", $"Check routes and firewalls between here and there; where only a proxy leads out, name it in {host.ProxyVariable}."),
        };
    }
}
