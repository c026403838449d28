using UpdateService.Registry.Protocol;

namespace UpdateService.Cli.Doctoring.Registries;

/// <summary>Whether the image of graph-data is there.</summary>
internal sealed class ImageCheck(RepositoryCase repository) : ICheck
{
    /// <inheritdoc/>
    public string Name => "image";

    /// <inheritdoc/>
    public async Task<Finding> MakeAsync(CancellationToken cancellationToken)
    {
        await repository.AskAsync(cancellationToken);
        return repository switch
        {
            { Image: { } digest } => Finding.Fine($"{repository.Reference} is {digest}."),
            { Failure: null or { Fault: RegistryFault.NotFound } } => Finding.Broken($"The registry has no {repository.Repository.Name} {repository.Reference}.", "Check repository and tag in --graph-data, and whether graph-data were mirrored."),
            { Failure: { } failure } => Finding.Broken(failure, "Check the registry's log."),
        };
    }
}
