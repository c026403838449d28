using System.Security.Cryptography.X509Certificates;

namespace UpdateService.EndToEnd.Tests.Registries;

/// <summary>
/// The files that Debian's <c>docker-registry</c> is started with:
/// <see href="https://github.com/distribution/distribution/blob/v2.8.2/docs/configuration.md"/>.
/// </summary>
internal static class RegistryConfiguration
{
    /// <summary>Writes them.</summary>
    /// <returns>The path of the configuration.</returns>
    public static async Task<string> WriteAsync(RegistrySetup setup, TemporaryFolder folder, int port)
    {
        var file = folder.In("config.yml");
        await File.WriteAllTextAsync(file, $$"""
            version: 0.1
            log: { level: error }
            storage:
              filesystem: { rootdirectory: "{{folder.In("storage")}}" }
              delete: { enabled: true }
              maintenance: { uploadpurging: { enabled: false } }
            http:
              addr: "{{(setup.IsOnIPv6 ? "[::1]" : "127.0.0.1")}}:{{port}}"
              secret: for tests only
            {{await TlsAsync(setup, folder)}}
            {{await AuthenticationAsync(setup, folder)}}
            {{(setup.BlobStore is { } store ? $"middleware: {{ storage: [ {{ name: redirect, options: {{ baseurl: \"{store}\" }} }} ] }}" : "")}}

            """);
        return file;
    }

    private static async Task<string> TlsAsync(RegistrySetup setup, TemporaryFolder folder)
    {
        using var certificate = setup.Certificate();
        if (certificate is null)
        {
            return "";
        }

        using var key = certificate.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(folder.In("tls.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.In("tls.key"), key.ExportPkcs8PrivateKeyPem());
        return $"  tls: {{ certificate: {folder.In("tls.crt")}, key: {folder.In("tls.key")} }}";
    }

    private static async Task<string> AuthenticationAsync(RegistrySetup setup, TemporaryFolder folder)
    {
        if (setup.Account is { } account)
        {
            var line = await InstalledCommand.RunAsync("apache2-utils", ["htpasswd", "-n", "-i", "-B", "-C", "4", account.Name], account.Password);
            await File.WriteAllTextAsync(folder.In("htpasswd"), line.Expect());
            return $"auth: {{ htpasswd: {{ realm: tests, path: {folder.In("htpasswd")} }} }}";
        }

        if (setup.Tokens is { } tokens)
        {
            await File.WriteAllTextAsync(folder.In("tokens.crt"), tokens.SigningCertificatePem);
            return $"auth: {{ token: {{ realm: \"{tokens.Realm}\", service: {TokenServer.Service}, issuer: {TokenServer.Issuer}, rootcertbundle: {folder.In("tokens.crt")} }} }}";
        }

        return "";
    }
}
