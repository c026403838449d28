using System.Security.Cryptography.X509Certificates;

namespace UpdateService.Hardening.Tests;

/// <summary>Services with room for 300 connections, one with TLS and one without, that one attack after another is tried on.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "DisposeAsync of IAsyncLifetime disposes of them.")]
public sealed class AttackedService : IAsyncLifetime
{
    private readonly GraphDataDirectory data = GraphDataDirectory.Sample();
    private readonly MemoryLimit limit = new();
    private readonly MemoryLimit otherLimit = new();

    /// <summary>With TLS.</summary>
    public ServerProcess Secure { get; private set; } = null!;

    /// <summary>Without.</summary>
    public ServerProcess Plain { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        using var certificate = PrivateAuthority.SelfSigned("attacked");
        await File.WriteAllTextAsync(data.Beside("tls.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(data.Beside("tls.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        string[] common = ["--graph-data", data.Path, "--status-listen", "http://127.0.0.1:0", "--max-connections", "300"];
        Secure = limit.Start([.. common, "--listen", "https://127.0.0.1:0", "--certificate", data.Beside("tls.crt"), "--certificate-key", data.Beside("tls.key")]);
        Plain = otherLimit.Start([.. common, "--listen", "http://127.0.0.1:0"]);
        await Secure.ShowsAddressesAsync();
        await Plain.ShowsAddressesAsync();
    }

    public Task DisposeAsync()
    {
        Secure.Dispose();
        Plain.Dispose();
        limit.Dispose();
        otherLimit.Dispose();
        data.Dispose();
        return Task.CompletedTask;
    }
}
