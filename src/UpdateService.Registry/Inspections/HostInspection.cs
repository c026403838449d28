using System.Collections.Immutable;
using System.Net;
using UpdateService.Registry.Protocol;

namespace UpdateService.Registry.Inspections;

/// <summary>What one request to a host showed.</summary>
public sealed record HostInspection
{
    /// <summary>What was asked.</summary>
    public required Uri Address { get; init; }

    /// <summary>The status of the answer; null if there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Why there is no answer; null if there is one.</summary>
    public RegistryException? Failure { get; init; }

    /// <summary>Whether the host speaks plain HTTP where TLS was expected, or TLS where plain HTTP was.</summary>
    public bool SpeaksOtherwise { get; init; }

    /// <summary>The version of TLS: <c>TLS 1.3</c>; null if none was negotiated.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>The host's certificate, even if it is not trusted; null if none was received.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>The file or folder of authorities that makes the certificate trusted; null if the system's do, or it is not trusted.</summary>
    public string? TrustedBy { get; init; }

    /// <summary>How far this machine's clock is ahead of the host's, to a second or two; null if the host does not send the time.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>The ways to log in that the host offers.</summary>
    public ImmutableArray<LoginOffer> Logins { get; init; } = [];
}

/// <summary>A way to log in: <see href="https://www.rfc-editor.org/rfc/rfc9110#name-www-authenticate"/>.</summary>
/// <param name="Scheme">In lower case: <c>basic</c>, <c>bearer</c>.</param>
/// <param name="Realm">For <c>bearer</c> the address of the token service; null if it is not given.</param>
public sealed record LoginOffer(string Scheme, string? Realm);
