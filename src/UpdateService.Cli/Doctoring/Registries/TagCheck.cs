using UpdateService.Planning.Writing;
using UpdateService.Registry.Protocol;

namespace UpdateService.Cli.Doctoring.Registries;

/// <summary>Whether the tags of a repository can be listed, and look like releases.</summary>
internal sealed class TagCheck(RepositoryCase repository) : ICheck
{
    /// <inheritdoc/>
    public string Name => "tags";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        await repository.AskAsync(cancellationToken);
        var name = repository.Repository.Name;
        if (repository.Failure is { } failure)
        {
            return failure.Fault == RegistryFault.NotFound
                ? Finding.Broken($"The registry has no repository {name.Path}.", "Check the repository in --releases: it is the one that releases are mirrored to, often …/openshift/release-images.")
                : Finding.Broken(failure, failure.Fault == RegistryFault.Timeout
                    ? "Registries take long to list many tags: check the registry's log; --timeout gives it longer."
                    : "Check the registry's log.");
        }

        var releases = repository.Tags.Count(tag => ReleaseTag.TryParse(tag, out _));
        var found = $"{Amount.Of(repository.Tags.Length, "tag")}; {Amount.Of(releases, "name")} of a release among them.";
        return repository.Tags.IsEmpty ? Finding.Broken("The repository has no tag.", "Mirror releases into it (oc mirror, oc adm release mirror), or name the one that they are in.")
            : releases == 0 ? Finding.Notable(found, "Tags of releases are such as 4.18.1-x86_64: is it the repository of the releases, or of their components?")
            : Finding.Fine(found);
    }
}
