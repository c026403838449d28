namespace UpdateService.Registry.Proxies;

/// <summary>Why an address is asked through a proxy, or directly.</summary>
public enum ProxyReason
{
    /// <summary>Directly: no proxy is set for its scheme.</summary>
    NoProxy,

    /// <summary>Directly: the loopback is never asked through a proxy.</summary>
    Loopback,

    /// <summary>Directly: <c>NO_PROXY</c> names it.</summary>
    Exception,

    /// <summary>Directly: what is set for its scheme is no address of a proxy.</summary>
    Unusable,

    /// <summary>Through a proxy.</summary>
    Proxy,
}

/// <summary>How an address is reached.</summary>
/// <param name="Reason">Why so.</param>
public sealed record ProxyRoute(ProxyReason Reason)
{
    /// <summary>The proxy, without its credentials; null if the connection is direct.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The entry of <c>NO_PROXY</c> that matches the address; null if none does, or it does not matter.</summary>
    public string? Exception { get; init; }
}
