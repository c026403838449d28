using System.Globalization;
using System.Net;

namespace UpdateService.Server.Hosting;

/// <summary>An address to listen on.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Host"><c>localhost</c>, <c>*</c>, or an IP address.</param>
/// <param name="Port">0 for a free one.</param>
/// <param name="IsSecure">Whether it is <c>https://</c>.</param>
public sealed record ListenAddress(string Text, string Host, int Port, bool IsSecure)
{
    private const int DefaultHttpPort = 80;
    private const int DefaultHttpsPort = 443;

    /// <summary>The IP address; null for <c>localhost</c> and <c>*</c>.</summary>
    public IPAddress? Address { get; } = IPAddress.TryParse(Host, out var address) ? address : null;

    /// <summary>The address as a client on this machine would use it.</summary>
    public Uri LocalUri(int boundPort)
    {
        var host = Host is "*" or "localhost" || Equals(Address, IPAddress.Any) || Equals(Address, IPAddress.IPv6Any)
            ? "localhost"
            : Address!.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{Address}]" : Host;
        return new Uri($"{(IsSecure ? "https" : "http")}://{host}:{boundPort.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="OptionException">It is not an address to listen on.</exception>
    internal static ListenAddress Parse(Option option, string text)
    {
        var isSecure = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isSecure && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse(option, text);
        }

        var authority = text[(isSecure ? 8 : 7)..].TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        var hasPort = colon >= 0 && !authority.EndsWith(']');
        var host = (hasPort ? authority[..colon] : authority).Trim('[', ']');
        var port = isSecure ? DefaultHttpsPort : DefaultHttpPort;
        if (hasPort && !(int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort))
        {
            throw Refuse(option, text);
        }

        if (host == "localhost" && port == 0)
        {
            throw new OptionException($"The value '{Excerpt.Of(text)}' of --{option.Name} cannot be used: a free port needs an IP address, such as http://127.0.0.1:0.");
        }

        host = host is "+" or "0.0.0.0" or "::" ? "*" : host;
        return host is "*" or "localhost" || IPAddress.TryParse(host, out _)
            ? new ListenAddress(text, host, port, isSecure)
            : throw Refuse(option, text);
    }

    private static OptionException Refuse(Option option, string text) => new(
        $"The value '{Excerpt.OfAddress(text)}' of --{option.Name} is no address such as http://localhost:8080, http://*:8080 or https://192.0.2.1:8443.");
}
