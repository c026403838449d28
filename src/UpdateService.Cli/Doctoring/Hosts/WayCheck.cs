using UpdateService.Registry.Proxies;

namespace UpdateService.Cli.Doctoring.Hosts;

/// <summary>How a host is reached: directly, or through which proxy.</summary>
internal sealed class WayCheck(HostCase host) : ICheck
{
    /// <inheritdoc/>
    public string Name => "way";

    /// <inheritdoc/>
    public Task<Finding> MakeAsync(CancellationToken cancellationToken) => Task.FromResult(host.Route switch
    {
        { Reason: ProxyReason.Proxy, Proxy: { } proxy } => Finding.Fine($"It is asked through the proxy {proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} ({host.ProxyVariable})."),
        { Reason: ProxyReason.Exception, Exception: var entry } => Finding.Fine($"It is asked directly: NO_PROXY names it ('{Excerpt.Of(entry)}')."),
        { Reason: ProxyReason.Loopback } => Finding.Fine("It is asked directly: the loopback never goes through a proxy."),
        { Reason: ProxyReason.Unusable } => Finding.Notable($"It is asked directly: what {host.ProxyVariable} says is not the address of a proxy.", "Write it as http://proxy.example.com:3128, or unset it."),
        _ => Finding.Fine($"It is asked directly: {host.ProxyVariable} names no proxy."),
    });
}
