using System.Security.Cryptography.X509Certificates;

namespace UpdateService.EndToEnd.Tests.Registries;

/// <summary>How a <see cref="RealRegistry"/> is reached and who may. What is left out is plain HTTP, open to everybody.</summary>
public sealed record RegistrySetup
{
    /// <summary>Serves TLS with a certificate of this authority.</summary>
    public PrivateAuthority? Authority { get; init; }

    /// <summary>Serves TLS with a certificate of the authority that expired yesterday.</summary>
    public bool HasExpiredCertificate { get; init; }

    /// <summary>Lets in this account only, by Basic authentication from an htpasswd file.</summary>
    public RegistryAccount? Account { get; init; }

    /// <summary>Lets in who shows a token of this server.</summary>
    public TokenServer? Tokens { get; init; }

    /// <summary>Where clients are sent for blobs, with the blob's path below it: what registries do whose blobs lie in the store of a cloud.</summary>
    public Uri? BlobStore { get; init; }

    /// <summary>Listens on <c>[::1]</c> instead of 127.0.0.1.</summary>
    public bool IsOnIPv6 { get; init; }

    internal X509Certificate2? Certificate() => HasExpiredCertificate ? Authority?.IssueExpired() : Authority?.Issue();
}

/// <summary>Who may use a registry.</summary>
/// <param name="Name">Without a colon.</param>
/// <param name="Password">Any.</param>
public sealed record RegistryAccount(string Name, string Password)
{
    /// <summary><c>name:password</c>, as commands and htpasswd write it.</summary>
    public string Pair => $"{Name}:{Password}";

    /// <summary>The value of the header that shows it.</summary>
    public string Authorization => $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Pair))}";
}
