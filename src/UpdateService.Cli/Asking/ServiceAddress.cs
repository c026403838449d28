using System.Diagnostics.CodeAnalysis;

namespace UpdateService.Cli.Asking;

/// <summary>
/// Where a service is. People give the host alone, with or without a scheme, the address with its prefix, or the one that clusters have
/// (<c>…/graph</c>), so several places are tried, the likeliest first.
/// </summary>
internal sealed class ServiceAddress
{
    private const string UsualPrefix = "/api/upgrades_info";

    private ServiceAddress(Uri address)
    {
        Credentials = address.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(address.UserInfo);
        var origin = address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        var path = Trimmed(address.AbsolutePath);
        Bases = path.EndsWith(UsualPrefix, StringComparison.Ordinal) ? [origin + path] : path.Length == 0 ? [origin + UsualPrefix, origin] : [origin + path, origin + path + UsualPrefix];
    }

    /// <summary>What may be before <c>/v1/…</c>, to be tried in this order.</summary>
    public IReadOnlyList<string> Bases { get; }

    /// <summary>User and password, separated by a colon; null for none. They belong into no message.</summary>
    public string? Credentials { get; }

    /// <summary>Reads an address.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="address">The address if the result is true.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ServiceAddress? address)
    {
        var written = text.Trim();
        address = Read(written) ?? (written.Contains("://", StringComparison.Ordinal) || written.StartsWith('/') ? null : Read($"{SchemeFor(written)}{written}"));
        return address is not null;
    }

    private static ServiceAddress? Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 ? new ServiceAddress(uri) : null;

    /// <summary>By default, only this machine is queried without encryption.</summary>
    private static string SchemeFor(string text) => Uri.TryCreate($"http://{text}", UriKind.Absolute, out var uri) && uri.IsLoopback ? "http://" : "https://";

    private static string Trimmed(string path)
    {
        path = path.TrimEnd('/');
        path = path.EndsWith("/graph", StringComparison.Ordinal) ? path[..^"/graph".Length] : path;
        return path.EndsWith("/v1", StringComparison.Ordinal) ? path[..^"/v1".Length] : path;
    }
}
