using System.Net;

namespace UpdateService.Registry.Proxies;

/// <summary>
/// Which proxy is used for which address. The variables mean what they mean to OpenShift's other components (Go's
/// <see href="https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config"/>): .NET's own reading of NO_PROXY knows no networks, ports or <c>*</c>.
/// </summary>
/// <param name="http">The proxy for http addresses; empty or null: none.</param>
/// <param name="https">The proxy for https addresses; empty or null: none.</param>
/// <param name="except">Hosts, domains, addresses and networks that are asked directly, separated by commas.</param>
public sealed class ProxySettings(string? http, string? https, string? except) : IWebProxy
{
    private readonly string? httpText = http;
    private readonly string? httpsText = https;
    private readonly Uri? http = Parse(http);
    private readonly Uri? https = Parse(https);
    private readonly DirectHosts direct = new(except);

    /// <summary>No proxy.</summary>
    public static ProxySettings None { get; } = new(null, null, null);

    /// <summary>The credentials in the proxies' addresses.</summary>
    public ICredentials? Credentials { get; set; } = CredentialsOf(Parse(http), Parse(https));

    /// <summary>The proxies of the environment: <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c>, <c>NO_PROXY</c>, or the same in lower case.</summary>
    public static ProxySettings FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>The proxy for an address, without its credentials; null if the connection is direct.</summary>
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : WithoutUser(ProxyOf(destination)!);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => ProxyOf(host) is null || direct.Contains(host);

    /// <summary>How an address is reached, and why so.</summary>
    public ProxyRoute RouteTo(Uri destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var isHttps = destination.Scheme == Uri.UriSchemeHttps;
        return destination.IsLoopback ? new ProxyRoute(ProxyReason.Loopback)
            : ProxyOf(destination) is not { } proxy ? new ProxyRoute(string.IsNullOrWhiteSpace(isHttps ? httpsText : httpText) ? ProxyReason.NoProxy : ProxyReason.Unusable)
            : direct.EntryOf(destination) is { } entry ? new ProxyRoute(ProxyReason.Exception) { Exception = entry }
            : new ProxyRoute(ProxyReason.Proxy) { Proxy = WithoutUser(proxy) };
    }

    /// <summary>The proxies of an environment: see <see cref="FromEnvironment"/>.</summary>
    /// <param name="variable">The value of a variable; null if it is not set.</param>
    public static ProxySettings From(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new(Either("HTTP_PROXY"), Either("HTTPS_PROXY"), Either("NO_PROXY"));

        string? Either(string name) => variable(name) is { Length: > 0 } upper ? upper : variable(name.ToLowerInvariant());
    }

    private static Uri? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        text = text.Trim();
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(whole, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "socks5" or "socks4" or "socks4a" && IsWhole(address) ? address : null;
    }

    /// <summary>Some hosts of invisible characters can be read, and not be written again.</summary>
    private static bool IsWhole(Uri address)
    {
        try
        {
            _ = WithoutUser(address);
            return true;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    private static CredentialCache? CredentialsOf(params Uri?[] proxies)
    {
        var cache = new CredentialCache();
        var any = false;
        foreach (var proxy in proxies.OfType<Uri>().Where(proxy => proxy.UserInfo.Length > 0).DistinctBy(proxy => proxy.Authority, StringComparer.Ordinal))
        {
            var colon = proxy.UserInfo.IndexOf(':', StringComparison.Ordinal);
            var user = colon < 0 ? proxy.UserInfo : proxy.UserInfo[..colon];
            var password = colon < 0 ? "" : proxy.UserInfo[(colon + 1)..];
            cache.Add(WithoutUser(proxy), "Basic", new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)));
            any = true;
        }

        return any ? cache : null;
    }

    private static Uri WithoutUser(Uri proxy) => proxy.UserInfo.Length == 0 ? proxy : new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;

    private Uri? ProxyOf(Uri address) => address.Scheme == Uri.UriSchemeHttps ? https : http;
}
