namespace UpdateService.Registry.Protocol.Authentication;

/// <summary>Which entries a <c>.dockerconfigjson</c> has: their names, never what they hold.</summary>
public static class CredentialEntries
{
    /// <summary>The entry that is used for a repository, <c>host</c> or <c>host/namespace</c>; null if there is none.</summary>
    /// <exception cref="RegistryException">The file cannot be read.</exception>
    public static async Task<string?> FindAsync(string authFile, RepositoryName repository, CancellationToken cancellationToken) =>
        (await CredentialFile.ReadAsync(authFile, cancellationToken)).KeyOf(repository);
}
