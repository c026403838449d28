using System.Collections.Immutable;
using System.Net;
using UpdateService.Registry.Protocol;

namespace UpdateService.Registry.Inspections;

/// <summary>What one request to a host showed.</summary>
public sealed record HostInspection
{
    /// <summary>What was asked.</summary>
    public required Uri Address { get; init; }

    /// <summary>The status that was answered; null where none was.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Why there is no answer; null where there is one.</summary>
    public RegistryException? Failure { get; init; }

    /// <summary>Whether the host speaks plain HTTP where TLS was expected, or TLS where plain HTTP was.</summary>
    public bool SpeaksOtherwise { get; init; }

    /// <summary>The version of TLS: <c>TLS 1.3</c>; null where none was agreed upon.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>The host's certificate, also one that is not trusted; null where none was seen.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>The file or folder of authorities that makes the certificate trusted; null where the system's do, or it is not.</summary>
    public string? TrustedBy { get; init; }

    /// <summary>How far this machine's clock is ahead of the host's; null where the host does not tell the time. Good to a second or two.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>The ways to log in that the host offers.</summary>
    public ImmutableArray<LoginOffer> Logins { get; init; } = [];
}

/// <summary>A way to log in: <see href="https://www.rfc-editor.org/rfc/rfc9110#name-www-authenticate"/>.</summary>
/// <param name="Scheme">In lower case: <c>basic</c>, <c>bearer</c>.</param>
/// <param name="Realm">For <c>bearer</c> the address of the token service; null where it is not told.</param>
public sealed record LoginOffer(string Scheme, string? Realm);
