using System.Security.Cryptography.X509Certificates;

namespace UpdateService.Registry.Inspections;

/// <summary>A server's certificate, as far as people want to know it.</summary>
/// <param name="Subject">Whose it is: printable, at most a line.</param>
/// <param name="Issuer">Who gave it: printable, at most a line.</param>
/// <param name="GoodUntil">When it ends.</param>
public sealed record ServerCertificate(string Subject, string Issuer, DateTimeOffset GoodUntil)
{
    internal static ServerCertificate Of(X509Certificate2 certificate) =>
        new(Excerpt.Of(certificate.Subject), Excerpt.Of(certificate.Issuer), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
}
