using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace UpdateService.EndToEnd.Tests;

/// <summary>A certificate authority that nobody trusts who is not told to, and the certificates that it gives to servers.</summary>
public sealed class PrivateAuthority : IDisposable
{
    private readonly X509Certificate2 certificate;

    /// <summary>An authority.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="issuer">The authority above it; none for a root.</param>
    public PrivateAuthority(string name, PrivateAuthority? issuer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var days = issuer is null ? 60 : 50; // No certificate may outlive its issuer's.
        certificate = Sign(request, key, issuer, FromNow(-days), FromNow(days));
    }

    /// <summary>Its certificate, which clients are told to trust.</summary>
    public X509Certificate2 Certificate => certificate;

    /// <summary>The same as text.</summary>
    public string Pem => certificate.ExportCertificatePem() + "\n";

    /// <summary>A certificate, with its key, for a server on this machine that says itself who it is.</summary>
    public static X509Certificate2 SelfSigned(string name) => Server(name, issuer: null, FromNow(days: -1), FromNow(days: 30));

    /// <summary>A certificate, with its key, for a server on this machine.</summary>
    public X509Certificate2 Issue(string name = "localhost") => Server(name, this, FromNow(days: -1), FromNow(days: 30));

    /// <summary>One that was good until yesterday.</summary>
    public X509Certificate2 IssueExpired() => Server("localhost", this, FromNow(days: -30), FromNow(days: -1));

    /// <inheritdoc/>
    public void Dispose() => certificate.Dispose();

    private static X509Certificate2 Server(string name, PrivateAuthority? issuer, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        return Sign(request, key, issuer, from, until);
    }

    private static CertificateRequest Request(string name, ECDsa key) => new($"CN={name}", key, HashAlgorithmName.SHA256);

    private static X509Certificate2 Sign(CertificateRequest request, ECDsa key, PrivateAuthority? issuer, DateTimeOffset from, DateTimeOffset until)
    {
        if (issuer is null)
        {
            return request.CreateSelfSigned(from, until);
        }

        using var issued = request.Create(issuer.certificate, from, until, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private static DateTimeOffset FromNow(int days) => TimeProvider.System.GetUtcNow().AddDays(days);
}
