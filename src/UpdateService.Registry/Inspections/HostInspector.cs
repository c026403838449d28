using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Protocol.Authentication;
using UpdateService.Registry.Protocol.Transport;
using UpdateService.Registry.Proxies;
using UpdateService.Registry.Trust;

namespace UpdateService.Registry.Inspections;

/// <summary>
/// Asks hosts as <see cref="RegistryConnections"/> does, each time by a connection of its own and without credentials, and tells what
/// showed on the way.
/// </summary>
/// <param name="options">How hosts are asked.</param>
/// <param name="time">The clock.</param>
/// <param name="option">The option that adds authorities, for messages.</param>
public sealed class HostInspector(RegistryOptions options, TimeProvider time, string option = AuthorityFiles.UsualOption)
{
    private readonly AllowedHosts hosts = new(options);
    private readonly CertificateTrust trust = new(new AuthorityFiles(options.AuthorityPaths), option);

    /// <summary>The start of a registry's API, over HTTP if it is an insecure host.</summary>
    /// <param name="host">As repositories name it.</param>
    public Uri AddressOf(string host) => new($"{(hosts.IsInsecure(host) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)}://{RegistryAddress.ServingHost(host)}/v2/");

    /// <summary>How an address is reached, and why so.</summary>
    public ProxyRoute RouteTo(Uri address) => options.Proxies.RouteTo(address);

    /// <summary>Sends a request to an address without following redirects. The result reports any failure.</summary>
    /// <param name="address">The address; a user and a password in it are not sent.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public async Task<HostInspection> InspectAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var isTls = address.Scheme == Uri.UriSchemeHttps;
        var first = await AskAsync(new Inquiry(RegistryRequestKind.Address, HttpMethod.Get, address), cancellationToken);
        if (isTls ? !IsFailedHandshake(first) : first.Status != HttpStatusCode.BadRequest && first.Failure?.Fault is not (RegistryFault.InvalidAnswer or RegistryFault.Unreachable))
        {
            return first;
        }

        var otherwise = new UriBuilder(address) { Scheme = isTls ? Uri.UriSchemeHttp : Uri.UriSchemeHttps, Port = address.Port }.Uri;
        var second = await AskAsync(new Inquiry(RegistryRequestKind.Address, HttpMethod.Get, otherwise) { MayBePlain = true }, cancellationToken);

        // 400 is what servers of TLS answer to who does not speak it.
        return first with { SpeaksOtherwise = isTls ? second.Status is { } status && status != HttpStatusCode.BadRequest : second.Certificate is not null };
    }

    private static bool IsFailedHandshake(HostInspection inspection) =>
        inspection is { Certificate: null, Failure.InnerException: HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } };

    private async Task<HostInspection> AskAsync(Inquiry inquiry, CancellationToken cancellationToken)
    {
        var seen = new HostInspection { Address = inquiry.Address };
        using var limit = new TimeLimit(options.RequestTimeout, options.RequestTimeout, time);
        using var step = limit.BeginStep(cancellationToken);
        try
        {
            hosts.Check(inquiry);
            using var invoker = new HttpMessageInvoker(Connections(change => seen = change(seen)));
            using var request = inquiry.ToRequest(limit);
            using var response = await invoker.SendAsync(request, limit.Token);
            return seen with
            {
                Status = response.StatusCode,
                ClockAhead = time.GetUtcNow() - response.Headers.Date,
                Logins = response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var offers)
                    ? [.. offers.SelectMany(offer => Challenge.Parse(offer)).Select(challenge => new LoginOffer(challenge.Scheme, challenge["realm"]))]
                    : [],
            };
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return seen with { Failure = Failure.Of(inquiry, exception) };
        }
    }

    private SocketsHttpHandler Connections(Action<Func<HostInspection, HostInspection>> see) => new()
    {
        AllowAutoRedirect = false,
        ConnectTimeout = options.RequestTimeout,
        Proxy = options.Proxies,
        UseCookies = false,
        PlaintextStreamFilter = (context, _) =>
        {
            if (context.PlaintextStream is SslStream tls)
            {
                see(seen => seen with { TlsVersion = NameOf(tls.SslProtocol) });
            }

            return ValueTask.FromResult(context.PlaintextStream);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = CertificateTrust.Policy,
            RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
            {
                if (certificate is X509Certificate2 leaf && chain is not null)
                {
                    see(seen => seen with
                    {
                        Certificate = ServerCertificate.Of(leaf),
                        TrustedBy = errors == SslPolicyErrors.None ? null : options.AuthorityPaths.FirstOrDefault(path => new CertificateTrust(new AuthorityFiles([path])).Reaches(leaf, chain)),
                    });
                }

                return trust.Validate(sender is SslStream { TargetHostName: { Length: > 0 } name } ? name : "The server", certificate, chain, errors);
            },
        },
    };

    /// <summary><c>TLS 1.3</c> of what .NET calls <c>Tls13</c>.</summary>
    private static string NameOf(SslProtocols protocol) => protocol.ToString() is ['T', 'l', 's', var major, var minor] ? $"TLS {major}.{minor}" : $"{protocol}";
}
