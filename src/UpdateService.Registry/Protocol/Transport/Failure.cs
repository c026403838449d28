using System.Net;
using System.Net.Sockets;
using UpdateService.Registry.Trust;

namespace UpdateService.Registry.Protocol.Transport;

/// <summary>Tells in a sentence what went wrong with a request, and by which remedy it may go right.</summary>
internal static class Failure
{
    private const string OnlyPlain = "A registry that speaks TLS must not be named by --insecure-registry.";

    /// <summary>The failure of a request that an exception ended.</summary>
    internal static RegistryException Of(Inquiry inquiry, Exception exception) => exception switch
    {
        RegistryException known => known,
        OperationCanceledException => new(RegistryFault.Timeout, $"{inquiry}: no answer within the time limit.", exception),
        HttpRequestException request => OfRequest(inquiry, request),
        HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => NotHttp(inquiry, exception),
        _ => new(RegistryFault.Unreachable, $"{inquiry}: the connection was cut.", exception),
    };

    /// <summary>The failure that a status means.</summary>
    internal static RegistryException OfStatus(Inquiry inquiry, HttpStatusCode status, ErrorBody body, TimeSpan? retryAfter)
    {
        var (fault, remedy) = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => (RegistryFault.Unauthorized, inquiry.Kind switch
            {
                _ when inquiry.IsElsewhere && inquiry.Kind is not (RegistryRequestKind.Address or RegistryRequestKind.Token) => "The request was sent on to this host, which refuses it, whatever the credentials: check the store behind the registry, and its clock.",
                RegistryRequestKind.Address => "The server wants other credentials, or some: https://user:password@host/…",
                RegistryRequestKind.Push => "The registry does not let these credentials push to it; give others by --registry-auth.",
                _ => "The registry does not let these credentials read it; give others by --registry-auth.",
            }),
            HttpStatusCode.ProxyAuthenticationRequired => (RegistryFault.Unreachable, "The proxy on the way wants other credentials, or some (HTTP_PROXY, HTTPS_PROXY)."),
            HttpStatusCode.NotFound => (RegistryFault.NotFound, "It is not there."),
            HttpStatusCode.RequestTimeout => (RegistryFault.Timeout, "The server gave up waiting."),
            HttpStatusCode.TooManyRequests => (RegistryFault.RateLimited, "The server allows no more requests now; a lower --registry-concurrency may help."),
            HttpStatusCode.BadRequest when inquiry.Address.Scheme == Uri.UriSchemeHttp && body.WantsTls => (RegistryFault.InvalidAnswer, OnlyPlain),
            >= HttpStatusCode.InternalServerError => (RegistryFault.ServerError, "The server, or a proxy on the way, has an internal error."),
            HttpStatusCode.RequestEntityTooLarge => (RegistryFault.InvalidAnswer, "The registry, or a proxy before it, does not accept a body this large."),
            _ when inquiry.Kind == RegistryRequestKind.Push => (RegistryFault.InvalidAnswer, "The registry does not take it."),
            _ => (RegistryFault.InvalidAnswer, "That is no answer to this request."),
        };
        return new(fault, $"{inquiry}: {(int)status} {status}{(body.Code is null ? "" : $" ({body.Code})")}.") { Remedy = remedy, Status = status, RetryAfter = retryAfter, RegistryCode = body.Code };
    }

    private static RegistryException OfRequest(Inquiry inquiry, HttpRequestException exception)
    {
        if (exception.InnerException is UntrustedCertificateException untrusted)
        {
            return new(RegistryFault.Untrusted, untrusted.Finding, exception) { Remedy = untrusted.Remedy };
        }

        var host = inquiry.Address.Authority;
        return exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new(RegistryFault.Unreachable, $"{inquiry}: the name {inquiry.Address.Host} is not known to the DNS.", exception),
            HttpRequestError.ConnectionError => new(RegistryFault.Unreachable, $"{inquiry}: no connection to {host}{Cause(exception)}.", exception),
            HttpRequestError.SecureConnectionError => new(
                RegistryFault.Unreachable,
                $"{inquiry}: {host} does not speak TLS as it should.",
                exception)
            { Remedy = $"A registry that speaks plain HTTP only is named by --insecure-registry {host}." },
            HttpRequestError.ProxyTunnelError => new(RegistryFault.Unreachable, $"{inquiry}: the proxy does not connect to {host}{Status(exception)}.", exception),
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => NotHttp(inquiry, exception),
            HttpRequestError.ConfigurationLimitExceeded => new(RegistryFault.InvalidAnswer, $"{inquiry}: the answer's headers are over the limit.", exception),
            _ => new(RegistryFault.Unreachable, $"{inquiry}: the connection was cut.", exception),
        };
    }

    private static string Cause(HttpRequestException exception) => exception.InnerException is SocketException socket ? $" ({socket.SocketErrorCode})" : "";

    private static string Status(HttpRequestException exception) => exception.StatusCode is { } status ? $" ({(int)status})" : "";

    private static RegistryException NotHttp(Inquiry inquiry, Exception exception) =>
        new(RegistryFault.InvalidAnswer, $"{inquiry}: the answer is no HTTP.", exception) { Remedy = OnlyPlain };
}
