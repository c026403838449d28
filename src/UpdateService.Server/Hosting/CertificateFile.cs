using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace UpdateService.Server.Hosting;

/// <summary>
/// The certificate of <c>https://</c> addresses. It is read again when its files change, so that a renewed one needs no restart. If
/// the new files cannot be read, the earlier certificate stays in use.
/// </summary>
internal sealed class CertificateFile(string certificatePath, string keyPath)
{
    private readonly Lock gate = new();
    private SslStreamCertificateContext? certificate;
    private (DateTime Certificate, DateTime Key) readAt;

    /// <summary>The certificate for clients, with the intermediate ones of its file.</summary>
    public SslStreamCertificateContext? Current
    {
        get
        {
            lock (gate)
            {
                var changed = (ChangedAt(certificatePath), ChangedAt(keyPath));
                if (changed != readAt)
                {
                    if (TryRead() is { } renewed)
                    {
                        (certificate, readAt) = (renewed, changed);
                    }
                }

                return certificate;
            }
        }
    }

    /// <summary>Reads the files for the first time.</summary>
    /// <exception cref="OptionException">They are not a certificate with its key.</exception>
    public void Check()
    {
        if (Current is null)
        {
            throw new OptionException($"The files '{certificatePath}' and '{keyPath}' of --certificate and --certificate-key are no PEM certificate with its key.");
        }
    }

    /// <summary>The state of the file behind a link: in a mounted Secret, links stay the same when their targets are renewed.</summary>
    private static DateTime ChangedAt(string path)
    {
        try
        {
            return (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)).LastWriteTimeUtc;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default; // It is not there just now.
        }
    }

    private SslStreamCertificateContext? TryRead()
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificatePath);
            return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(certificatePath, keyPath), chain, offline: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return null; // A renewal in progress, perhaps with one of two files written: the next handshake looks again.
        }
    }
}
