using System.Collections.Immutable;
using System.Net;
using UpdateService.Registry.Inspections;
using UpdateService.Registry.Proxies;

namespace UpdateService.Cli.Doctoring.Hosts;

/// <summary>A host, and what its checks learnt of it so far.</summary>
/// <param name="inspector">Asks it.</param>
/// <param name="address">Where it is asked.</param>
/// <param name="option">The switch that names it.</param>
/// <param name="isRegistry">Whether a registry is expected there.</param>
internal sealed class HostCase(HostInspector inspector, Uri address, string option, bool isRegistry)
{
    /// <summary>Where it is asked.</summary>
    public Uri Address => address;

    /// <summary>The host, with its port if it is not the default.</summary>
    public string Name => address.Authority;

    /// <summary>The switch that names it.</summary>
    public string Option => option;

    /// <summary>Whether a registry is expected there.</summary>
    public bool IsRegistry => isRegistry;

    /// <summary>Whether TLS is expected.</summary>
    public bool IsTls => address.Scheme == Uri.UriSchemeHttps;

    /// <summary>Which proxy leads there.</summary>
    public ProxyRoute Route => inspector.RouteTo(address);

    /// <summary>What is connected to first: the proxy, or the host itself.</summary>
    public Uri Door => Route.Proxy ?? address;

    /// <summary>The variable that names proxies for it.</summary>
    public string ProxyVariable => IsTls ? "HTTPS_PROXY" : "HTTP_PROXY";

    /// <summary>The addresses of <see cref="Door"/>, as the DNS gave them.</summary>
    public ImmutableArray<IPAddress> Addresses { get; set; } = [];

    /// <summary>What a request showed; null before it.</summary>
    public HostInspection? Inspection { get; set; }

    /// <summary>Makes a request.</summary>
    public Task<HostInspection> InspectAsync(Uri at, CancellationToken cancellationToken) => inspector.InspectAsync(at, cancellationToken);
}
