using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace UpdateService.Registry.Trust;

/// <summary>
/// Whether a server is who it says. Its certificate must be for its name, be good at this time, and come from an authority of the
/// system or from one of the added ones: these are added, they take nothing away.
/// </summary>
/// <param name="added">The added authorities.</param>
/// <param name="option">The option that adds them, for messages.</param>
internal sealed class CertificateTrust(AuthorityFiles added, string option = AuthorityFiles.UsualOption)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>How chains are built: from what the server sends; nothing is fetched from addresses in certificates.</summary>
    internal static X509ChainPolicy Policy => new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };

    /// <summary>Accepts a valid certificate; throws if it is not valid.</summary>
    /// <exception cref="UntrustedCertificateException">Why, and the remedy.</exception>
    internal bool Validate(string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (certificate is not X509Certificate2 leaf || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            throw new UntrustedCertificateException($"{host} sends no certificate.");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            throw new UntrustedCertificateException(
                $"The certificate of {host} is for another name ({Names(leaf)}).", $"Ask the registry by a name of its certificate, or give it one for {host}.");
        }

        using var own = Build(leaf, chain);
        return own.ChainStatus.Length == 0 || EndsAtAdded(own)
            ? true
            : throw Distrust(host, leaf, own);
    }

    /// <summary>Whether the certificate comes from one of the added authorities, whatever the system's verdict.</summary>
    internal bool Reaches(X509Certificate2 leaf, X509Chain offered)
    {
        using var own = Build(leaf, offered);
        return own.ChainStatus.Length == 0 || EndsAtAdded(own);
    }

    private static string Names(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        var all = names.SelectMany(extension => extension.EnumerateDnsNames())
            .Concat(names.SelectMany(extension => extension.EnumerateIPAddresses().Select(address => address.ToString())));
        return Excerpt.Of(names.Count > 0 ? string.Join(", ", all) : $"{leaf.Subject}, no subject alternative name");
    }

    private UntrustedCertificateException Distrust(string host, X509Certificate2 leaf, X509Chain chain)
    {
        var expired = chain.ChainElements.FirstOrDefault(element => element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid))?.Certificate;
        if (expired is not null)
        {
            var which = expired.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span) ? $"The certificate of {host}" : $"The authority '{Excerpt.Of(expired.Subject)}' of {host}";
            return new($"{which} is good from {expired.NotBefore.ToUniversalTime():u} to {expired.NotAfter.ToUniversalTime():u}, not now: it has expired, or the clock is wrong.", "Renew it.");
        }

        var unknown = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
        return chain.ChainStatus.All(status => (status.Status & ~unknown) == X509ChainStatusFlags.NoError)
            ? new($"The certificate of {host} comes from an authority that is not known here: '{Excerpt.Of(leaf.Issuer)}'.", $"Add that authority's PEM file by {option}.")
            : new($"The certificate of {host} is not good for a server: {string.Join(", ", chain.ChainStatus.Select(status => status.Status))}.", "Give it another one.");
    }

    /// <summary>The chain to only the added authorities; the errors already contain the system's verdict.</summary>
    private X509Chain Build(X509Certificate2 leaf, X509Chain offered)
    {
        var chain = new X509Chain { ChainPolicy = Policy };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(added.Current());
        chain.ChainPolicy.ExtraStore.AddRange(offered.ChainPolicy.ExtraStore);
        _ = chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        _ = chain.Build(leaf);
        return chain;
    }

    /// <summary>Whether the chain is good up to an added authority that is no root itself: clusters often hand out an intermediate only.</summary>
    private bool EndsAtAdded(X509Chain chain)
    {
        if (chain.ChainStatus.Any(status => status.Status != X509ChainStatusFlags.PartialChain) || chain.ChainElements.Count < 2)
        {
            return false;
        }

        var last = chain.ChainElements[^1].Certificate.RawDataMemory;
        return added.Current().Any(authority => authority.RawDataMemory.Span.SequenceEqual(last.Span));
    }
}
