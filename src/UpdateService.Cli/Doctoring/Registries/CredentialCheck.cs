using System.Net;
using UpdateService.Registry.Protocol;
using UpdateService.Registry.Protocol.Authentication;

namespace UpdateService.Cli.Doctoring.Registries;

/// <summary>Which credentials are used for a repository, and whether they let it be read.</summary>
internal sealed class CredentialCheck(RepositoryCase repository) : ICheck
{
    /// <inheritdoc/>
    public string Name => "login";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        var (file, name) = (repository.AuthFile, repository.Repository.Name);
        var entry = file is null ? null : await CredentialEntries.FindAsync(file, name, cancellationToken);
        await repository.AskAsync(cancellationToken);
        return repository.Failure switch
        {
            { Fault: RegistryFault.Unauthorized } failure => entry is null ? Missing(file) : Refused(failure, $"The entry '{Excerpt.Of(entry)}' of {file}"),
            null or { Fault: RegistryFault.NotFound } => Finding.Fine(Used(file, entry)),
            _ => Finding.NotMade("This cannot be checked: the registry did not answer the first request."),
        };
    }

    private string Used(string? file, string? entry) => (entry, repository.WantsLogin) switch
    {
        (null, false) => "No credentials are used, and none are asked for.",
        (null, true) => $"No credentials are used{(file is null ? "" : $" ({file} has none for it)")}: the registry lets anybody read.",
        (_, false) => $"No login is asked for; the entry '{Excerpt.Of(entry)}' of {file} is there for it.",
        _ => $"The entry '{Excerpt.Of(entry)}' of {file} is accepted.",
    };

    private Finding Missing(string? file)
    {
        var name = repository.Repository.Name;
        return Finding.Broken(
            file is null ? "The registry wants a login, and no credentials are given." : $"The registry wants a login, and {file} has no entry for {name}.",
            $"Give a .dockerconfigjson by --registry-auth whose auths have '{name.Host}' (or a namespace of it, such as '{name.Host}/{name.Path.Split('/')[0]}'): podman login --authfile FILE {name.Host} writes one.");
    }

    private Finding Refused(RegistryException failure, string entry) => failure.Status == HttpStatusCode.Forbidden
        ? Finding.Broken($"{entry} is known to the registry, and may not read {repository.Repository.Name} (403).", "Let that account (a robot, a pull secret) read the repository, or take the credentials of another.")
        : Finding.Broken($"{entry} is refused ({(int)(failure.Status ?? HttpStatusCode.Unauthorized)}): wrong, expired or revoked, or good for other repositories only.", $"Log in anew: podman login --authfile FILE {repository.Repository.Name.Host}; or fetch the pull secret again.");
}
