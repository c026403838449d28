using System.Net;
using System.Net.Sockets;

namespace UpdateService.Cli.Doctoring.Hosts;

/// <summary>The addresses of a host, or of the proxy that leads to it.</summary>
internal sealed class DnsCheck(HostCase host) : ICheck
{
    private const int MostShown = 4;

    /// <inheritdoc/>
    public string Name => "DNS";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        var name = host.Door.DnsSafeHost;
        if (IPAddress.TryParse(name, out var address))
        {
            host.Addresses = [address];
            return Finding.Fine($"{name} is an address; there is no name to look up.");
        }

        try
        {
            host.Addresses = [.. await Dns.GetHostAddressesAsync(name, cancellationToken)];
        }
        catch (SocketException exception)
        {
            return Told(name, exception.SocketErrorCode);
        }

        var more = host.Addresses.Length - MostShown;
        var found = $"{name} is {string.Join(", ", host.Addresses.Take(MostShown))}{(more > 0 ? $" and {more} more" : "")}";
        return Finding.Fine(host.Route.Proxy is null ? $"{found}." : $"{found}; {host.Address.Host} is the proxy's to look up.");
    }

    private Finding Told(string name, SocketError error)
    {
        var source = host.Route.Proxy is null ? host.Option : host.ProxyVariable;
        return error is SocketError.HostNotFound or SocketError.NoData
            ? Finding.Broken($"The name {name} is not known to the DNS.", $"Check the spelling in {source}. If it is a private name, this machine (or the pod, by dnsPolicy and the cluster's DNS) needs a name server that knows it; /etc/resolv.conf says which it asks.")
            : Finding.Broken($"The DNS does not answer for {name} ({error}).", "Check the name servers in /etc/resolv.conf, and whether a firewall or a NetworkPolicy lets port 53 through.");
    }
}
