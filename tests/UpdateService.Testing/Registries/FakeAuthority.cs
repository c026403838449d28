using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace UpdateService.Testing.Registries;

/// <summary>A throw-away certificate authority.</summary>
public sealed class FakeAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 certificate;

    /// <summary>Makes one; below another where that is given.</summary>
    public FakeAuthority(string name = "Fake CA", FakeAuthority? above = null, TimeSpan? age = null, TimeSpan? life = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var (from, to) = Validity(age ?? TimeSpan.Zero, life ?? TimeSpan.FromDays(3));
        if (above is null)
        {
            certificate = request.CreateSelfSigned(from, to);
        }
        else
        {
            using var signed = request.Create(above.certificate, from, to, Serial());
            certificate = signed.CopyWithPrivateKey(key);
        }
    }

    /// <summary>The authority's certificate as PEM.</summary>
    public string Pem => certificate.ExportCertificatePem();

    /// <summary>A server certificate, for the loopback addresses unless a name is given.</summary>
    /// <param name="name">The DNS name it is for.</param>
    /// <param name="age">How long ago it was made.</param>
    /// <param name="usage">What it is for; for servers where it is not said.</param>
    /// <param name="life">How long it is good: a day where it is not said.</param>
    public X509Certificate2 Issue(string? name = null, TimeSpan? age = null, string usage = ServerAuthentication, TimeSpan? life = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (from, to) = Validity(age ?? TimeSpan.Zero, life ?? TimeSpan.FromDays(1));
        using var authorityKey = certificate.GetECDsaPrivateKey()!;
        using var signed = Request(key, name, usage).Create(certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey), from, to, Serial());
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A server certificate for the loopback addresses that signs itself.</summary>
    public static X509Certificate2 IssueAlone()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (from, to) = Validity(TimeSpan.Zero, TimeSpan.FromDays(1));
        using var whole = Request(key, name: null, ServerAuthentication).CreateSelfSigned(from, to);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <inheritdoc/>
    public void Dispose() => certificate.Dispose();

    private static CertificateRequest Request(ECDsa key, string? name, string usage)
    {
        var request = new CertificateRequest($"CN={name ?? "fake registry"}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names(name));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        return request;
    }

    private static X509Extension Names(string? name)
    {
        var names = new SubjectAlternativeNameBuilder();
        if (name is not null)
        {
            names.AddDnsName(name);
            return names.Build();
        }

        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }

    private static (DateTimeOffset From, DateTimeOffset To) Validity(TimeSpan age, TimeSpan life)
    {
        var from = DateTimeOffset.UtcNow - age - TimeSpan.FromHours(1);
        return (from, from + life);
    }

    private static byte[] Serial() => [1, .. RandomNumberGenerator.GetBytes(8)];
}
