using System.Net;
using UpdateService.Registry.Protocol.Transport;

namespace UpdateService.Registry.Protocol;

/// <summary>
/// Tells a refusal of the way in which something was asked (a method, a page size, a media type) from one of the thing itself: the former is
/// answered by asking in a plainer way.
/// </summary>
internal static class Refusal
{
    /// <summary>Whether another Accept header may be answered.</summary>
    internal static bool OfWay(RegistryException failure) => failure.RegistryCode is not ErrorCode.NameUnknown && (IsFinal(failure) || failure.Status == HttpStatusCode.NotImplemented);

    /// <summary>Whether another query may be answered; also after a fault of the server, since some page sizes make registries fail.</summary>
    internal static bool OfQuery(RegistryException failure) => OfWay(failure) || failure.Status == HttpStatusCode.InternalServerError;

    /// <summary>Whether another method than HEAD may be answered, even if access is denied, because some firewalls deny only HEAD.</summary>
    internal static bool OfMethod(RegistryException failure) =>
        IsFinal(failure) || failure.Status is HttpStatusCode.NotImplemented or HttpStatusCode.Forbidden;

    /// <summary>Whether the registry refuses the question, and would for ever.</summary>
    internal static bool IsFinal(RegistryException failure) => failure.Status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
        and not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired
            or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);
}
