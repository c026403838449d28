using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using UpdateService.Registry.Proxies;
using UpdateService.Registry.Trust;

namespace UpdateService.Registry;

/// <summary>Connections to servers that are no registries, with the same rules: whom to trust, and through which proxy.</summary>
public static class TrustedTransport
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>What is wrong with a file of authorities, in one sentence; null where at least one certificate is in it.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">A PEM file, or a folder of them.</param>
    public static string? ProblemOf(string option, string path) => AuthorityFiles.ProblemOf(path, option);

    /// <summary>Makes connections; redirects are followed.</summary>
    /// <param name="option">The option that names further authorities, for messages.</param>
    /// <param name="authorities">PEM files, and folders of them, with authorities that are trusted besides the system's.</param>
    public static SocketsHttpHandler Create(string option, ImmutableArray<string> authorities)
    {
        var trust = new CertificateTrust(new AuthorityFiles(authorities), option);
        return new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = PooledConnection.ConnectAsync,
            ConnectTimeout = ConnectTimeout,
            Proxy = ProxySettings.FromEnvironment(),
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = CertificateTrust.Policy,
                RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                    trust.Validate((sender as SslStream)?.TargetHostName is { Length: > 0 } name ? name : "the server", certificate, chain, errors),
            },
        };
    }
}
